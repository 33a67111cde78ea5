"""Rows of lists: from live markup, from fragments, comments, XML and JSON."""
