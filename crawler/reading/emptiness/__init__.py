"""Proof that a column holds nothing, and everything that must be ruled out before anybody says so."""
