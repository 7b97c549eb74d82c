//! One message: `GET /admin/mail/{id}?part=`, its HTML body alone, `POST …/retry` and `POST …/abandonment`.

use std::{collections::HashSet, iter, sync::Arc};

use actix_web::{HttpResponse, http::header, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{may_administer, queue, told};
use crate::{
    app::App,
    base::ids::MessageId,
    mail::{
        captured::{self, Parts},
        deliver::Verdict,
        draft,
        outbox::{self, Message, MessageState, Reader},
        preferences::Notice,
        suspension,
    },
    people::actions::try_mail_again,
    seminars::notices::audiences,
    web::{
        actor::Signed,
        api::messages::called,
        errors::Failure,
        idempotency::{Done, Once},
        letters,
        pages::message::{FaultLine, Letter, LetterParts, MailPart, MessagePage},
        reader, urls,
    },
    worker::telling,
};

/// Of the others that one mail tells with a message it is said of so many at most which they are.
const NAMED: usize = 10;

/// Which part is opened.
#[derive(Debug, Deserialize)]
pub struct Opened {
    part: Option<String>,
}

/// One message.
pub async fn one(
    app: web::Data<App>,
    signed: Signed,
    reader: reader::Reader,
    id: web::Path<MessageId>,
    opened: web::Query<Opened>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let message = found(&mut conn, *id).await?;
    let faults = outbox::faults(&mut conn, message.id).await?;
    let told_in = outbox::told_in(&mut conn, &message).await?;
    let (kept, beside) = opened_with_others(&app, &mut conn, &message, told_in).await?;
    let named = iter::once(&message).chain(beside.iter().take(NAMED));
    let shown: Vec<Message> = named.cloned().collect();
    let shown = queue::lines(&mut conn, &shown, reader.now()).await?;
    let mut shown = shown.into_iter();
    let letter = match kept {
        Kept::Captured(source) => Letter::Captured(Box::new(parts(&source))),
        // Nobody has got these links yet, or somebody else has: they are not for following.
        Kept::Now(source) => Letter::Now(Box::new(LetterParts {
            links: Vec::new(),
            ..parts(&source)
        })),
        Kept::Untrue(why) => Letter::Untrue(why),
        Kept::Private => Letter::Private,
    };
    let caused_by = message.caused_by.map(Reader::from);
    let names = called(
        &mut conn,
        [Some(message.to), caused_by].into_iter().flatten(),
    )
    .await?;
    let name = |reader: Reader| names.get(&reader).cloned();
    reader.show(&MessagePage {
        page: reader.page(),
        message: shown.next().ok_or_else(Failure::not_found)?,
        beside: shown.collect(),
        beside_count: u64::try_from(beside.len()).unwrap_or(u64::MAX),
        person: name(message.to),
        caused_by: caused_by.and_then(name),
        queued: message.created_at,
        until: message.not_after,
        attempts: u64::try_from(message.attempts).unwrap_or(0),
        message_id: draft::message_id(&app.hub, told_in).map_err(Failure::internal)?,
        faults: faults
            .into_iter()
            .map(|fault| FaultLine {
                attempt: fault.attempt,
                at: fault.at,
                error: fault.error,
            })
            .collect(),
        suspended: suspension::of(&mut conn, &message.address).await?.is_some(),
        letter,
        part: MailPart::of(opened.part.as_deref().unwrap_or_default()),
    })
}

/// The HTML body of its letter alone, for its frame. Links open beside it.
pub async fn html(
    app: web::Data<App>,
    signed: Signed,
    id: web::Path<MessageId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let message = found(&mut conn, *id).await?;
    let source = match captured::letter(&mut conn, message.id).await? {
        Some((_, source)) => source,
        None => {
            let told_in = outbox::told_in(&mut conn, &message).await?;
            let others = with_others(&app, &mut conn, &message, told_in).await?;
            match as_of_now(&app, &mut conn, &message, &others).await? {
                (Kept::Captured(source) | Kept::Now(source), _) => source,
                (Kept::Untrue(_) | Kept::Private, _) => return Err(Failure::not_found()),
            }
        }
    };
    let body = captured::parts(&source).html;
    let body = body.ok_or_else(Failure::not_found)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, letters::POLICY))
        .content_type("text/html; charset=utf-8")
        .body(letters::beside(&body)))
}

/// `POST /admin/mail/{id}/retry`: it goes out at once, if it still makes sense, to where its reader is told now.
pub async fn try_again(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<MessageId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let done = once
        .carry_out(&app, async |conn| {
            try_mail_again(conn, &*app.clock, &signed.actor.author, *id).await?;
            Ok(Done::go_to(&urls::mail_message(&id.to_string())))
        })
        .await?;
    Ok(told(&app, "flash-message-tried", done))
}

/// `POST /admin/mail/{id}/abandonment`: it is not sent any more.
pub async fn give_up(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<MessageId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let done = once
        .carry_out(&app, async |conn| {
            outbox::give_up(conn, &*app.clock, &signed.actor.author, *id).await?;
            Ok(Done::go_to(&urls::mail_message(&id.to_string())))
        })
        .await?;
    Ok(told(&app, "flash-message-given-up", done))
}

async fn found(conn: &mut AsyncPgConnection, id: MessageId) -> Result<Message, Failure> {
    let found = outbox::one(conn, id).await?;
    found.ok_or_else(Failure::not_found)
}

/// The others of the mail that tells a message, which goes or went out under the message `told_in`.
async fn with_others(
    app: &App,
    conn: &mut AsyncPgConnection,
    message: &Message,
    told_in: MessageId,
) -> QueryResult<Vec<Message>> {
    let now = app.clock.now();
    audiences::beside(conn, &app.hub, message, told_in, now).await
}

/// The letter as it was captured; where it was not, or not kept for so long, as it would read now; and the others of its mail. Of
/// what waits, these are what is told with it as it reads now: what is no longer true goes with nothing.
async fn opened_with_others(
    app: &App,
    conn: &mut AsyncPgConnection,
    message: &Message,
    told_in: MessageId,
) -> QueryResult<(Kept, Vec<Message>)> {
    let mut others = with_others(app, conn, message, told_in).await?;
    let waits = message.ended_at.is_none() && !others.is_empty();
    let captured = captured::letter(conn, message.id).await?;
    let captured = captured.map(|(_, source)| Kept::Captured(source));
    let kept = match captured {
        Some(captured) if !waits => captured,
        captured => {
            let (now, told) = as_of_now(app, conn, message, &others).await?;
            if waits {
                others.retain(|one| told.contains(&one.id));
            }
            captured.unwrap_or(now)
        }
    };
    Ok((kept, others))
}

/// What there is of a letter (RFC 5322).
enum Kept {
    Captured(Vec<u8>),
    Now(Vec<u8>),
    Untrue(String),
    Private,
}

/// The letter as it would read now, with what is told `beside` the message, and which of these it tells. What signs someone in is
/// made for nobody but its reader.
async fn as_of_now(
    app: &App,
    conn: &mut AsyncPgConnection,
    message: &Message,
    beside: &[Message],
) -> QueryResult<(Kept, HashSet<MessageId>)> {
    if message.kind.is_asked_for() {
        return Ok((Kept::Private, HashSet::new()));
    }
    // What failed is tried again by itself, whatever else its mail told.
    let beside: &[Message] = match message.state {
        MessageState::Failed => &[],
        _ => beside,
    };
    let (clock, hub) = (app.clock.clone(), Arc::new(app.hub.clone()));
    let (said, told) = telling::as_of_now(conn, clock, hub, message, beside).await?;
    let kept = match said {
        Verdict::Send(ready) => Kept::Now(ready.mail.bytes),
        Verdict::Void(why) | Verdict::Fault(why) => Kept::Untrue(why),
        Verdict::Wait(_) if Notice::of(message) == Notice::LateFeed => {
            Kept::Untrue("a feed may tell it in time".to_owned())
        }
        // What that mail says is asked for in its place.
        Verdict::With(_) => Kept::Untrue("another mail tells this too".to_owned()),
        Verdict::Wait(_) => Kept::Untrue("it waits for an hour that its reader chose".to_owned()),
    };
    Ok((kept, told))
}

fn parts(source: &[u8]) -> LetterParts {
    let Parts {
        from,
        text,
        html,
        calendar,
    } = captured::parts(source);
    LetterParts {
        from,
        links: captured::links(&text),
        text,
        has_html: html.is_some(),
        calendar,
        source: String::from_utf8_lossy(source).into_owned(),
    }
}
