"""What problems.xlsx is made of: a safe table, names of sheets, and the rows of each sheet."""
