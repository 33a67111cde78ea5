"""Bytes to text, and text to pieces with their places and dates: what every other room of the reading stands on."""
