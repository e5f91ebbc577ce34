"""The only HTTP and HTML: pages and the JSON API, two thin faces over the same store."""
