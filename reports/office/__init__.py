"""Official documents (公文) of a run: Word files made from templates that an office can edit, and PDF of the same."""
