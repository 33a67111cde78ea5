"""Checks of what texts say: personal data, marks of secrecy, wording, slips of editing. A person decides."""
