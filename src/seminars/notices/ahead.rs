//! What is made long before it goes out: questions, and thanks. It is made once more in the transaction of every change, so that
//! what waits is what is to be told as things are; nobody is asked twice for it.

use std::collections::HashMap;

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Clock,
        ids::{PersonId, SeminarId},
    },
    mail::outbox::{self, MessageKind, NewMessage},
};

/// How long nobody is asked after what made them owe something: whoever was invited or asked just now, or has just been handed
/// back, is not asked again at once.
const AT_REST: Duration = Duration::days(1);

/// What is told of a seminar, of which all that waits is put right.
pub(super) struct Ahead<'a> {
    pub seminar: SeminarId,
    /// Of these kinds.
    pub kinds: &'a [MessageKind],
    /// To one reader alone.
    pub only: Option<PersonId>,
    /// Why what waits and is none of it any more need not go.
    pub void: &'a str,
}

impl Ahead<'_> {
    /// Makes what waits `every`: what is none of them is void, what waits already tells how things are now, and what went out, or
    /// was stopped by hand, is not made again. One that is past due and has not gone out yet still holds, though none is made
    /// that would be.
    pub async fn put_right(
        &self,
        conn: &mut AsyncPgConnection,
        clock: &dyn Clock,
        mut every: Vec<NewMessage>,
    ) -> QueryResult<()> {
        let now = clock.now();
        let keys: Vec<&str> = every.iter().map(|one| one.dedupe_key.as_str()).collect();
        sql_query(
            "UPDATE messages SET state = 'void', ended_at = $4, error = $6 \
             WHERE seminar_id = $1 AND kind = ANY ($5) AND state IN ('held', 'queued') \
               AND ($2 IS NULL OR person_id = $2) AND NOT dedupe_key = ANY ($3)",
        )
        .bind::<SqlUuid, _>(self.seminar)
        .bind::<Nullable<SqlUuid>, _>(self.only)
        .bind::<Array<Text>, _>(&keys)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Text>, _>(self.words())
        .bind::<Text, _>(self.void)
        .execute(conn)
        .await?;
        if every.is_empty() {
            return Ok(());
        }
        let there = self.there(conn).await?;
        every.retain(|one| match there.get(&one.dedupe_key) {
            Some(waits) => *waits,
            // Thanks ask for nothing.
            None => one.kind == MessageKind::Thanks || one.send_after > now + AT_REST,
        });
        outbox::queue(conn, clock, &every).await?;
        Ok(())
    }

    /// Those that there are by their keys, and whether they wait. One that was void for itself may be made again.
    async fn there(&self, conn: &mut AsyncPgConnection) -> QueryResult<HashMap<String, bool>> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            dedupe_key: String,
            #[diesel(sql_type = Bool)]
            waits: bool,
        }
        let rows: Vec<Row> = sql_query(
            "SELECT dedupe_key, state IN ('held', 'queued') AS waits FROM messages \
             WHERE seminar_id = $1 AND kind = ANY ($2) AND (state <> 'void' OR payload ? 'stopped')",
        )
        .bind::<SqlUuid, _>(self.seminar)
        .bind::<Array<Text>, _>(self.words())
        .load(conn)
        .await?;
        let rows = rows.into_iter();
        Ok(rows.map(|row| (row.dedupe_key, row.waits)).collect())
    }

    fn words(&self) -> Vec<&'static str> {
        self.kinds.iter().map(|kind| kind.word()).collect()
    }
}
