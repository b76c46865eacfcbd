"""The first schema of the history file: what each table keeps, and which question each index answers."""

# Facts only: who was asked what and when, what came back, what it cost. Owners, states and scores are judged anew
# from these rows whenever a report is made, so no table has a place for them.
#
# Every moment is microseconds since 1970 in UTC; money is decimal text, never a float. `number` is what a row is
# called inside this file, while `id`, `key` and `digest` also mean something outside it. Text that UTF-8 has no form
# for (lone surrogates) is kept as a BLOB, which is why no table is STRICT. The comments in the SQL stay in the file.
FIRST_SCHEMA = (
    """
    CREATE TABLE plan (                      -- what an audit set out to search; the same plan every week is one row
        number         INTEGER PRIMARY KEY,
        digest         BLOB NOT NULL UNIQUE, -- of body
        body           TEXT NOT NULL,        -- brands, requests and queries, JSON
        planned        INTEGER NOT NULL,     -- how many requests: like the rest, for lists that never open body
        brands         TEXT NOT NULL,        -- JSON array of names
        providers      TEXT NOT NULL,        -- JSON array of names
        estimated_cost TEXT
    )
    """,
    """
    CREATE TABLE audit (
        number        INTEGER PRIMARY KEY,
        id            TEXT NOT NULL UNIQUE,  -- eight hexadecimal digits
        started_at    INTEGER NOT NULL,
        finished_at   INTEGER,               -- NULL while it runs, and after it was interrupted
        version       TEXT NOT NULL,         -- of the searchgap that ran it
        config_digest TEXT NOT NULL,
        plan          INTEGER NOT NULL REFERENCES plan,
        measured      INTEGER,               -- this and the next three are counted from its outcomes when it
        failed        INTEGER,               -- finishes, for nothing changes after that; a list of audits need not
        reused        INTEGER,               -- sweep the whole journal
        charged       TEXT                   -- NULL where no provider said
    )
    """,
    """
    CREATE TABLE request (
        number   INTEGER PRIMARY KEY,
        key      BLOB NOT NULL UNIQUE,       -- the one identity of a search
        text     TEXT NOT NULL,
        provider TEXT NOT NULL,
        engine   TEXT,
        country  TEXT,
        language TEXT,
        location TEXT,
        device   TEXT NOT NULL,
        depth    INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE listing (                   -- what a request's result pages say of one result, kept once
        number   INTEGER PRIMARY KEY,
        request  INTEGER NOT NULL REFERENCES request,
        checksum INTEGER NOT NULL,           -- of the four texts; where two agree, the texts decide
        url      TEXT NOT NULL,
        title    TEXT NOT NULL,
        snippet  TEXT,
        date     TEXT
    )
    """,
    # Asked for every answer saved: which of its listings are known? The texts are not indexed, their copy would
    # outweigh the rest of the file. With the request in front, one answer touches one page of the index instead of
    # ten; that costs a second copy of a listing two requests share to the letter, and buys a quarter of the time.
    "CREATE INDEX listing_by_request ON listing (request, checksum)",
    """
    CREATE TABLE features (                  -- what else was on a request's result pages, kept once
        number   INTEGER PRIMARY KEY,
        request  INTEGER NOT NULL REFERENCES request,
        checksum INTEGER NOT NULL,           -- of body; where two agree, the bodies decide
        body     TEXT NOT NULL               -- JSON
    )
    """,
    # Asked for every answer saved: are its features known?
    "CREATE INDEX features_by_request ON features (request, checksum)",
    """
    CREATE TABLE answer (                    -- a result page as the engine gave it, whichever audits use it
        number          INTEGER PRIMARY KEY,
        request         INTEGER NOT NULL REFERENCES request,
        engine          TEXT NOT NULL,
        retrieved_at    INTEGER NOT NULL,
        market_verified INTEGER NOT NULL,
        searched_for    TEXT,                -- NULL where the words were searched as asked
        features        INTEGER REFERENCES features -- NULL where there were none
    )
    """,
    # Which answer to a request is the newest, for reuse; and is the answer being saved already here?
    "CREATE INDEX answer_by_request ON answer (request, retrieved_at)",
    """
    CREATE TABLE hit (                       -- the order of one result page
        answer  INTEGER NOT NULL REFERENCES answer,
        rank    INTEGER NOT NULL,
        listing INTEGER NOT NULL REFERENCES listing,
        PRIMARY KEY (answer, rank)
    ) WITHOUT ROWID
    """,
    # The primary key is the order on disk: a report or a count reads one audit in a sweep over neighbouring pages,
    # without an index beside the table.
    """
    CREATE TABLE outcome (                   -- the journal: how a request went in an audit, attempt after attempt
        audit       INTEGER NOT NULL REFERENCES audit,
        request     INTEGER NOT NULL REFERENCES request,
        attempt     INTEGER NOT NULL,        -- 1, 2, 3 ...
        answer      INTEGER REFERENCES answer,
        reused      INTEGER NOT NULL,        -- 1 where the answer was taken from history
        cost        TEXT,                    -- what this audit was charged; NULL for a reused answer
        origin      TEXT,
        kind        TEXT,                    -- why there is no answer; NULL where there is one
        message     TEXT,
        hint        TEXT,
        failed_at   INTEGER,                 -- NULL where the search was never asked
        http_status INTEGER,
        PRIMARY KEY (audit, request, attempt),
        CHECK ((answer IS NULL) <> (kind IS NULL))
    ) WITHOUT ROWID
    """,
    # Which outcome brought an answer into history? Asked when the answer is reused.
    "CREATE INDEX outcome_by_answer ON outcome (answer)",
)
