-- The history file as schema version 2 first wrote it: the audits of schema_1.sql, an action and a baseline.
-- Frozen: never edited, so that every later searchgap is tested on the files of this one.

PRAGMA application_id = 1734438975;
PRAGMA user_version = 2;

CREATE TABLE plan (
    number         INTEGER PRIMARY KEY,
    digest         BLOB NOT NULL UNIQUE,
    body           TEXT NOT NULL,
    planned        INTEGER NOT NULL,
    brands         TEXT NOT NULL,
    providers      TEXT NOT NULL,
    estimated_cost TEXT
);

CREATE TABLE audit (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    started_at    INTEGER NOT NULL,
    finished_at   INTEGER,
    version       TEXT NOT NULL,
    config_digest TEXT NOT NULL,
    plan          INTEGER NOT NULL REFERENCES plan,
    measured      INTEGER,
    failed        INTEGER,
    reused        INTEGER,
    charged       TEXT
);

CREATE TABLE request (
    number   INTEGER PRIMARY KEY,
    key      BLOB NOT NULL UNIQUE,
    text     TEXT NOT NULL,
    provider TEXT NOT NULL,
    engine   TEXT,
    country  TEXT,
    language TEXT,
    location TEXT,
    device   TEXT NOT NULL,
    depth    INTEGER NOT NULL
);

CREATE TABLE listing (
    number   INTEGER PRIMARY KEY,
    request  INTEGER NOT NULL REFERENCES request,
    checksum INTEGER NOT NULL,
    url      TEXT NOT NULL,
    title    TEXT NOT NULL,
    snippet  TEXT,
    date     TEXT
);

CREATE INDEX listing_by_request ON listing (request, checksum);

CREATE TABLE features (
    number   INTEGER PRIMARY KEY,
    request  INTEGER NOT NULL REFERENCES request,
    checksum INTEGER NOT NULL,
    body     TEXT NOT NULL
);

CREATE INDEX features_by_request ON features (request, checksum);

CREATE TABLE answer (
    number          INTEGER PRIMARY KEY,
    request         INTEGER NOT NULL REFERENCES request,
    engine          TEXT NOT NULL,
    retrieved_at    INTEGER NOT NULL,
    market_verified INTEGER NOT NULL,
    searched_for    TEXT,
    features        INTEGER REFERENCES features,
    listings        TEXT NOT NULL,
    ranks           TEXT
);

CREATE INDEX answer_by_request ON answer (request, retrieved_at);

CREATE VIEW hit AS
SELECT answer.number AS answer,
       CASE WHEN ranks IS NULL THEN place.key + 1 ELSE json_extract(ranks, '$[' || place.key || ']') END AS rank,
       place.value AS listing
FROM answer, json_each(answer.listings) AS place;

CREATE TABLE outcome (
    audit       INTEGER NOT NULL REFERENCES audit,
    request     INTEGER NOT NULL REFERENCES request,
    attempt     INTEGER NOT NULL,
    answer      INTEGER REFERENCES answer,
    reused      INTEGER NOT NULL,
    cost        TEXT,
    origin      TEXT,
    kind        TEXT,
    message     TEXT,
    hint        TEXT,
    failed_at   INTEGER,
    http_status INTEGER,
    PRIMARY KEY (audit, request, attempt),
    CHECK ((answer IS NULL) <> (kind IS NULL))
) WITHOUT ROWID;

CREATE INDEX outcome_by_answer ON outcome (answer);

CREATE TABLE action (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    done_on    TEXT NOT NULL,
    brand      TEXT,
    query      TEXT NOT NULL,
    url        TEXT,
    what       TEXT NOT NULL,
    hours      TEXT,
    money      TEXT,
    currency   TEXT,
    entered_at INTEGER NOT NULL
);

CREATE TABLE baseline (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    audit  INTEGER NOT NULL REFERENCES audit,
    set_at INTEGER NOT NULL
);

INSERT INTO plan VALUES (1, X'A66B69080FEBB73E77A0412525CFFE06',
    '{"estimated_cost":"0.010"'
    || ',"brands":[{"name":"Acme","domains":["acme.example"],"accounts":["video.example/@acme"]'
    || ',"also_known_as":["AC"],"ambiguous":["AC"],"products":["Acme Web"],"voices":["Acme Staff"]'
    || ',"competitors":[{"name":"Nadir","domains":["nadir.example"],"accounts":[]}],"partners":[{"name":"Zenith","domains":[],"accounts":["code.example/zenith"]}]}]'
    || ',"requests":[["acme gtd","recorded",null,"us","en",null,"desktop",10]'
    || ',["acme vs nadir","brave","brave","de","de","Köln","mobile",20]'
    || ',["acme email","recorded",null,"us","en",null,"desktop",10]]'
    || ',"queries":[["Acme","acme gtd",null,1,[0]]'
    || ',["Acme","acme vs nadir","comparison",2.5,[1,0]]'
    || ',["Acme","acme email",null,1,[2]]]}',
    3, '["Acme"]', '["recorded","brave"]', '0.010');

INSERT INTO audit VALUES (1, '0a1b2c3d', 1794830400000000, 1794830460000000, '0.1.0', '0123456789abcdef', 1, 2, 1, 0, '0.0050');
INSERT INTO audit VALUES (2, 'ffffffff', 1795435200000000, NULL, '0.1.0', '0123456789abcdef', 1, NULL, NULL, NULL, NULL);

INSERT INTO request VALUES (1, X'582DC3629BE3CCFF5293500F22D38D93', 'acme gtd', 'recorded', NULL, 'us', 'en', NULL, 'desktop', 10);
INSERT INTO request VALUES (2, X'10C814A8D4C7C2F51F6519B9B1EF738B', 'acme vs nadir', 'brave', 'brave', 'de', 'de', 'Köln', 'mobile', 20);
INSERT INTO request VALUES (3, X'4FD0C6F4C9F005BC9780222B323735FA', 'acme email', 'recorded', NULL, 'us', 'en', NULL, 'desktop', 10);

INSERT INTO listing VALUES (1, 1, 3970940744, 'https://forum.example/1', 'Acme and GTD?', 'I tried.', '3 days ago');
INSERT INTO listing VALUES (2, 1, 2056488109, 'https://nadir.example/gtd', X'68616C6620EDA0BD', NULL, NULL);

INSERT INTO features VALUES (1, 1, 2149459225, '[["questions",[["Is Acme good?",null],[null,"https://acme.example/"]]]]');

INSERT INTO answer VALUES (1, 1, 'google', 1794830400000001, 1, 'acme get things done', 1, '[1,2]', '[1,3]');
INSERT INTO answer VALUES (2, 3, 'google', 1794830400000000, 0, NULL, NULL, '[]', NULL);

INSERT INTO outcome VALUES (1, 1, 1, 1, 0, '0.0050', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outcome VALUES (1, 2, 1, NULL, 0, NULL, NULL, 'rate-limit', 'too many requests', 'wait a minute', 1794830402000000, 429);
INSERT INTO outcome VALUES (1, 3, 1, 2, 0, NULL, 'recording demo.jsonl', NULL, NULL, NULL, NULL, NULL);
INSERT INTO outcome VALUES (2, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outcome VALUES (2, 2, 1, NULL, 0, NULL, NULL, 'budget', 'the budget is spent', NULL, NULL, NULL);

INSERT INTO action VALUES (1, '00c0ffee', '2026-11-18', 'Acme', 'acme vs nadir', 'https://forum.example/1',
    'answered the thread', '1.50', '40', 'EUR', 1794900000000000);

INSERT INTO baseline VALUES (1, 1, 1794900000000000);
