"""The command line. What a command needs beyond this library is imported when it runs."""
