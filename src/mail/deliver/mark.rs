//! Writing what became of messages, and telling what follows from it.

use diesel_async::AsyncConnection;

use super::{
    batch::Desk,
    lease::{self, End},
};
use crate::{
    base::{
        clock::Instant,
        db::DbError,
        error::{is_crossed, is_unavailable},
        ids::MessageId,
    },
    mail::outbox::Message,
};

/// Writes what became of messages. That nobody is at an address is told in the same transaction; where it cannot be, the
/// messages are marked nevertheless.
pub(super) async fn marked(
    desk: &Desk,
    now: Instant,
    name: &str,
    ends: &[(&Message, End)],
) -> Result<Vec<MessageId>, DbError> {
    if ends.iter().all(|(_, end)| *end == End::Sent) {
        let sent: Vec<&Message> = ends.iter().map(|(message, _)| *message).collect();
        return desk.together.mark_sent(&desk.db, now, name, &sent).await;
    }
    let rows: Vec<_> = ends
        .iter()
        .map(|(message, end)| (message.id, end.clone()))
        .collect();
    if !ends.iter().any(|(_, end)| matches!(end, End::Gone(_))) {
        return settle(desk, now, name, &rows).await;
    }
    let mut conn = desk.db.get().await?;
    let told = conn
        .transaction(async |conn| {
            let ids = rows.iter().map(|(id, _)| *id).collect();
            lease::hold(conn, name, ids).await?;
            let settled = lease::settle(conn, now, name, &rows).await?;
            for (message, end) in ends {
                if let End::Gone(why) = end
                    && settled.contains(&message.id)
                {
                    (desk.composer.gone)(conn, message, why).await?;
                }
            }
            Ok::<_, diesel::result::Error>(settled)
        })
        .await;
    match told {
        Ok(settled) => Ok(settled),
        // The same once more goes through, and whoever is to hear of it does.
        Err(error) if is_unavailable(&error) || is_crossed(&error) => Err(error.into()),
        Err(error) => {
            tracing::error!(%error, "that nobody is at an address cannot be told");
            Ok(lease::settle(&mut conn, now, name, &rows).await?)
        }
    }
}

/// Writes what became of messages; answers of which.
pub(super) async fn settle(
    desk: &Desk,
    now: Instant,
    name: &str,
    rows: &[(MessageId, End)],
) -> Result<Vec<MessageId>, DbError> {
    Ok(lease::settle(&mut *desk.db.get().await?, now, name, rows).await?)
}
