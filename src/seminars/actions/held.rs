//! What waits about a seminar, in its organisers' hands: words of their own above it, letting it go now, stopping it.
//!
//! Either all of what was looked at is done to, or nothing: where a worker has some of it, or it has become other than it
//! was shown, that is said.

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::create::organised;
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::Refusal,
        ids::{MessageId, SeminarId},
        text,
    },
    mail::outbox::{self, Message, MessageKind, MessageState},
    people::model::Actor,
    seminars::notices,
};

/// Which of what waits.
#[derive(Debug, Clone, Copy)]
pub enum Waiting<'a> {
    /// One message.
    One(MessageId),
    /// Everything of a kind, as it was shown under this mark ([`notices::held_mark`]).
    All(MessageKind, &'a str),
}

/// What is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handling {
    /// These words stand above it; `None`: none any more.
    Write(Option<String>),
    /// It goes now.
    LetGo,
    /// It does not go at all, for this reason.
    Stop(Option<String>),
}

/// Does it to what waits about a seminar; answers to how many messages.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar; none of it waits any more, a worker has it, or it is not as it was shown.
pub async fn handle(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    which: Waiting<'_>,
    handling: Handling,
) -> Result<usize, Refusal> {
    conn.transaction(async |conn| {
        organised(conn, actor, seminar).await?;
        let messages = locked(conn, seminar, which).await?;
        let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
        let (now, what) = (
            clock.now(),
            json!({ "messages": ids.len(), "kind": messages[0].kind }),
        );
        let (action, mut after) = match handling {
            Handling::Write(words) => {
                let words = text::own_words("note", words.as_deref())?;
                outbox::put_note(conn, &ids, words.as_deref()).await?;
                ("wrote on what waits", json!({ "note": words }))
            }
            Handling::LetGo => {
                outbox::let_go(conn, &ids, now).await?;
                ("let go what waits", json!({}))
            }
            Handling::Stop(reason) => {
                let reason = text::note("reason", reason.as_deref())?;
                let by = &actor.author.name;
                let why = match &reason {
                    Some(reason) => format!("stopped by {by}: {}", text::line(reason)),
                    None => format!("stopped by {by}"),
                };
                outbox::stop(conn, &ids, now, &why).await?;
                ("stopped what waits", json!({ "reason": reason }))
            }
        };
        if let Waiting::One(id) = which {
            after["message"] = json!(id);
        }
        let entry = Entry {
            action,
            kind: "seminars",
            id: seminar.0,
            before: Some(what),
            after: Some(after),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(ids.len())
    })
    .await
}

/// The messages, locked, where all of them are as they were shown and no worker has any.
async fn locked(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    which: Waiting<'_>,
) -> Result<Vec<Message>, Refusal> {
    let kinds = match &which {
        Waiting::One(_) => notices::TOLD,
        Waiting::All(kind, _) => std::slice::from_ref(kind),
    };
    let mut messages = outbox::waiting_for_update(conn, seminar, kinds).await?;
    if let Waiting::One(id) = which {
        messages.retain(|message| message.id == id);
    }
    if messages.is_empty() {
        return Err(Refusal::conflict("refused-held-gone"));
    }
    if messages.iter().any(|one| one.state == MessageState::Leased) {
        return Err(Refusal::conflict("refused-held-going"));
    }
    match which {
        Waiting::All(_, shown) if notices::held_mark(&messages) != shown => {
            Err(Refusal::conflict("refused-held-otherwise"))
        }
        Waiting::All(..) | Waiting::One(_) => Ok(messages),
    }
}
