"""The assessors' score sheet (评分表): one row for each item that a person decides, written, read back and compared."""
