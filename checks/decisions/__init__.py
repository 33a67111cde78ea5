"""How decisions are taken in public: drafts, comment periods, what became of the opinions, and the result."""
