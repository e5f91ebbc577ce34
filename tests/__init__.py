"""Tests: they mirror the package; tests/browser drives a real Chromium."""
