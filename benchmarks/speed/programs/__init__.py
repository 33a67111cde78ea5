"""Programs that are started as processes of their own: what is measured, and what measures it."""
