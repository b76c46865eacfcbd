-- Questions to ask of an exported history. For DuckDB, in the folder of the export: duckdb < queries.sql
-- Other engines: the folders are the tables, `month` is their hive partition; only the views below are DuckDB's own.
--
-- The data set holds facts. Who owns an address is judged here by the configured hosts alone: accounts on platforms,
-- voices and read pages are searchgap's to judge, so its reports may credit a brand with more.

SET TimeZone = 'UTC';

CREATE VIEW audits AS FROM read_parquet('audits/*.parquet');
CREATE VIEW parties AS FROM read_parquet('parties/*.parquet');
CREATE VIEW actions AS FROM read_parquet('actions/*.parquet');
CREATE VIEW queries AS FROM read_parquet('queries/*/*.parquet', hive_partitioning = true);
CREATE VIEW searches AS FROM read_parquet('searches/*/*.parquet', hive_partitioning = true);
CREATE VIEW results AS FROM read_parquet('results/*/*.parquet', hive_partitioning = true);

-- Every top-ten place that a configured host holds, by query.
CREATE VIEW places AS
SELECT queries.audit_id, queries.started_at, queries.brand, queries.query, queries.provider, queries.request_key,
       results.rank, parties.party, parties.role
FROM queries
JOIN results ON results.audit_id = queries.audit_id AND results.request_key = queries.request_key
JOIN parties ON parties.audit_id = queries.audit_id AND parties.brand = queries.brand
            AND (results.host = parties.host OR results.host LIKE '%.' || parties.host)
WHERE results.rank <= 10;

-- 1. What was measured, audit by audit, and what it cost?
SELECT audit_id, started_at, planned, measured, failed, not_searched, reused, cost
FROM audits ORDER BY started_at;

-- 2. On how many of its measured searches does each brand hold a place, audit by audit? Providers are kept apart.
SELECT queries.started_at, queries.audit_id, queries.brand, queries.provider,
       count(DISTINCT queries.request_key) FILTER (WHERE searches.ending = 'answered') AS measured,
       count(DISTINCT places.request_key) AS with_presence,
       round(count(DISTINCT places.request_key)
             / nullif(count(DISTINCT queries.request_key) FILTER (WHERE searches.ending = 'answered'), 0), 3) AS coverage
FROM queries
LEFT JOIN searches ON searches.audit_id = queries.audit_id AND searches.request_key = queries.request_key
LEFT JOIN places ON places.audit_id = queries.audit_id AND places.brand = queries.brand
                AND places.request_key = queries.request_key AND places.role = 'own'
GROUP BY ALL ORDER BY queries.started_at, queries.brand, queries.provider;

-- 3. Which domains hold the most top-ten places in the latest audit?
SELECT domain, count(*) AS places, count(DISTINCT request_key) AS searches
FROM results
WHERE rank <= 10 AND audit_id = (SELECT arg_max(audit_id, started_at) FROM audits)
GROUP BY domain ORDER BY places DESC, domain LIMIT 20;

-- 4. On which queries of the latest audit does a competitor rank and the brand does not?
SELECT brand, query, provider, min(rank) AS best_rank, arg_min(party, rank) AS leader
FROM places
WHERE role <> 'partner' AND audit_id = (SELECT arg_max(audit_id, started_at) FROM audits)
GROUP BY brand, query, provider
HAVING NOT bool_or(role = 'own')
ORDER BY best_rank, brand, query, provider;

-- 5. Which addresses entered or left between the latest audit and the one before? Only searches measured in both count.
WITH last_two AS (
    SELECT audit_id, row_number() OVER (ORDER BY started_at DESC) AS back FROM audits QUALIFY back <= 2
), answered AS (
    SELECT back, request_key FROM searches JOIN last_two USING (audit_id) WHERE ending = 'answered'
), listed AS (
    SELECT back, request_key, url, min(rank) AS rank FROM results JOIN last_two USING (audit_id)
    WHERE request_key IN (SELECT request_key FROM answered GROUP BY request_key HAVING count(DISTINCT back) = 2)
    GROUP BY ALL
)
SELECT coalesce(after.request_key, earlier.request_key) AS request_key, coalesce(after.url, earlier.url) AS url,
       earlier.rank AS rank_before, after.rank AS rank_after
FROM (FROM listed WHERE back = 1) AS after
FULL JOIN (FROM listed WHERE back = 2) AS earlier USING (request_key, url)
WHERE after.rank IS NULL OR earlier.rank IS NULL
ORDER BY request_key, rank_after, rank_before;

-- 6. The brand's best rank on the query of each action: in the last audit before that day that measured it, and in the
-- latest since. NULL where it held no place there, or where there is no such audit (then `audits_…` is 0).
WITH measured AS (
    SELECT queries.started_at, queries.brand, queries.query, queries.provider, min(places.rank) AS rank
    FROM queries
    JOIN searches ON searches.audit_id = queries.audit_id AND searches.request_key = queries.request_key
                 AND searches.ending = 'answered'
    LEFT JOIN places ON places.audit_id = queries.audit_id AND places.brand = queries.brand
                    AND places.request_key = queries.request_key AND places.role = 'own'
    GROUP BY ALL
)
SELECT actions.action_id, actions.done_on, measured.brand, actions.query, measured.provider, actions.what,
       count(*) FILTER (WHERE measured.started_at < actions.done_on) AS audits_before,
       last(measured.rank ORDER BY measured.started_at)
           FILTER (WHERE measured.started_at < actions.done_on) AS rank_before,
       count(*) FILTER (WHERE measured.started_at >= actions.done_on + INTERVAL 1 DAY) AS audits_since,
       last(measured.rank ORDER BY measured.started_at)
           FILTER (WHERE measured.started_at >= actions.done_on + INTERVAL 1 DAY) AS rank_since
FROM actions
LEFT JOIN measured ON measured.query = actions.query AND (actions.brand IS NULL OR measured.brand = actions.brand)
GROUP BY ALL ORDER BY actions.done_on, actions.action_id, measured.brand, measured.provider;
