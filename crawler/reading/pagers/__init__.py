"""How many pages a list has and where they are, by the pager of the page."""
