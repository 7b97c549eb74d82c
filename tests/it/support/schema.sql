-- Prints src/base/schema.rs from the catalogue of a migrated database.
WITH columns AS (
    SELECT c.oid AS table_id, c.relname::text AS tbl, a.attnum, a.attname::text AS col,
           CASE format_type(a.atttypid, NULL)
               WHEN 'uuid' THEN 'Uuid'
               WHEN 'text' THEN 'Text'
               WHEN 'text[]' THEN 'Array<Text>'
               WHEN 'uuid[]' THEN 'Array<Uuid>'
               WHEN 'integer' THEN 'Int4'
               WHEN 'integer[]' THEN 'Array<Int4>'
               WHEN 'smallint' THEN 'Int2'
               WHEN 'bigint' THEN 'Int8'
               WHEN 'boolean' THEN 'Bool'
               WHEN 'bytea' THEN 'Bytea'
               WHEN 'jsonb' THEN 'Jsonb'
               WHEN 'date' THEN 'Date'
               WHEN 'date[]' THEN 'Array<Date>'
               WHEN 'time without time zone' THEN 'Time'
               WHEN 'double precision' THEN 'Float8'
               WHEN 'timestamp with time zone' THEN 'Timestamptz'
               WHEN 'timestamp without time zone' THEN 'Timestamp'
               ELSE 'Unknown<' || format_type(a.atttypid, NULL) || '>'
           END AS sql_type,
           a.attnotnull AS required
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '__diesel_schema_migrations'
), tables AS (
    SELECT tbl,
           (SELECT string_agg(a.attname, ', ' ORDER BY k.n)
            FROM pg_constraint p, unnest(p.conkey) WITH ORDINALITY AS k (attnum, n)
            JOIN pg_attribute a ON a.attnum = k.attnum
            WHERE p.conrelid = table_id AND p.contype = 'p' AND a.attrelid = table_id) AS key,
           string_agg('        ' || col || ' -> '
                      || CASE WHEN required THEN sql_type ELSE 'Nullable<' || sql_type || '>' END || ',', E'\n'
                      ORDER BY attnum) AS body
    FROM columns GROUP BY tbl, table_id
)
SELECT '//! The tables as the migrations make them. Printed from a migrated database by the test `schema_is_current`;'
       || E'\n//! run it with `MARU_BLESS=1` after a new migration.\n\n'
       || string_agg(E'diesel::table! {\n    ' || tbl || ' (' || key || E') {\n' || body || E'\n    }\n}\n', E'\n' ORDER BY tbl)
       || E'\ndiesel::allow_tables_to_appear_in_same_query!(\n'
       || string_agg('    ' || tbl || ',', E'\n' ORDER BY tbl) || E'\n);\n' AS source
FROM tables;
