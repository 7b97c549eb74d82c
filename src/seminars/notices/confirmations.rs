//! Asking an address whether whoever is there wants to follow a series.

use std::collections::HashMap;

use diesel::{QueryResult, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::mails;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{ConfirmationId, MessageId, PersonId, SeriesId},
        schema::series,
        secret::{Key, Purpose},
    },
    mail::{
        draft::Draft,
        outbox::Message,
        render::{Content, Frame},
    },
    people,
    seminars::{
        model::{Confirmation, ConfirmationState},
        queries,
    },
};

/// The token of the link by which an address is confirmed.
pub fn confirmation_token(key: &Key, asked: &Confirmation) -> String {
    key.token(Purpose::Confirm, &[asked.id.0], asked.generation)
}

/// What a link confirms, not yet believed: look up its generation, then ask [`Key::holds`].
pub fn confirmation_in(token: &str) -> Option<ConfirmationId> {
    let [id] = Key::ids_in::<1>(token)?;
    Some(ConfirmationId(id))
}

fn ids(batch: &[Message]) -> Vec<ConfirmationId> {
    batch.iter().filter_map(|one| one.to.stranger()).collect()
}

/// Why mails that ask are no longer to be sent; those that are missing still are.
pub(super) async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    if batch.is_empty() {
        return Ok(HashMap::new());
    }
    let asked = queries::confirmations(conn, &ids(batch)).await?;
    let why = |message: &Message| {
        let asked = message.to.stranger().and_then(|id| asked.get(&id));
        match asked {
            None => Some("it is not asked any more"),
            Some(asked) if message.payload["generation"] != asked.generation => {
                Some("a later mail asks")
            }
            Some(asked) if asked.state == ConfirmationState::Confirmed => {
                Some("it is confirmed already")
            }
            Some(asked) if asked.expires_at <= clock.now() => Some("the link is too old"),
            Some(_) => None,
        }
    };
    let untrue = |message: &Message| Some((message.id, why(message)?.to_owned()));
    Ok(batch.iter().filter_map(untrue).collect())
}

/// The mails that ask.
pub(super) async fn render(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let asked = queries::confirmations(conn, &ids(batch)).await?;
    let of: Vec<SeriesId> = asked.values().map(|one| one.series_id).collect();
    let titles: Vec<(SeriesId, String)> = series::table
        .filter(series::id.eq_any(of))
        .select((series::id, series::title))
        .load(conn)
        .await?;
    let titles: HashMap<SeriesId, String> = titles.into_iter().collect();
    let askers: Vec<PersonId> = asked.values().filter_map(|one| one.asked_by).collect();
    let askers = people::queries::names(conn, &askers).await?;
    let draft = |message: &Message| {
        let asked = asked.get(&message.to.stranger()?)?;
        let language = asked.language();
        let mail = mails::Confirmation {
            // Whoever is there chose nothing yet, and may be someone else than was meant.
            frame: Frame {
                language,
                zone: hub.zone,
                reader: None,
                hub: hub.name.clone(),
                home: hub.public_url.clone(),
                preferences: None,
                unsubscribe: None,
            },
            series: titles.get(&asked.series_id)?.clone(),
            asker: asked.asked_by.and_then(|by| askers.get(&by)?.name.clone()),
            link: hub.url(&format!("/confirm/{}", confirmation_token(&hub.key, asked))),
            until: asked.expires_at,
        };
        Some((message.id, Draft::new(None, language, mail.render())))
    };
    Ok(batch.iter().filter_map(draft).collect())
}
