//! What is for a person to read goes to those whom it concerns, within their own mail, and an answer to it to whoever wrote.

use chrono::Duration;
use diesel_async::AsyncPgConnection;

use super::{
    Desk, Fault, Outcome, done,
    whom::{self, Subject},
};
use crate::{
    mail::{
        inbound::{Incoming, What, kept::InboundState},
        outbox::{self, MessageKind, NewMessage},
    },
    people::{
        self,
        notices::forwarded::{Matter, Post, Writer},
    },
};

/// After so long it is not passed on any more.
const HELPS: Duration = Duration::days(7);

/// Passes on what someone wrote to those whom the mail that they answer concerns.
pub async fn to_a_person(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    matter: Matter,
) -> Result<Outcome, Fault> {
    let about = whom::answered(conn, desk.hub, incoming)
        .await?
        .map(|message| message.about)
        .unwrap_or_default();
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
    }
}

/// Queues `post` for those whom `subject` concerns, but for who wrote it; where that leaves nobody, for the administrators.
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
    let mut readers = subject.readers.clone();
    readers.retain(|reader| !writers.contains(reader));
    if readers.is_empty() {
        readers = whom::administrators(conn).await?;
        readers.retain(|reader| !writers.contains(reader));
    }
    let now = desk.clock.now();
    let payload = serde_json::to_value(&post).map_err(|error| Fault::Other(error.to_string()))?;
    let recipients = people::queries::recipients(conn, desk.hub, &readers, now).await?;
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|reader| NewMessage {
            kind: MessageKind::Forwarded,
            dedupe_key: format!("forwarded:{}:{}", desk.id, reader.person),
            person: reader.person,
            address: reader.address.clone(),
            about: subject.about,
            revision: None,
            from_revision: None,
            sequence: None,
            payload: payload.clone(),
            caused_by: None,
            priority: MessageKind::Forwarded.priority(),
            send_after: now,
            not_after: now + HELPS,
            held: false,
        })
        .collect();
    if new.is_empty() {
        return Ok((
            InboundState::SetAside,
            "there is nobody to whom it could be passed on".to_owned(),
        ));
    }
    outbox::queue(conn, desk.clock, &new).await?;
    Ok(done(format!("passed on to {}", new.len())))
}
