//! What is for a person to read goes to those whom it concerns, within their own mail, and an answer to it to whoever wrote.

use std::{
    collections::{HashMap, HashSet},
    fmt::Display,
};

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{
    Desk, Fault, Outcome, done,
    whom::{self, Subject},
};
use crate::{
    base::{
        clock::Instant,
        hub::Hub,
        ids::{InboundId, PersonId},
        schema::{inbound_mails, messages},
    },
    mail::{
        inbound::{Incoming, What, kept::InboundState},
        outbox::{self, About, MessageKind, NewMessage},
        suspension,
    },
    people::{
        self,
        model::Recipient,
        notices::forwarded::{Matter, Post, Writer},
    },
};

/// After so long it is not passed on any more.
pub(super) const HELPS: Duration = Duration::days(7);

/// How many messages of one writer, and of all, are passed on within an hour; of reports by machines so many of these, so that
/// there is room for what people write. The rest waits for another hour.
const OF_ONE: usize = 10;
const OF_ALL: i64 = 100;
const OF_MACHINES: i64 = 50;

/// For so long what is too much for its hour waits to be passed on.
pub(super) const WAITS: Duration = Duration::days(1);

/// How it is said of a message that it is too much.
const TOO_MUCH: &str = "too much is passed on within the hour";
const TOO_MUCH_OF_ONE: &str = "too much of this writer is passed on within the hour";

/// How the outcome of a message begins that was passed on.
pub const PASSED_ON: &str = "passed on to";

/// Passes on what someone wrote to those whom the mail that they answer concerns.
pub async fn to_a_person(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    matter: Matter,
) -> Result<Outcome, Fault> {
    let answered = whom::answered(conn, desk.hub, incoming).await?;
    let about = answered.map(|message| message.about).unwrap_or_default();
    to_readers_of(conn, desk, incoming, about, matter).await
}

/// Passes on what came in to those whom `about` concerns.
pub async fn to_readers_of(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    about: About,
    matter: Matter,
) -> Result<Outcome, Fault> {
    let subject = whom::subject(conn, desk, about).await?;
    let post = post(incoming, &subject, matter);
    pass_on(conn, desk, &subject, post).await
}

/// What came in, as it is passed on.
pub fn post(incoming: &Incoming, subject: &Subject, matter: Matter) -> Post {
    let (text, attachments) = match &incoming.what {
        What::Prose(prose) => (prose.text.clone(), prose.attachments.clone()),
        What::Answer(response) => (response.comment.clone().unwrap_or_default(), Vec::new()),
        _ => (String::new(), Vec::new()),
    };
    Post {
        matter,
        writer: incoming.from.as_ref().map(Writer::of),
        subject: incoming.subject.clone(),
        text,
        attachments,
        about: subject.name.clone(),
        url: subject.path.clone(),
        lifting: None,
    }
}

/// Queues `post` for those whom `subject` concerns, but for who wrote it; where that leaves nobody who can be reached, for the
/// administrators. It waits where enough was passed on within the hour.
pub async fn pass_on(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    subject: &Subject,
    post: Post,
) -> Result<Outcome, Fault> {
    let writers = match &post.writer {
        Some(writer) => whom::owners(conn, &writer.address).await?,
        None => Vec::new(),
    };
    let (hub, now) = (desk.hub, desk.clock.now());
    let mut recipients = reachable(conn, hub, &subject.readers, &writers, now).await?;
    if recipients.is_empty() {
        let administrators = whom::administrators(conn).await?;
        recipients = reachable(conn, hub, &administrators, &writers, now).await?;
    }
    let payload = serde_json::to_value(&post).map_err(|error| Fault::Other(error.to_string()))?;
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|reader| {
            message(
                reader,
                &key(desk.id, reader.person),
                subject.about,
                &payload,
                now,
            )
        })
        .collect();
    if new.is_empty() {
        return Ok((
            InboundState::SetAside,
            "there is nobody to whom it could be passed on".to_owned(),
        ));
    }
    let writer = post.writer.as_ref().map(|writer| writer.address.as_str());
    if let Some(why) = too_many(conn, now, writer, &recipients).await? {
        return Ok((InboundState::Waiting, why.to_owned()));
    }
    outbox::queue(conn, desk.clock, &new).await?;
    Ok(done(format!("{PASSED_ON} {}", new.len())))
}

/// Those of `readers` to whom mail goes, and who wrote nothing of it themselves.
pub(super) async fn reachable(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    readers: &[PersonId],
    writers: &[PersonId],
    now: Instant,
) -> QueryResult<HashMap<PersonId, Recipient>> {
    let readers = readers.iter().filter(|reader| !writers.contains(reader));
    let readers: Vec<PersonId> = readers.copied().collect();
    let mut recipients = people::queries::recipients(conn, hub, &readers, now).await?;
    let folded = |reader: &Recipient| reader.address.to_lowercase();
    let suspended = suspension::among(conn, recipients.values().map(folded).collect()).await?;
    recipients.retain(|_, reader| !suspended.contains(&folded(reader)));
    Ok(recipients)
}

/// The message that passes something on to one reader.
pub(super) fn message(
    reader: &Recipient,
    key: &str,
    about: About,
    payload: &Value,
    now: Instant,
) -> NewMessage {
    NewMessage {
        kind: MessageKind::Forwarded,
        dedupe_key: key.to_owned(),
        to: reader.person.into(),
        address: reader.address.clone(),
        about,
        revision: None,
        from_revision: None,
        sequence: None,
        payload: payload.clone(),
        caused_by: None,
        priority: MessageKind::Forwarded.priority(),
        send_after: now,
        not_after: now + HELPS,
        held: false,
    }
}

/// Whether enough was passed on within the hour: by `writer` to these readers, or by all. Anyone can write to the hub, and
/// what they write becomes mail.
async fn too_many(
    conn: &mut AsyncPgConnection,
    now: Instant,
    writer: Option<&str>,
    readers: &HashMap<PersonId, Recipient>,
) -> QueryResult<Option<&'static str>> {
    let lately: Vec<InboundId> = inbound_mails::table
        .filter(inbound_mails::received_at.gt(now - Duration::hours(1) - WAITS))
        .filter(inbound_mails::ended_at.gt(now - Duration::hours(1)))
        .filter(inbound_mails::outcome.like(format!("{PASSED_ON} %")))
        .order(inbound_mails::ended_at.desc())
        .limit(OF_ALL)
        .select(inbound_mails::id)
        .load(conn)
        .await?;
    let most = match writer {
        Some(_) => OF_ALL,
        None => OF_MACHINES,
    };
    if i64::try_from(lately.len()).is_ok_and(|count| count >= most) {
        return Ok(Some(TOO_MUCH));
    }
    let keys: Vec<String> = lately
        .iter()
        .flat_map(|id| readers.keys().map(move |reader| key(id.0, *reader)))
        .collect();
    let told: Vec<(String, Value)> = messages::table
        .filter(messages::dedupe_key.eq_any(keys))
        .select((messages::dedupe_key, messages::payload))
        .load(conn)
        .await?;
    let theirs: HashSet<&str> = told
        .iter()
        .filter(|(_, payload)| payload["writer"]["address"].as_str() == writer)
        .filter_map(|(key, _)| key.rsplit_once(':'))
        .map(|(mail, _)| mail)
        .collect();
    Ok((theirs.len() >= OF_ONE).then_some(TOO_MUCH_OF_ONE))
}

/// What makes it the same message, whatever brought it: a mail by its row.
pub(super) fn key(mail: impl Display, reader: PersonId) -> String {
    format!("forwarded:{mail}:{reader}")
}
