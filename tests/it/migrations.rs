//! The migrations as programs: up, down and up again with rows in the tables; and what must hold of every table.

use diesel::{prelude::*, sql_query, sql_types::Text};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::MigrationHarness;
use maru::base::db::MIGRATIONS;

use crate::support::db::{TestDb, root};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    source: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn schema_is_current() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    let printed = sql_query(include_str!("support/schema.sql"))
        .get_result::<Line>(&mut conn)
        .await
        .unwrap()
        .source;
    let path = root().join("src/base/schema.rs");
    if std::env::var_os("MARU_BLESS").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        words(&std::fs::read_to_string(&path).unwrap()),
        words(&printed),
        "run this test with MARU_BLESS=1"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_foreign_key_has_an_index_and_every_constraint_a_name() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    let without_index = sql_query(
        "SELECT c.conrelid::regclass::text || '.' || a.attname AS source FROM pg_constraint c \
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
         WHERE c.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i \
             WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]) ORDER BY 1",
    )
    .load::<Line>(&mut conn)
    .await
    .unwrap();
    assert_eq!(
        without_index
            .iter()
            .map(|line| line.source.as_str())
            .collect::<Vec<_>>(),
        Vec::<&str>::new()
    );
    let unnamed = sql_query(
        "SELECT conname::text AS source FROM pg_constraint \
         WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x', 'u', 'f') \
         AND (conname ~ '_check[0-9]*$' OR conname ~ '_excl[0-9]*$') ORDER BY 1",
    )
    .load::<Line>(&mut conn)
    .await
    .unwrap();
    assert_eq!(
        unnamed
            .iter()
            .map(|line| line.source.as_str())
            .collect::<Vec<_>>(),
        Vec::<&str>::new()
    );
}

/// The columns by which `referred_to_is_gone` finds what refers to a row that is removed, as a foreign key would, and that no
/// index begins with. One that leaves out other rows than those that refer to nothing does not serve.
async fn looked_up_without_index(conn: &mut AsyncPgConnection) -> Vec<String> {
    let lines: Vec<Line> = sql_query(
        "SELECT said[2] || '.' || said[3] AS source \
         FROM (SELECT string_to_array(encode(tgargs, 'escape'), '\\000') AS said FROM pg_trigger \
             WHERE tgfoid = 'referred_to_is_gone'::regproc) AS looking \
         LEFT JOIN pg_attribute a ON a.attrelid = said[2]::regclass AND a.attname = said[3] \
         WHERE NOT EXISTS (SELECT FROM pg_index i \
             WHERE i.indrelid = a.attrelid AND i.indkey[0] = a.attnum AND i.indisvalid \
             AND coalesce(btrim(pg_get_expr(i.indpred, i.indrelid), '()') = said[3] || ' IS NOT NULL', true)) \
         ORDER BY 1",
    )
    .load(conn)
    .await
    .unwrap();
    lines.into_iter().map(|line| line.source).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_looked_up_as_something_is_removed_has_an_index() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    // Nobody asks whom someone invited or what they caused: these would serve only whoever removes a person, which is done
    // hardly ever, and each row that is written would pay for them (0045).
    assert_eq!(
        looked_up_without_index(&mut conn).await,
        ["attendances.invited_by", "messages.caused_by"]
    );
    // Of the first two columns there are indexes of some rows besides.
    conn.batch_execute("DROP INDEX addresses_person_key, messages_person, messages_told_in")
        .await
        .unwrap();
    assert_eq!(
        looked_up_without_index(&mut conn).await,
        [
            "addresses.person_id",
            "attendances.invited_by",
            "messages.caused_by",
            "messages.person_id",
            "messages.told_in",
        ]
    );
}

/// What a worker takes and gives back is written in place then, and in none of the indexes.
#[tokio::test(flavor = "multi_thread")]
async fn no_index_of_messages_names_what_a_lease_changes() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    let naming = sql_query(
        "SELECT indexrelid::regclass::text AS source FROM pg_index WHERE indrelid = 'messages'::regclass \
         AND pg_get_indexdef(indexrelid) ~ '\\m(state|leased_by|leased_until|attempts|error)\\M' ORDER BY 1",
    )
    .load::<Line>(&mut conn)
    .await
    .unwrap();
    assert_eq!(
        naming
            .iter()
            .map(|line| line.source.as_str())
            .collect::<Vec<_>>(),
        Vec::<&str>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_may_migrate_one_empty_database_at_once() {
    let test = TestDb::bare().await;
    let (first, second) = tokio::join!(
        tokio::spawn({
            let db = test.db.clone();
            async move { db.migrate().await }
        }),
        tokio::spawn({
            let db = test.db.clone();
            async move { db.migrate().await }
        }),
    );
    let mut runs = [first.unwrap().unwrap(), second.unwrap().unwrap()];
    runs.sort_unstable();
    assert_eq!(runs[0], 0);
    assert!(runs[1] > 0);
    assert!(test.db.is_migrated().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn up_down_and_up_again_gives_the_same_schema_with_rows_in_the_tables() {
    let test = TestDb::new().await;
    let before = dump(&test);
    let mut conn = test.connect().await;
    conn.batch_execute(include_str!("support/rows.sql"))
        .await
        .unwrap();
    let empty = sql_query(
        "SELECT c.relname::text AS source FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace \
         AND c.relkind = 'r' AND (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', c.relname), \
         false, true, '')))[1]::text = '0' ORDER BY 1",
    )
    .load::<Line>(&mut conn)
    .await
    .unwrap();
    assert_eq!(
        empty
            .iter()
            .map(|line| line.source.as_str())
            .collect::<Vec<_>>(),
        Vec::<&str>::new(),
        "support/rows.sql puts a row into every table"
    );
    // One step down at a time, each over the rows that are left.
    let mut harness = AsyncMigrationHarness::new(conn);
    harness.revert_all_migrations(MIGRATIONS).unwrap();
    harness.run_pending_migrations(MIGRATIONS).unwrap();
    assert_eq!(before, dump(&test));
}

/// What has an address keeps it for its own, and what has none follows its series; on the way back what followed keeps what it
/// has.
#[tokio::test(flavor = "multi_thread")]
async fn addresses_stay_where_they_are_as_series_begin_to_have_one_and_cease() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    let rows = [
        include_str!("support/rows.sql"),
        "UPDATE seminars SET series_id = (SELECT id FROM series), inherits = '{zone,join_url}' WHERE code = 'in-place'; \
         INSERT INTO seminars (id, code, uid, owner_id, entered_by, starts_local, zone, starts_at, ends_at, duration_minutes, \
             visibility, state, state_at, created_at, modified_at, series_id, inherits) \
             SELECT gen_random_uuid(), 'without', 'without@sample.example', owner_id, entered_by, starts_local, zone, starts_at, \
             ends_at, duration_minutes, visibility, state, state_at, created_at, modified_at, series_id, '{zone}' \
             FROM seminars WHERE code = 'in-place'",
    ];
    for row in rows {
        conn.batch_execute(row).await.unwrap();
    }
    let mut harness = AsyncMigrationHarness::new(conn);
    while harness
        .revert_last_migration(MIGRATIONS)
        .unwrap()
        .to_string()
        != "0040"
    {}
    let mut conn = harness.into_inner();
    assert_eq!(
        addresses(&mut conn).await,
        [
            "in-place: https://meet.example/series {zone}",
            "sample: none {}",
            "without: none {zone}",
        ]
    );
    let mut harness = AsyncMigrationHarness::new(conn);
    harness.run_pending_migrations(MIGRATIONS).unwrap();
    let mut conn = harness.into_inner();
    assert_eq!(
        addresses(&mut conn).await,
        [
            "in-place: https://meet.example/series {zone}",
            "sample: none {}",
            "without: none {zone,join_url}",
        ]
    );
}

/// Of each seminar: its address, and what it takes from its series.
async fn addresses(conn: &mut AsyncPgConnection) -> Vec<String> {
    let lines: Vec<Line> = sql_query(
        "SELECT code || ': ' || coalesce(join_url, 'none') || ' ' || inherits::text AS source FROM seminars ORDER BY code",
    )
    .load(conn)
    .await
    .unwrap();
    lines.into_iter().map(|line| line.source).collect()
}

fn dump(test: &TestDb) -> String {
    let dumped = std::process::Command::new(crate::support::db::bin("pg_dump"))
        .args([
            "--schema-only",
            "--no-owner",
            "--exclude-table=__diesel_schema_migrations",
            &test.url,
        ])
        .output()
        .unwrap();
    assert!(
        dumped.status.success(),
        "{}",
        String::from_utf8_lossy(&dumped.stderr)
    );
    // Newer pg_dump writes a random word around its output.
    String::from_utf8(dumped.stdout)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"))
        .map(|line| format!("{line}\n"))
        .collect()
}
