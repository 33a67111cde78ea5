"""Links that fail or mislead."""
