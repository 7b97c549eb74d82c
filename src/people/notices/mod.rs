//! What people are told about themselves (how to sign in), and what came in by mail for them to read.

pub mod forwarded;
pub mod mails;

use std::collections::{HashMap, HashSet};

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SignInId},
        schema::roles,
    },
    mail::{
        draft::Draft,
        outbox::{Message, MessageKind},
        render::{Content, Frame},
    },
    people::{
        model::{Recipient, Role},
        notices::forwarded::{Post, Writer},
        queries,
        sign_in::{Secrets, VALID, context, link_path},
    },
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Uuid)]
    id: SignInId,
    #[diesel(sql_type = sql_types::Text)]
    address: String,
    #[diesel(sql_type = sql_types::Timestamptz)]
    expires_at: Instant,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    used_at: Option<Instant>,
}

/// Why those of `messages` that are not to be sent any more are not: a link and a code that were used, are too old, or
/// would go to an address that has left its owner. One query.
///
/// # Errors
/// What the database says.
pub async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    messages: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let ids: Vec<SignInId> = messages.iter().filter_map(sign_in_of).collect();
    // Only while its owner signs in by the address: it may be someone else's by now.
    let rows: Vec<Row> = sql_query(
        "SELECT s.id, lower(a.address) AS address, s.expires_at, s.used_at FROM sign_ins s \
         JOIN addresses a ON a.person_id = s.person_id AND a.purpose = 'sign_in' WHERE s.id = ANY($1)",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
    .load(conn)
    .await?;
    let now = clock.now();
    let why = |message: &Message| {
        let id = sign_in_of(message);
        let address = message.address.to_ascii_lowercase();
        let row = rows
            .iter()
            .find(|row| Some(row.id) == id && row.address == address);
        match row {
            None => Some("nobody signs in by this address any more"),
            Some(row) if row.used_at.is_some() => Some("the link or the code was used already"),
            Some(row) if row.expires_at <= now => Some("link and code are too old"),
            Some(_) => None,
        }
    };
    Ok(messages
        .iter()
        .filter(|message| message.kind == MessageKind::SignIn)
        .filter_map(|message| Some((message.id, why(message)?.to_owned())))
        .collect())
}

/// The mails of `messages`; one whose link and code cannot be opened with the hub's key has none.
///
/// # Errors
/// What the database says.
pub async fn render(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    messages: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let people: Vec<PersonId> = messages.iter().filter_map(Message::person).collect();
    let recipients = queries::recipients(conn, hub, &people, clock.now()).await?;
    let administrators = who_lifts(conn, messages).await?;
    let passed_on = |message: &Message, recipient: &Recipient| {
        let mut post: Post = serde_json::from_value(message.payload.clone()).ok()?;
        let can_lift = administrators.contains(&recipient.person);
        post.lifting = post.lifting.filter(|_| can_lift);
        let reply_to = post.writer.as_ref().and_then(Writer::mailbox);
        let frame = recipient.frame(hub);
        let content = mails::Forwarded { frame, post }.render();
        let draft = Draft::new(recipient.name.clone(), recipient.language, content);
        Some(Draft { reply_to, ..draft })
    };
    let draft = |message: &Message| {
        let recipient = recipients.get(&message.person()?)?;
        if message.kind == MessageKind::Forwarded {
            return passed_on(message, recipient);
        }
        let secrets = secrets_of(hub, message)?;
        let mail = mails::SignIn {
            // A way in goes with no other link.
            frame: Frame {
                preferences: None,
                ..recipient.frame(hub)
            },
            link: hub.url(&link_path(&secrets.token)),
            code: secrets.code,
            valid_minutes: VALID.num_minutes(),
            asked_at: message.created_at,
            device: message.payload["device"].as_str().map(str::to_owned),
        };
        Some(Draft::new(
            recipient.name.clone(),
            recipient.language,
            mail.render(),
        ))
    };
    Ok(messages
        .iter()
        .filter_map(|message| Some((message.id, draft(message)?)))
        .collect())
}

/// Those readers of what says where a suspension is ended who can open that page. At most one query.
async fn who_lifts(
    conn: &mut AsyncPgConnection,
    messages: &[Message],
) -> QueryResult<HashSet<PersonId>> {
    let says_where = |message: &&Message| {
        message.kind == MessageKind::Forwarded && message.payload["lifting"].is_string()
    };
    let readers = messages.iter().filter(says_where);
    let readers: Vec<PersonId> = readers.filter_map(Message::person).collect();
    if readers.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<PersonId> = roles::table
        .filter(roles::role.eq(Role::Administrator))
        .filter(roles::person_id.eq_any(readers))
        .select(roles::person_id)
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

fn sign_in_of(message: &Message) -> Option<SignInId> {
    message.payload["sign_in"].as_str()?.parse().ok()
}

fn secrets_of(hub: &Hub, message: &Message) -> Option<Secrets> {
    let sealed = message.payload["sealed"].as_str()?;
    let opened = hub.key.open(&context(sign_in_of(message)?), sealed)?;
    serde_json::from_slice(&opened).ok()
}
