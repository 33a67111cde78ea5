"""Text out of files. Readers run in a bounded process of their own (`reader`); nothing here asks the network."""
