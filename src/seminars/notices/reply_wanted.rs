//! Asking those who are invited and have not answered, some days before the last day for replies, at nine in the morning where
//! they are: recomputed in the transaction of every change of that day, of the seminar and of an answer. Nobody is asked twice,
//! nor within a day of an invitation.

use std::collections::{BTreeSet, HashMap};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Nullable, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::ahead::Ahead;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
        schema::seminars,
    },
    mail::outbox::{Message, MessageKind, NewMessage},
    people::{self, model::Recipient},
    seminars::{
        model::{Details, ReplyTerms, Seminar, SeminarState},
        queries, rules,
    },
};

/// Makes what asks the silent of a seminar, or `only` one of them, what it has to be now.
///
/// # Errors
/// What the database says.
pub async fn want_replies(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    only: Option<PersonId>,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    // As of most seminars: nobody said how replies are taken, and none was ever waited for.
    let mut all = queries::reply_terms_of(conn, &[seminar.id]).await?;
    let Some(terms) = all.remove(&seminar.id) else {
        return Ok(());
    };
    let wanted = seminar.state == SeminarState::Announced && terms.remind_days.is_some();
    let silent = match wanted {
        true => silent(conn, seminar.id, only).await?,
        false => Vec::new(),
    };
    let recipients = people::queries::recipients(conn, hub, &silent, seminar.starts_at).await?;
    let every: Vec<NewMessage> = silent
        .iter()
        .filter_map(|person| message(seminar, &terms, recipients.get(person)?))
        .collect();
    let ahead = Ahead {
        seminar: seminar.id,
        kinds: &[MessageKind::ReplyWanted],
        only,
        void: "they have answered, or none is waited for",
    };
    ahead.put_right(conn, clock, every).await
}

/// Who is invited, has not answered and does not speak there.
async fn silent(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    only: Option<PersonId>,
) -> QueryResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT a.person_id FROM attendances a WHERE a.seminar_id = $1 AND a.invited_at IS NOT NULL AND a.answer IS NULL \
           AND ($2 IS NULL OR a.person_id = $2) \
           AND NOT EXISTS (SELECT FROM speakers k WHERE k.seminar_id = $1 AND k.person_id = a.person_id) \
         ORDER BY a.person_id",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Nullable<SqlUuid>, _>(only)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

fn message(seminar: &Seminar, terms: &ReplyTerms, recipient: &Recipient) -> Option<NewMessage> {
    let kind = MessageKind::ReplyWanted;
    let (send_after, not_after) = rules::reply_reminder(terms, seminar, recipient.zone)?;
    Some(NewMessage {
        kind,
        // Without the day: whoever was asked once is not asked again because it is another one.
        dedupe_key: format!("{kind}:{}:{}", seminar.id, recipient.person),
        to: recipient.person.into(),
        address: recipient.address.clone(),
        about: seminar.id.into(),
        // It asks for a reply; it does not tell a change.
        revision: None,
        from_revision: None,
        sequence: Some(seminar.sequence),
        payload: json!({}),
        caused_by: None,
        priority: kind.priority(),
        send_after,
        not_after,
        held: false,
    })
}

/// Why those of `batch` that want a reply need not go: none is waited for any more.
pub(super) async fn untrue(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let wanted: Vec<&Message> = batch
        .iter()
        .filter(|message| message.kind == MessageKind::ReplyWanted)
        .collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let terms = terms(conn, batch).await?;
    let ids: Vec<SeminarId> = terms.keys().copied().collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let waited_for = |message: &&Message| {
        let seminar = found
            .iter()
            .find(|seminar| Some(seminar.id) == message.about.seminar);
        seminar.is_some_and(|seminar| {
            terms.get(&seminar.id).is_some_and(|terms| {
                terms.remind_days.is_some() && !rules::is_late(terms, seminar, clock.now())
            })
        })
    };
    Ok(wanted
        .into_iter()
        .filter(|message| !waited_for(message))
        .map(|message| (message.id, "no reply is waited for any more".to_owned()))
        .collect())
}

/// How replies are taken to what `batch` invites to or wants a reply to.
pub(super) async fn terms(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<SeminarId, ReplyTerms>> {
    let ids: BTreeSet<SeminarId> = batch
        .iter()
        .filter(|message| {
            matches!(
                message.kind,
                MessageKind::Invitation | MessageKind::ReplyWanted
            )
        })
        .filter_map(|message| message.about.seminar)
        .collect();
    let ids: Vec<SeminarId> = ids.into_iter().collect();
    queries::reply_terms_of(conn, &ids).await
}
