"""The JSON API, one module a noun. Pages and scripts use the same routes."""
