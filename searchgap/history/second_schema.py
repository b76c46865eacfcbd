"""The second schema of the history file: pages in a row each, the log of actions, and the baseline."""

# A result page used to be a row per result. As one array beside the answer it takes half the room and half the time to
# read, and nothing is lost: `hit` is a view now, and says what the table said. The answers are written anew, in order,
# because rows that grow where they lie would leave every page of the file half empty.
SECOND_SCHEMA = (
    """
    CREATE TABLE answer_with_listings (      -- a result page as the engine gave it, whichever audits use it
        number          INTEGER PRIMARY KEY,
        request         INTEGER NOT NULL REFERENCES request,
        engine          TEXT NOT NULL,
        retrieved_at    INTEGER NOT NULL,
        market_verified INTEGER NOT NULL,
        searched_for    TEXT,                -- NULL where the words were searched as asked
        features        INTEGER REFERENCES features, -- NULL where there were none
        listings        TEXT NOT NULL,       -- JSON array of numbers of listings, by rank
        ranks           TEXT                 -- JSON array as long; NULL where they are 1, 2, 3 ...
    )
    """,
    """
    INSERT INTO answer_with_listings
    SELECT number, request, engine, retrieved_at, market_verified, searched_for, features,
        (SELECT json_group_array(listing) FROM (SELECT listing FROM hit WHERE answer = answer.number ORDER BY rank)),
        (
            SELECT CASE WHEN min(rank) = 1 AND max(rank) = count(*) OR count(*) = 0 THEN NULL
                        ELSE json_group_array(rank) END
            FROM (SELECT rank FROM hit WHERE answer = answer.number ORDER BY rank)
        )
    FROM answer ORDER BY number
    """,
    "DROP TABLE hit",
    "DROP TABLE answer",
    "ALTER TABLE answer_with_listings RENAME TO answer",
    # Which answer to a request is the newest, for reuse; and is the answer being saved already here?
    "CREATE INDEX answer_by_request ON answer (request, retrieved_at)",
    """
    CREATE VIEW hit AS                       -- the order of one result page
    SELECT answer.number AS answer,
           CASE WHEN ranks IS NULL THEN place.key + 1 ELSE json_extract(ranks, '$[' || place.key || ']') END AS rank,
           place.value AS listing
    FROM answer, json_each(answer.listings) AS place
    """,
    """
    CREATE TABLE action (                    -- what somebody did about a gap
        number     INTEGER PRIMARY KEY,
        id         TEXT NOT NULL UNIQUE,     -- eight hexadecimal digits
        done_on    TEXT NOT NULL,            -- YYYY-MM-DD
        brand      TEXT,                     -- NULL where nobody said
        query      TEXT NOT NULL,
        url        TEXT,
        what       TEXT NOT NULL,
        hours      TEXT,                     -- decimal text, like money
        money      TEXT,
        currency   TEXT,                     -- ISO 4217
        entered_at INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE baseline (                  -- the audit comparisons start from; one row or none
        only   INTEGER PRIMARY KEY CHECK (only = 1),
        audit  INTEGER NOT NULL REFERENCES audit,
        set_at INTEGER NOT NULL
    )
    """,
)
