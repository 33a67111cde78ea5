"""A year's work plan (工作要点) becomes a draft rubric, which a person then decides about.

document → paragraphs (`document`, `lines`) → clauses and annex rows (`clauses`, `annex`) → phrases with what they say
(`phrases`, `units`, `hints`) → records (`draft`) → a rubric file (`draft_yaml`). Nothing here decides: every reading
keeps its sentence, its place in the text and how far it can be relied on.
"""
