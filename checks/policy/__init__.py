"""The policy chain: documents, their fields and validity, their interpretations, the library, reprints."""
