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

/// Until when announcements of `batch`, which a worker has, wait for what is held for the same list. What no worker has is asked
/// about to be read, and waits for nothing.
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
    let leased = batch.iter().filter(|one| one.state == MessageState::Leased);
    let announced: Vec<&Message> = leased.filter(|one| goes_by_itself(one)).collect();
    if announced.is_empty() {
        return Ok(HashMap::new());
    }
    let rule = Gathering::of(conn, hub, &announced).await?;
    let mut of_lists: HashMap<AudienceId, Vec<&Message>> = HashMap::new();
    for message in announced {
        if let Some(list) = message.announces_to() {
            of_lists.entry(list).or_default().push(message);
        }
    }
    let lists: Vec<AudienceId> = of_lists.keys().copied().collect();
    let held: Vec<(Option<AudienceId>, Instant)> = messages::table
        .filter(messages::audience_id.eq_any(lists))
        .filter(messages::kind.eq(MessageKind::Announcement))
        .filter(messages::state.eq(MessageState::Held))
        .filter(messages::ended_at.is_null())
        .filter(messages::send_after.gt(now))
        .select((messages::audience_id, messages::send_after))
        .load(conn)
        .await?;
    let mut until = HashMap::new();
    for (list, announced) in of_lists {
        let of_list = held.iter().filter(|(of, _)| *of == Some(list));
        let ends: Vec<Instant> = of_list.map(|(_, end)| *end).collect();
        until.extend(rule.until(now, &announced, &ends));
    }
    Ok(until)
}

/// The rule: announcements whose window has ended wait until the last of those windows ends that end within three windows of
/// when the first of them was queued. What begins soon waits for nothing; nor does what an organiser let go, nor what was tried
/// before.
pub(super) struct Gathering {
    /// The change window.
    window: Duration,
    /// When the seminars begin that are announced.
    starts: HashMap<SeminarId, Instant>,
}

impl Gathering {
    /// The rule, with what it asks of these messages.
    pub(super) async fn of(
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        messages: &[&Message],
    ) -> QueryResult<Self> {
        let about: BTreeSet<SeminarId> = messages
            .iter()
            .filter_map(|one| one.about.seminar)
            .collect();
        let starts: Vec<(SeminarId, Instant)> = seminars::table
            .filter(seminars::id.eq_any(about))
            .select((seminars::id, seminars::starts_at))
            .load(conn)
            .await?;
        Ok(Self {
            window: Duration::from_std(hub.change_window).unwrap_or_default(),
            starts: starts.into_iter().collect(),
        })
    }

    /// Which of `batch`, announced to one list and about to go at `now`, wait, and until when; `ends` are the ends of the windows
    /// of what is held for that list.
    pub(super) fn until(
        &self,
        now: Instant,
        batch: &[&Message],
        ends: &[Instant],
    ) -> HashMap<MessageId, Instant> {
        let mut waiting: Vec<&Message> = batch.to_vec();
        waiting.retain(|one| self.may_wait(one, now));
        let Some(first) = waiting.iter().map(|one| one.created_at).min() else {
            return HashMap::new();
        };
        let latest = first + self.window * WINDOWS;
        let near = ends.iter().copied();
        let near = near.filter(|end| *end > now && *end <= latest);
        let Some(end) = near.max() else {
            return HashMap::new();
        };
        let waiting = waiting.into_iter().filter(|one| one.not_after > end);
        waiting.map(|one| (one.id, end)).collect()
    }

    /// Whether an announcement may wait at `now`.
    fn may_wait(&self, message: &Message, now: Instant) -> bool {
        let starts = message.about.seminar.and_then(|id| self.starts.get(&id));
        goes_by_itself(message) && starts.is_some_and(|at| *at >= now + AT_ONCE)
    }
}

/// Whether an announcement goes at the end of its window, for the first time and by itself.
fn goes_by_itself(message: &Message) -> bool {
    message.announces_to().is_some()
        && !message.was_tried()
        && message.send_after > message.created_at
        && message.payload["let_go"] != true
}
