//! Mail that came in: `GET /admin/inbound?state=&after=`, `GET /admin/inbound/{id}`, `GET /admin/inbound/{id}/source`,
//! `POST /admin/inbound/{id}/retry`.

use actix_web::{HttpResponse, http::header, web};
use serde::Deserialize;

use super::{may_administer, rows, shown, told};
use crate::{
    app::App,
    base::ids::InboundId,
    ical::{itip::Partstat, read::answer::Response},
    mail::{
        draft,
        inbound::{
            self, Incoming, What,
            look::{self, Seen, Wanted},
        },
    },
    web::{
        actor::Signed,
        errors::Failure,
        idempotency::{Done, Once},
        pages::inbound::{InboundLine, InboundMailPage, InboundPage, address},
        reader::Reader,
        urls,
    },
    worker,
};

/// The most octets of a message that are shown as they came.
const SOURCE: usize = 64 << 10;

/// Which are shown, and behind which message the page begins.
#[derive(Debug, Deserialize)]
pub struct Asked {
    state: Option<String>,
    after: Option<String>,
}

/// The list, the latest first.
pub async fn all(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let wanted = Wanted {
        state: asked.state.as_deref().and_then(|word| word.parse().ok()),
        after: asked.after.as_deref().and_then(|id| id.parse().ok()),
        limit: rows(),
    };
    let mut conn = app.db.get().await?;
    let (found, last) = shown(look::list(&mut conn, &wanted).await?, |mail| mail.id.0);
    reader.show(&InboundPage {
        page: reader.page(),
        state: wanted.state,
        messages: found.iter().map(line).collect(),
        older: last.map(|last| address(wanted.state, Some(&last))),
    })
}

/// One message, as text.
pub async fn one(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    id: web::Path<InboundId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let mail = look::one(&mut conn, *id).await?;
    let mail = mail.ok_or_else(Failure::not_found)?;
    let hub = draft::hub_mailbox(&app.hub).map_err(Failure::internal)?;
    let source = mail.source.clone();
    // A message may be large, and a parser that panics takes nothing with it.
    let read = web::block(move || inbound::read(&source, &hub)).await;
    let incoming = read.map_err(Failure::internal)?;
    let answers = match &incoming {
        Some(incoming) => worker::inbound::answered(&mut conn, &app.hub, incoming).await?,
        None => None,
    };
    let understood = Understood::of(incoming.as_ref());
    reader.show(&InboundMailPage {
        page: reader.page(),
        mail: line(&mail),
        what: understood.what,
        vouched: incoming.is_some_and(|incoming| incoming.authenticated),
        answers: answers.map(|id| id.to_string()),
        understood: understood.facts,
        text: understood.text,
        attachments: understood.attachments,
        source: beginning(&mail.source),
    })
}

/// `GET /admin/inbound/{id}/source`: one message as it came, as far as it is kept, to be opened by a mail program and
/// never by the browser.
pub async fn source(
    app: web::Data<App>,
    signed: Signed,
    id: web::Path<InboundId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let mail = look::one(&mut conn, *id).await?;
    let mail = mail.ok_or_else(Failure::not_found)?;
    let named = format!("attachment; filename=\"mail-{}.eml\"", mail.id);
    Ok(HttpResponse::Ok()
        .content_type("message/rfc822")
        .insert_header((header::CONTENT_DISPOSITION, named))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(mail.source))
}

/// `POST /admin/inbound/{id}/retry`: what was set aside is taken up again.
pub async fn try_again(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<InboundId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let done = once
        .carry_out(&app, async |conn| {
            look::try_again(conn, &*app.clock, &signed.actor.author, *id).await?;
            Ok(Done::go_to(&urls::inbound_mail(&id.to_string())))
        })
        .await?;
    Ok(told(&app, "flash-inbound-tried", done))
}

fn line(mail: &Seen) -> InboundLine {
    let (from, subject) = look::head(&mail.source);
    InboundLine {
        id: mail.id.to_string(),
        from,
        subject,
        state: mail.state,
        outcome: mail.outcome.clone(),
        attempts: mail.attempts,
        at: mail.received_at,
    }
}

fn beginning(source: &[u8]) -> String {
    let text = String::from_utf8_lossy(&source[..source.len().min(SOURCE)]);
    let more = if source.len() > SOURCE { "\n…" } else { "" };
    format!("{text}{more}")
}

/// What was understood of a message.
#[derive(Default)]
struct Understood {
    what: &'static str,
    facts: Vec<(&'static str, String)>,
    text: String,
    attachments: Vec<String>,
}

impl Understood {
    fn of(incoming: Option<&Incoming>) -> Self {
        let as_is = |what| Self {
            what,
            ..Self::default()
        };
        match incoming.map(|incoming| &incoming.what) {
            None => as_is("nothing"),
            Some(What::Answer(response)) => Self::answer(response),
            Some(What::Bounce(bounce)) => Self {
                facts: [
                    ("inbound-recipient", bounce.recipient.clone()),
                    ("inbound-reason", Some(bounce.reason.clone())),
                ]
                .into_iter()
                .filter_map(|(key, value)| Some((key, value?)))
                .collect(),
                ..as_is("bounce")
            },
            Some(What::Complaint { .. }) => as_is("complaint"),
            Some(What::Unsubscribe) => as_is("unsubscribe"),
            Some(What::Automatic(why)) => Self {
                facts: vec![("inbound-reason", (*why).to_owned())],
                ..as_is("automatic")
            },
            Some(What::Prose(prose)) => Self {
                text: prose.text.clone(),
                attachments: prose.attachments.clone(),
                ..as_is(match prose.too_large {
                    true => "too-large",
                    false => "prose",
                })
            },
        }
    }

    fn answer(response: &Response) -> Self {
        let attendees = response.attendees.iter().map(|one| {
            let address = one.address.clone().unwrap_or_default();
            let partstat = match one.partstat {
                Some(Partstat::NeedsAction) => "NEEDS-ACTION",
                Some(Partstat::Accepted) => "ACCEPTED",
                Some(Partstat::Declined) => "DECLINED",
                Some(Partstat::Tentative) => "TENTATIVE",
                None => "?",
            };
            let joint = if address.is_empty() { "" } else { ": " };
            ("inbound-answer", format!("{address}{joint}{partstat}"))
        });
        Self {
            what: "answer",
            facts: attendees.collect(),
            text: response.comment.clone().unwrap_or_default(),
            attachments: Vec::new(),
        }
    }
}
