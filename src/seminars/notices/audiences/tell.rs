//! Queueing what mailing lists are told.

use chrono::Duration;
use diesel::{QueryResult, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::AudienceId,
        schema::messages,
    },
    mail::outbox::{self, MessageKind, NewMessage, Which},
    people::model::Actor,
    seminars::{
        actions::{helps_until, snapshot},
        model::{Details, Seminar, SeminarState, Visibility},
        notices::{AT_ONCE, differs_in, soonest},
        queries::{self, Listens},
    },
};

/// Whether lists may read of it, and it takes place.
pub(super) fn is_open(seminar: &Seminar) -> bool {
    seminar.visibility == Visibility::Public && seminar.state == SeminarState::Announced
}

/// What a write owes to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owed {
    Announcement,
    /// The announcement that waits tells this too.
    Renewal,
    Change,
    Withdrawal,
}

/// What happened to a seminar, as far as lists are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Happened {
    was_open: bool,
    is_open: bool,
    /// It is for fewer than everyone now, and was for everyone.
    narrowed: bool,
    /// What is told of it is different.
    differs: bool,
}

fn owed(list: &Listens, happened: Happened) -> Option<Owed> {
    let Happened {
        was_open,
        is_open,
        narrowed,
        differs,
    } = happened;
    match (list.told.is_some(), list.waits) {
        (true, _) if narrowed && was_open => Some(Owed::Withdrawal),
        (true, _) if is_open && (differs || !was_open) => Some(Owed::Change),
        (false, true) if is_open => Some(Owed::Renewal),
        (false, false) if is_open && !was_open && list.meant => Some(Owed::Announcement),
        _ => None,
    }
}

/// Tells lists what a write owes them. Of a draft, and of what is over, nobody is told before this is asked.
pub(in crate::seminars::notices) async fn written(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: Option<&Details>,
    after: &Details,
    note: Option<&str>,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let was_open = before.is_some_and(|before| is_open(&before.seminar));
    let happened = Happened {
        was_open,
        is_open: is_open(seminar),
        narrowed: seminar.visibility != Visibility::Public,
        differs: true,
    };
    if !(happened.was_open || happened.is_open) {
        return Ok(());
    }
    let mut lists = Vec::new();
    let (old, new) = (before.map(snapshot), snapshot(after));
    for list in queries::listening(conn, seminar).await? {
        let languages = list.audience.languages();
        let same = |old| !languages.iter().any(|one| differs_in(*one, old, &new));
        let happened = Happened {
            differs: !old.as_ref().is_some_and(same),
            ..happened
        };
        lists.extend(owed(&list, happened).map(|owed| (list, owed)));
    }
    let soonest = before.map_or(seminar.starts_at, |before| {
        soonest(&before.seminar, seminar, clock.now())
    });
    queue(conn, clock, hub, actor, after, soonest, &lists, note).await
}

/// Tells the lists of one seminar, which is announced already, of it: those that were not told yet.
///
/// # Errors
/// What the database says.
pub async fn joined(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    if !is_open(seminar) || seminar.is_over(clock.now()) {
        return Ok(());
    }
    let mut lists = queries::listening(conn, seminar).await?;
    lists.retain(|list| {
        list.audience.seminar_id.is_some() && list.meant && list.told.is_none() && !list.waits
    });
    let lists: Vec<_> = lists
        .into_iter()
        .map(|list| (list, Owed::Announcement))
        .collect();
    let soonest = seminar.starts_at;
    queue(conn, clock, hub, actor, details, soonest, &lists, None).await
}

#[expect(
    clippy::too_many_arguments,
    reason = "lists, their time and a note besides what every notice has"
)]
async fn queue(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    soonest: Instant,
    lists: &[(Listens, Owed)],
    note: Option<&str>,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    let now = clock.now();
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let at_once = soonest - now < AT_ONCE || window.is_zero();
    let renewed: Vec<AudienceId> = lists
        .iter()
        .filter(|(_, owed)| *owed == Owed::Renewal)
        .map(|(list, _)| list.audience.id)
        .collect();
    diesel::update(messages::table)
        .filter(messages::seminar_id.eq(seminar.id))
        .filter(messages::audience_id.eq_any(renewed))
        .filter(messages::kind.eq(MessageKind::Announcement))
        .filter(messages::state.eq_any(["held", "queued"]))
        .set((
            messages::revision.eq(seminar.revision),
            messages::sequence.eq(seminar.sequence),
            messages::not_after.eq(helps_until(seminar, now)),
        ))
        .execute(conn)
        .await?;
    let new: Vec<NewMessage> = lists
        .iter()
        .filter_map(|(list, owed)| {
            let version = seminar.lock_version;
            let (kind, number, payload) = match owed {
                Owed::Renewal => return None,
                Owed::Announcement => (MessageKind::Announcement, version, json!({ "note": note })),
                Owed::Change => (
                    MessageKind::Change,
                    seminar.revision,
                    json!({ "note": note }),
                ),
                Owed::Withdrawal => {
                    let payload = json!({ "withdrawn": true, "note": note });
                    (MessageKind::Cancellation, version, payload)
                }
            };
            let told = list.told.map(|told| told.min(seminar.revision));
            Some(NewMessage {
                from_revision: told.filter(|_| *owed != Owed::Announcement),
                send_after: if at_once { now } else { now + window },
                held: !at_once,
                ..message(kind, details, list, actor, now, payload, number)
            })
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Tells the lists that were told of it that it does not take place (then). What waits for them is void.
pub(in crate::seminars::notices) async fn stopped(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    before: &Details,
    after: &Details,
    note: Option<&str>,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let now = clock.now();
    let lists = queries::listening(conn, seminar).await?;
    for list in &lists {
        let which = Which {
            seminar: Some(seminar.id),
            audience: Some(list.audience.id),
            kinds: &[MessageKind::Announcement, MessageKind::Change],
            ..Which::default()
        };
        outbox::void(conn, clock, which, seminar.state.word()).await?;
    }
    // What is for fewer than everyone by now is told no list.
    if seminar.visibility != Visibility::Public || before.seminar.is_over(now) {
        return Ok(());
    }
    let payload = json!({ "postponed": seminar.state == SeminarState::Postponed, "note": note });
    let new: Vec<NewMessage> = lists
        .iter()
        .filter(|list| list.told.is_some())
        .map(|list| {
            let (kind, number) = (MessageKind::Cancellation, seminar.sequence);
            message(kind, after, list, actor, now, payload.clone(), number)
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// A message to a list; `number` is what tells it from others of its kind to the same list.
fn message(
    kind: MessageKind,
    details: &Details,
    list: &Listens,
    actor: &Actor,
    now: Instant,
    payload: Value,
    number: i32,
) -> NewMessage {
    let seminar = &details.seminar;
    let audience = &list.audience;
    let what = if payload["withdrawn"] == true {
        "withdrawal"
    } else {
        kind.word()
    };
    NewMessage {
        kind,
        dedupe_key: format!("{what}:{}:{number}:{}", seminar.id, audience.id),
        to: audience.id.into(),
        address: audience.address.clone(),
        about: seminar.id.into(),
        revision: Some(seminar.revision),
        from_revision: None,
        sequence: Some(seminar.sequence),
        payload,
        caused_by: actor.person(),
        priority: kind.priority(),
        send_after: now,
        not_after: helps_until(seminar, now),
        held: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::zone::from_timestamp,
        seminars::model::{Audience, AudienceState},
    };

    fn list(meant: bool, told: Option<i32>, waits: bool) -> Listens {
        let at = from_timestamp(0);
        Listens {
            audience: Audience {
                id: AudienceId(uuid::Uuid::from_u128(1)),
                series_id: None,
                seminar_id: None,
                name: "Sample list".into(),
                address: "list@sample.example".into(),
                languages: vec!["en".into()],
                zone: None,
                permission: "Sample".into(),
                added_by: None,
                added_at: at,
                state: AudienceState::Told,
                state_by: None,
                state_at: at,
            },
            meant,
            told,
            waits,
        }
    }

    fn open(was_open: bool, is_open: bool, differs: bool) -> Happened {
        Happened {
            was_open,
            is_open,
            narrowed: false,
            differs,
        }
    }

    #[test]
    fn what_is_announced_is_told_to_those_for_whom_it_is_meant() {
        let announced = open(false, true, true);
        assert_eq!(
            owed(&list(true, None, false), announced),
            Some(Owed::Announcement)
        );
        assert_eq!(owed(&list(false, None, false), announced), None);
        assert_eq!(
            owed(&list(true, None, true), announced),
            Some(Owed::Renewal)
        );
        // After a postponement, or opened to everyone once more.
        assert_eq!(
            owed(&list(true, Some(2), false), announced),
            Some(Owed::Change)
        );
    }

    #[test]
    fn what_changes_is_told_to_those_who_were_told() {
        let changed = open(true, true, true);
        assert_eq!(
            owed(&list(true, Some(2), false), changed),
            Some(Owed::Change)
        );
        assert_eq!(owed(&list(true, None, true), changed), Some(Owed::Renewal));
        assert_eq!(owed(&list(true, None, false), changed), None);
        let abstract_alone = open(true, true, false);
        assert_eq!(owed(&list(true, Some(2), false), abstract_alone), None);
    }

    #[test]
    fn what_is_for_fewer_is_told_once_and_to_those_who_were_told() {
        let narrowed = Happened {
            narrowed: true,
            ..open(true, false, true)
        };
        assert_eq!(
            owed(&list(true, Some(2), false), narrowed),
            Some(Owed::Withdrawal)
        );
        assert_eq!(owed(&list(true, None, true), narrowed), None);
        let later = Happened {
            was_open: false,
            ..narrowed
        };
        assert_eq!(owed(&list(true, Some(2), false), later), None);
    }
}
