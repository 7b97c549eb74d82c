//! Whether what waits in the outbox is still true: asked for a whole batch, seconds before it goes out.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{About, Tells};
use crate::{
    base::{clock::Clock, ids::MessageId},
    mail::{outbox::Message, preferences::Matter},
    stays::model::{Details, Snapshot},
};

/// Why messages are no longer true; those that are missing still are. Three queries.
///
/// # Errors
/// What the database says.
pub async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let about = About::read(conn, batch).await?;
    let why = |message: &Message| match (about.details(message), Tells::of(message)) {
        (None, _) => Some("the stay is gone".to_owned()),
        (_, None) => Some("what it tells is not known".to_owned()),
        (Some(_), Some(_)) if message.not_after <= clock.now() => Some("it is over".to_owned()),
        (Some(details), Some(Tells::Step { state, .. })) => {
            let stay = &details.stay;
            if stay.state != state {
                Some(format!("it is {} by now", stay.state))
            } else if ![stay.visitor_id, stay.host_id]
                .map(Some)
                .contains(&message.person())
            {
                Some("they are not the host any more".to_owned())
            } else {
                None
            }
        }
        (Some(details), Some(Tells::Change { .. })) => {
            change(message, details, about.before(message)).map(str::to_owned)
        }
    };
    Ok(batch
        .iter()
        .filter_map(|message| Some((message.id, why(message)?)))
        .collect())
}

/// What each message of `batch` is about: when the stay begins, and when it did as its reader was told before.
///
/// # Errors
/// What the database says.
pub async fn matters(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Matter>> {
    let about = About::read(conn, batch).await?;
    let matter = |message: &Message| Matter {
        starts_at: about
            .details(message)
            .map(|details| details.stay.slot().from()),
        told_start: about
            .details(message)
            .zip(about.before(message))
            .map(|(details, before)| details.stay.zone().start_of(before.from)),
        series: None,
    };
    Ok(batch
        .iter()
        .map(|message| (message.id, matter(message)))
        .collect())
}

fn change(message: &Message, details: &Details, before: Option<&Snapshot>) -> Option<&'static str> {
    let stay = &details.stay;
    let Some(before) = before else {
        return Some("what they were told is not known");
    };
    if stay.state.is_off() {
        Some("it does not take place")
    } else if !Snapshot::of(details).differs(before) {
        Some("what changed was changed back")
    } else if ![stay.visitor_id, stay.host_id, before.host_id]
        .map(Some)
        .contains(&message.person())
    {
        Some("they are not concerned any more")
    } else {
        None
    }
}
