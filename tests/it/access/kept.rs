//! A database as it was: a copy of every table, put back after a request has changed something.

use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

const EACH: &str = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";

/// Copies every table, and has each note when something is written to it. `since` is the last transaction that has left
/// everything as it was.
pub async fn keep(conn: &mut AsyncPgConnection) {
    let copy = format!(
        "DO $$ DECLARE t text; BEGIN \
             CREATE SCHEMA kept; \
             CREATE TABLE kept.\"written to\" (name text NOT NULL); \
             CREATE TABLE kept.since AS SELECT pg_current_xact_id()::xid::text::bigint AS transaction; \
             CREATE FUNCTION kept.note() RETURNS trigger LANGUAGE plpgsql AS \
                 'BEGIN INSERT INTO kept.\"written to\" VALUES (TG_TABLE_NAME); RETURN NULL; END'; \
             FOR t IN {EACH} LOOP \
                 EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%1$I', t); \
                 EXECUTE format('CREATE TRIGGER kept AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.%I EXECUTE FUNCTION kept.note()', t); \
             END LOOP; END $$"
    );
    conn.batch_execute(&copy).await.unwrap();
}

/// Makes every table that was written to what it was, past its triggers and constraints: rows that were written since go, and
/// those that are missing come back. Nothing else is touched, so that hundreds of times leave no heap of dead rows, through
/// which every question would have to go. Columns that are generated follow.
pub async fn restore(conn: &mut AsyncPgConnection) {
    let back = "DO $$ DECLARE t text; last bigint := (SELECT transaction FROM kept.since); BEGIN \
             SET LOCAL session_replication_role = replica; \
             FOR t IN SELECT DISTINCT name FROM kept.\"written to\" LOOP \
                 EXECUTE format('DELETE FROM public.%I WHERE xmin::text::bigint > %s', t, last); \
                 EXECUTE (SELECT format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM kept.%1$I AS was \
                         WHERE NOT EXISTS (SELECT FROM public.%1$I AS now WHERE %3$s)', t, \
                         string_agg(quote_ident(attname), ', ' ORDER BY attnum) FILTER (WHERE attgenerated = ''), \
                         coalesce(string_agg(format('now.%1$I = was.%1$I', attname), ' AND ') FILTER (WHERE attnum = ANY (indkey)), \
                             'now::text = was::text')) \
                     FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary \
                     WHERE attrelid = format('public.%I', t)::regclass AND attnum > 0 AND NOT attisdropped); \
             END LOOP; \
             IF FOUND THEN \
                 DELETE FROM kept.\"written to\"; \
                 UPDATE kept.since SET transaction = pg_current_xact_id()::xid::text::bigint; \
             END IF; END $$";
    conn.batch_execute(back).await.unwrap();
}

/// A hash of everything there is.
pub async fn hash(conn: &mut AsyncPgConnection) -> String {
    use diesel::sql_types::Text;
    #[derive(diesel::QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        tablename: String,
    }
    let tables: Vec<Name> = diesel::sql_query(EACH).load(conn).await.unwrap();
    let parts: Vec<String> = tables
        .iter()
        .map(|table| {
            format!(
                "SELECT '{0}' || row::text AS line FROM public.\"{0}\" AS row",
                table.tablename
            )
        })
        .collect();
    diesel::select(diesel::dsl::sql::<Text>(&format!(
        "(SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM ({}) AS lines)",
        parts.join(" UNION ALL ")
    )))
    .get_result(conn)
    .await
    .unwrap()
}
