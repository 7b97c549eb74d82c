//! `/messages`: what was told to whom, and what waits. Administrators see all, organisers what is about their seminars
//! or what they caused.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::{Asked, show};
use crate::{
    app::App,
    base::ids::MessageId,
    mail::outbox::{self, Filter, Message, Page},
    people,
    web::{actor::ApiActor, errors::Failure},
};

/// `GET /messages?state=&kind=&recipient=&seminar_id=&stay_id=&booking_id=`.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let recipient = asked.text("recipient");
    let filter = Filter {
        states: asked
            .parsed("state", "reason-unknown")
            .into_iter()
            .collect(),
        kinds: asked.parsed("kind", "reason-unknown").into_iter().collect(),
        person: recipient.as_deref().and_then(|text| text.parse().ok()),
        address: recipient.filter(|text| text.contains('@')),
        seminar: asked.parsed("seminar_id", "reason-unknown"),
        stay: asked.parsed("stay_id", "reason-unknown"),
        booking: asked.parsed("booking_id", "reason-unknown"),
        of: (!api.actor.is_administrator()).then_some(api.actor.id),
        ..Filter::default()
    };
    let page = asked.page();
    asked.end()?;
    let page = Page {
        limit: u16::try_from(page.rows() - 1).unwrap_or(u16::MAX),
        after: Some(MessageId(page.after())).filter(|after| !after.0.is_nil()),
    };
    let mut conn = app.db.get().await?;
    let listed = outbox::list(&mut conn, &filter, page).await?;
    let ids: Vec<_> = listed.items.iter().map(|message| message.person).collect();
    let names = people::queries::names(&mut conn, &ids).await?;
    let names: HashMap<_, _> = names
        .into_iter()
        .filter_map(|(id, named)| Some((id, named.name?)))
        .collect();
    let items: Vec<Value> = listed
        .items
        .iter()
        .map(|message| shown(message, names.get(&message.person).map(String::as_str)))
        .collect();
    show(&json!({ "items": items, "next": listed.next }))
}

fn shown(message: &Message, name: Option<&str>) -> Value {
    json!({
        "id": message.id, "kind": message.kind, "state": message.state,
        "recipient": message.address, "recipient_id": message.person, "recipient_name": name,
        "seminar_id": message.about.seminar, "stay_id": message.about.stay, "booking_id": message.about.booking,
        "revision": message.revision, "sequence": message.sequence,
        "send_after": message.send_after, "not_after": message.not_after, "attempts": message.attempts,
        "sent_at": message.sent_at, "ended_at": message.ended_at, "error": message.error,
    })
}
