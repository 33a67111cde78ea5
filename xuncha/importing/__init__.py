"""An indicator table with merged cells (.xlsx, .docx, .html) becomes a rubric file that a person then checks.

file → grid of cells (`grid` and the readers) → columns (`header`) → groups, indicators and their weights (`outline`)
→ rules by the words of the scoring column (`scoring`) → a rubric file (`table_yaml`). What a cell says that the program
cannot tell is reported by the cell's address; nothing is guessed.
"""
