"""Where the evidence of a run lies: the names below its directory."""

EVIDENCE = "evidence"
"""The folder."""
SPOOL = "spool.bin"
"""Everything, while the crawl is not judged (`crawler.evidence.frames`)."""
RECORDS, INDEX = "records.warc.gz", "index.cdxj"
"""What is kept, and its index."""
BASIS = "basis.jsonl"
"""Which records findings and columns rest on."""
SHOTS = "shots"
"""Folder of the pictures, named after the fingerprints of findings."""


def shot_name(fingerprint: str) -> str:
    """The path of a finding's picture below the run directory."""
    return f"{EVIDENCE}/{SHOTS}/{fingerprint}.png"
