"""Lists made of rows: which one is the column's, where its further parts are, where it ends by a limit."""
