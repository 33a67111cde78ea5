"""A county's portal of any size, made by a program: always the same for the same number of pages, faults included."""
