"""From page facts to columns: which list pages belong together, whose they are, of which kind and level."""
