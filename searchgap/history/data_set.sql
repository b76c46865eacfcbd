-- Questions to ask of an exported history. For DuckDB, in the folder of the export: duckdb < queries.sql
--
-- The folders are the tables, `month` is their hive partition. Only the six views of them are DuckDB's own; everything
-- behind them is plain SQL. In their stead:
--   ClickHouse  CREATE VIEW audits AS SELECT * FROM file('audits/*.parquet');
--               CREATE VIEW results AS SELECT * FROM file('results/*/*.parquet');  -- and so on, as below
--   Spark       CREATE TEMPORARY VIEW audits USING parquet OPTIONS (path 'audits');
--               CREATE TEMPORARY VIEW results USING parquet OPTIONS (path 'results');  -- and so on
--               before them: SET TIME ZONE 'UTC'; and CREATE TEMPORARY VIEW places, not CREATE VIEW
--
-- The data set holds facts. Who owns an address is judged here by the configured hosts alone: accounts on platforms,
-- voices and read pages are searchgap's to judge, so its reports may credit a brand with more.

SET TimeZone = 'UTC';

CREATE VIEW audits AS SELECT * FROM read_parquet('audits/*.parquet');
CREATE VIEW parties AS SELECT * FROM read_parquet('parties/*.parquet');
CREATE VIEW actions AS SELECT * FROM read_parquet('actions/*.parquet');
CREATE VIEW queries AS SELECT * FROM read_parquet('queries/*/*.parquet', hive_partitioning = true);
CREATE VIEW searches AS SELECT * FROM read_parquet('searches/*/*.parquet', hive_partitioning = true);
CREATE VIEW results AS SELECT * FROM read_parquet('results/*/*.parquet', hive_partitioning = true);

-- Every top-ten place that a configured host holds, by query.
CREATE VIEW places AS
SELECT queries.audit_id AS audit_id, queries.started_at AS started_at, queries.brand AS brand, queries.query AS query,
       queries.provider AS provider, queries.request_key AS request_key,
       results.rank AS place, parties.party AS party, parties.role AS role
FROM queries
JOIN results ON results.audit_id = queries.audit_id AND results.request_key = queries.request_key
JOIN parties ON parties.audit_id = queries.audit_id AND parties.brand = queries.brand
WHERE results.rank <= 10 AND (results.host = parties.host OR results.host LIKE '%.' || parties.host);

-- 1. What was measured, audit by audit, and what it cost?
SELECT audit_id, started_at, planned, measured, failed, not_searched, reused, cost
FROM audits ORDER BY started_at;

-- 2. On how many of its measured searches does each brand hold a place, audit by audit? Providers are kept apart.
WITH present AS (SELECT DISTINCT audit_id, brand, request_key FROM places WHERE role = 'own'),
counted AS (
    SELECT queries.started_at AS started_at, queries.audit_id AS audit_id, queries.brand AS brand,
           queries.provider AS provider,
           count(DISTINCT CASE WHEN searches.ending = 'answered' THEN queries.request_key END) AS measured,
           count(DISTINCT present.request_key) AS with_presence
    FROM queries
    LEFT JOIN searches ON searches.audit_id = queries.audit_id AND searches.request_key = queries.request_key
    LEFT JOIN present ON present.audit_id = queries.audit_id AND present.brand = queries.brand
                     AND present.request_key = queries.request_key
    GROUP BY queries.started_at, queries.audit_id, queries.brand, queries.provider
)
SELECT started_at, audit_id, brand, provider, measured, with_presence,
       round(with_presence / nullif(measured, 0), 4) AS coverage
FROM counted ORDER BY started_at, brand, provider;

-- 3. Which domains hold the most top-ten places in the latest audit?
SELECT domain, count(*) AS places, count(DISTINCT request_key) AS searches
FROM results
WHERE rank <= 10 AND audit_id = (SELECT audit_id FROM audits ORDER BY started_at DESC LIMIT 1)
GROUP BY domain ORDER BY places DESC, domain LIMIT 20;

-- 4. On which queries of the latest audit does a competitor rank and the brand does not?
WITH ranked AS (
    SELECT brand, query, provider, party, place,
           row_number() OVER (PARTITION BY brand, query, provider ORDER BY place, party) AS nth,
           max(CASE WHEN role = 'own' THEN 1 ELSE 0 END) OVER (PARTITION BY brand, query, provider) AS present
    FROM places
    WHERE role <> 'partner' AND audit_id = (SELECT audit_id FROM audits ORDER BY started_at DESC LIMIT 1)
)
SELECT brand, query, provider, place AS best_rank, party AS leader
FROM ranked WHERE nth = 1 AND present = 0
ORDER BY best_rank, brand, query, provider;

-- 5. Which addresses entered or left between the latest audit and the one before? Only searches measured in both count.
WITH numbered AS (SELECT audit_id, row_number() OVER (ORDER BY started_at DESC) AS back FROM audits),
answered AS (
    SELECT searches.request_key AS request_key
    FROM searches JOIN numbered ON numbered.audit_id = searches.audit_id
    WHERE searches.ending = 'answered' AND numbered.back <= 2
    GROUP BY searches.request_key HAVING count(DISTINCT numbered.back) = 2
)
SELECT results.request_key AS request_key, results.url AS url,
       min(CASE WHEN numbered.back = 2 THEN results.rank END) AS rank_before,
       min(CASE WHEN numbered.back = 1 THEN results.rank END) AS rank_after
FROM results
JOIN numbered ON numbered.audit_id = results.audit_id
JOIN answered ON answered.request_key = results.request_key
WHERE numbered.back <= 2
GROUP BY results.request_key, results.url HAVING count(DISTINCT numbered.back) = 1
ORDER BY request_key, rank_after, rank_before;

-- 6. The brand's best rank on the query of each action: in the last audit before that day that measured it, and in the
-- latest since. NULL where it held no place there, or where there is no such audit (then `audits_…` is 0).
WITH held AS (
    SELECT audit_id, brand, request_key, min(place) AS best_rank FROM places WHERE role = 'own'
    GROUP BY audit_id, brand, request_key
),
measured AS (
    SELECT queries.started_at AS started_at, CAST(queries.started_at AS DATE) AS day, queries.brand AS brand,
           queries.query AS query, queries.provider AS provider, min(held.best_rank) AS best_rank
    FROM queries
    JOIN searches ON searches.audit_id = queries.audit_id AND searches.request_key = queries.request_key
    LEFT JOIN held ON held.audit_id = queries.audit_id AND held.brand = queries.brand
                  AND held.request_key = queries.request_key
    WHERE searches.ending = 'answered'
    GROUP BY queries.started_at, queries.brand, queries.query, queries.provider
),
sided AS (
    SELECT actions.action_id AS action_id, measured.brand AS brand, measured.provider AS provider,
           measured.best_rank AS best_rank,
           CASE WHEN measured.day < actions.done_on THEN 'before' ELSE 'since' END AS side,
           row_number() OVER (
               PARTITION BY actions.action_id, measured.brand, measured.provider, measured.day < actions.done_on
               ORDER BY measured.started_at DESC
           ) AS back
    FROM actions JOIN measured ON measured.query = actions.query
    WHERE measured.day <> actions.done_on AND (actions.brand IS NULL OR measured.brand = actions.brand)
),
seen AS (
    SELECT action_id, brand, provider,
           count(CASE WHEN side = 'before' THEN 1 END) AS audits_before,
           max(CASE WHEN side = 'before' AND back = 1 THEN best_rank END) AS rank_before,
           count(CASE WHEN side = 'since' THEN 1 END) AS audits_since,
           max(CASE WHEN side = 'since' AND back = 1 THEN best_rank END) AS rank_since
    FROM sided GROUP BY action_id, brand, provider
)
SELECT actions.action_id AS action_id, actions.done_on AS done_on, coalesce(seen.brand, actions.brand) AS brand,
       actions.query AS query, seen.provider AS provider, actions.what AS what,
       coalesce(seen.audits_before, 0) AS audits_before, seen.rank_before AS rank_before,
       coalesce(seen.audits_since, 0) AS audits_since, seen.rank_since AS rank_since
FROM actions LEFT JOIN seen ON seen.action_id = actions.action_id
ORDER BY done_on, action_id, brand, provider;
