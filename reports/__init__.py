"""Scoring, explanation, and one renderer per format. Scoring never looks at a page; rendering never weighs."""
