-- One crawl = one file. Written in WAL mode, then sealed: checkpointed, out of WAL, hashed, read-only.
-- Times are UTC ISO 8601. Enumerations hold the values of crawler.kinds.
PRAGMA application_id = 1481985603;      -- "XUNC"
PRAGMA user_version = 6;

-- What this crawl is: portal (JSON of config.registry.Portal), settings, tool version, seed, started, finished,
-- end_reason. Values are JSON.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every URL that was ever seen, canonical, once. Everything else refers to it by id. A call of a list interface is its
-- URL with a mark behind it: "#!get", or "#!post:" and the body.
CREATE TABLE url (
    id  INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE
);

-- The URL ledger that feeds the spider. state: 0 waiting, 1 done, 2 refused (reason says why: robots, budget, scope).
-- A page's links are inserted and its state is set to done in ONE transaction, so a kill at any moment loses nothing.
CREATE TABLE ledger (
    url_id   INTEGER PRIMARY KEY REFERENCES url (id),
    state    INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL,           -- higher first: home 100, column pages 50 .. articles 10
    depth    INTEGER NOT NULL,
    referrer INTEGER REFERENCES url (id),
    reason   TEXT,                       -- why it was refused or not reached (values of AnswerKind, or 'scope')
    role     INTEGER NOT NULL DEFAULT 0  -- 0 page, 1 call of a list interface, 2 another address of a page known before
);
CREATE INDEX ledger_waiting ON ledger (priority DESC, url_id) WHERE state = 0;

-- The last word on a URL: one row for each URL that was requested or probed.
CREATE TABLE answer (
    url_id       INTEGER PRIMARY KEY REFERENCES url (id),
    answer       TEXT NOT NULL,          -- AnswerKind
    status       INTEGER,                -- HTTP status of the final answer
    final_url    TEXT,                   -- after redirects, when different
    redirects    TEXT,                   -- JSON list of the URLs in between
    attempts     TEXT NOT NULL,          -- JSON list of {answer, status, at, ms, method, detail, sure, run}
    fetched_at   TEXT NOT NULL,
    elapsed_ms   INTEGER NOT NULL,
    size         INTEGER,                -- bytes of the decoded body; as declared when only its beginning was read
    content_type TEXT,
    body_hash    TEXT,                   -- blake2b-128 of the body
    detail       TEXT,                   -- signature, TLS fault, exception text: for the evidence
    confirmed    INTEGER NOT NULL,       -- 1: proven by independent attempts; 0: suspected only
    file_type    TEXT,                   -- what the first bytes of a file show: an id of lexicons/attachments.yaml
    shows        INTEGER REFERENCES url (id),  -- the page that this address shows too, as a comparison found
    last_modified TEXT,                  -- the header of that name, as sent
    etag         TEXT                    -- likewise
);
CREATE INDEX answer_final_url ON answer (final_url) WHERE final_url IS NOT NULL;

-- What the beginning of a page elsewhere shows: one row for each outside target that answered with a page.
CREATE TABLE glimpse (
    url_id      INTEGER PRIMARY KEY REFERENCES url (id),
    title       TEXT NOT NULL,
    heading     TEXT NOT NULL,           -- main headings
    site_name   TEXT NOT NULL,           -- metas that name the site
    description TEXT NOT NULL,           -- metas description and keywords
    lang        TEXT NOT NULL,           -- declared language
    text        TEXT NOT NULL,           -- beginning of the visible text
    hosts       TEXT NOT NULL,           -- JSON list of the hosts that the page names
    files       INTEGER NOT NULL,        -- files that it offers
    complete    INTEGER NOT NULL         -- 0: only the beginning of the page was read
);

-- One observed HTML page (answer = content) of the portal; with kind 'list-data' the answer of a list interface.
CREATE TABLE page (
    url_id   INTEGER PRIMARY KEY REFERENCES url (id),
    family   TEXT NOT NULL,
    kind     TEXT NOT NULL,              -- PageKind
    facts    BLOB NOT NULL,              -- Zstandard(JSON of crawler.facts.PageFacts)
    dictionary INTEGER REFERENCES dictionary (id), -- with which the facts are compressed; NULL: with none
    known_since TEXT                     -- first day (in China) on which a run of this chain of --previous saw it
);
-- What the facts of a kind of pages have in common, written once: raw content dictionaries of Zstandard.
CREATE TABLE dictionary (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,               -- PageKind
    content BLOB NOT NULL
);

-- What was read out of a file of the portal (attachments, listed files).
CREATE TABLE document (
    url_id INTEGER PRIMARY KEY REFERENCES url (id),
    type   TEXT NOT NULL,                -- an id of lexicons/attachments.yaml
    reason TEXT,                         -- why there is no text, or not all of it
    facts  BLOB NOT NULL                 -- zlib(JSON of crawler.facts.DocumentFacts)
);

-- What trials of the portal showed (crawler.facts.Observation): searches that were made, pages that were measured.
CREATE TABLE observation (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,               -- TrialKind
    subject TEXT NOT NULL,               -- what was tried: an address, a query
    at      TEXT NOT NULL,
    reason  TEXT,                        -- why there is nothing to tell
    "values" TEXT NOT NULL               -- JSON object
);
CREATE INDEX observation_kind ON observation (kind, subject);

-- Links are stored per repeated block (the navigation of 8,000 pages once), a page refers to its blocks. The rows that
-- an interface answers with are links of the page that shows them.
CREATE TABLE block (
    id     INTEGER PRIMARY KEY,
    hash   BLOB NOT NULL UNIQUE,         -- blake2b-128 of the region and all links
    region TEXT NOT NULL                 -- Region
);
-- Every different link once: a title that moves from list page to list page stands in other blocks again and again.
CREATE TABLE link (
    id       INTEGER PRIMARY KEY,
    url_id   INTEGER REFERENCES url (id),  -- NULL: not an http(s) URL
    href     TEXT,                       -- as written; NULL when equal to the resolved URL
    text     TEXT NOT NULL,
    kind     TEXT NOT NULL,              -- TargetKind
    fragment TEXT NOT NULL DEFAULT ''
);
CREATE INDEX link_url ON link (url_id, text);
CREATE TABLE block_part (
    block_id INTEGER NOT NULL REFERENCES block (id),
    position INTEGER NOT NULL,           -- links of a block in document order, from 0
    link_id  INTEGER NOT NULL REFERENCES link (id),
    PRIMARY KEY (block_id, position)
) WITHOUT ROWID;
CREATE VIEW block_link AS
    SELECT p.block_id, p.position, l.url_id, l.href, l.text, l.kind, l.fragment
    FROM block_part p JOIN link l ON l.id = p.link_id;
CREATE TABLE page_block (
    page_id  INTEGER NOT NULL REFERENCES page (url_id),
    position INTEGER NOT NULL,           -- blocks of a page in document order, from 0
    block_id INTEGER NOT NULL REFERENCES block (id),
    PRIMARY KEY (page_id, position)
) WITHOUT ROWID;
-- From links to blocks and from blocks to pages lead two indexes that are made when most pages are there, because they
-- cost a quarter of all that is written (crawler/store/crawl_file.py, LATE_INDEXES): block_part_link, page_block_block.
