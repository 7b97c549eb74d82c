//! Announcements to one mailing list that come one after the other wait for the last of them, so that one mail tells all.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use diesel::{QueryResult, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{AudienceId, MessageId, SeminarId},
        schema::{messages, seminars},
    },
    mail::outbox::{Message, MessageKind, MessageState},
    seminars::notices::AT_ONCE,
};

/// So many change windows at most an announcement waits for others, counted from when it was queued: as many as an edit that
/// others follow.
const WINDOWS: i32 = 3;

/// Until when announcements of `batch`, whose window has ended, wait for what is held for the same list: until the last of those
/// windows ends that end within three windows of when the first of them was queued. What begins soon waits for nothing; nor
/// does what an organiser let go, nor what was tried before.
///
/// # Errors
/// What the database says.
pub async fn gathering(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Instant>> {
    let now = clock.now();
    let waiting = waiting(conn, now, batch).await?;
    if waiting.is_empty() {
        return Ok(HashMap::new());
    }
    let lists: Vec<AudienceId> = waiting.keys().copied().collect();
    let held: Vec<(Option<AudienceId>, Instant)> = messages::table
        .filter(messages::audience_id.eq_any(lists))
        .filter(messages::kind.eq(MessageKind::Announcement))
        .filter(messages::state.eq(MessageState::Held))
        .filter(messages::ended_at.is_null())
        .filter(messages::send_after.gt(now))
        .select((messages::audience_id, messages::send_after))
        .load(conn)
        .await?;
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let mut until = HashMap::new();
    for (list, announced) in waiting {
        let Some(first) = announced.iter().map(|one| one.created_at).min() else {
            continue;
        };
        let latest = first + window * WINDOWS;
        let of_list = held.iter().filter(|(of, _)| *of == Some(list));
        let near = of_list.map(|(_, end)| *end).filter(|end| *end <= latest);
        let Some(end) = near.max() else { continue };
        let waits = announced.iter().filter(|one| one.not_after > end);
        until.extend(waits.map(|one| (one.id, end)));
    }
    Ok(until)
}

/// The announcements that may wait at `now`, by their lists.
async fn waiting<'a>(
    conn: &mut AsyncPgConnection,
    now: Instant,
    batch: &'a [Message],
) -> QueryResult<HashMap<AudienceId, Vec<&'a Message>>> {
    let announced: Vec<&Message> = batch.iter().filter(|one| may_wait(one)).collect();
    if announced.is_empty() {
        return Ok(HashMap::new());
    }
    let about: BTreeSet<SeminarId> = announced
        .iter()
        .filter_map(|one| one.about.seminar)
        .collect();
    let far_off: Vec<SeminarId> = seminars::table
        .filter(seminars::id.eq_any(about))
        .filter(seminars::starts_at.ge(now + AT_ONCE))
        .select(seminars::id)
        .load(conn)
        .await?;
    let mut waiting: HashMap<AudienceId, Vec<&Message>> = HashMap::new();
    for message in announced {
        if let (Some(list), Some(seminar)) = (message.to.audience(), message.about.seminar)
            && far_off.contains(&seminar)
        {
            waiting.entry(list).or_default().push(message);
        }
    }
    Ok(waiting)
}

/// Whether an announcement is about to go at the end of its window, for the first time and by itself.
fn may_wait(message: &Message) -> bool {
    message.kind == MessageKind::Announcement
        && message.state == MessageState::Leased
        && message.attempts <= 1
        && message.send_after > message.created_at
        && message.payload["let_go"] != true
}
