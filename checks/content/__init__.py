"""Checks of what texts say: personal data, secrecy marks, wording, and slips of editing. They suspect; a person decides."""
