"""Ground floor: what is audited and by which rules. Models, loaders and the data itself; imports nothing above."""
