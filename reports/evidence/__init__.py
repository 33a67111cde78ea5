"""What findings and columns rest on, what of it is kept, and what the run directory says about both."""
