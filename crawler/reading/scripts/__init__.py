"""What stands literally in the scripts of a page. Nothing is ever run."""
