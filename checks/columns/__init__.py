"""Columns and home pages that are empty or no longer kept up."""
