"""Browser tests: what a person sees and does, in a real headless Chromium."""
