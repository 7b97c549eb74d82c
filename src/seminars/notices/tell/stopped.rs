//! That it does not take place, or not with them.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{changed::concerned, message};
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::PersonId,
        schema::{attendances, messages},
    },
    mail::outbox::{self, MessageKind, NewMessage, Which},
    people::{self, model::Actor},
    seminars::{
        model::{Details, SeminarState, SpeakerAnswer},
        notices::{audiences, by_feed::feed_stops, digest::follower_stops},
        queries,
    },
};

/// Tells those who do not speak any more, if they were told that they would: what they had taken into their calendar goes
/// from it. Who is invited as a guest besides learns it by the change that everyone is told.
pub(super) async fn released(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
    note: Option<&str>,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let stays = |person: PersonId| after.speakers.iter().any(|one| one.person_id == person);
    let gone: Vec<PersonId> = before
        .speakers
        .iter()
        .map(|speaker| speaker.person_id)
        .filter(|person| !stays(*person))
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    let guests: Vec<PersonId> = attendances::table
        .filter(attendances::seminar_id.eq(seminar.id))
        .filter(attendances::person_id.eq_any(&gone))
        .select(attendances::person_id)
        .load(conn)
        .await?;
    let mut told: Vec<PersonId> = messages::table
        .filter(messages::seminar_id.eq(seminar.id))
        .filter(messages::person_id.eq_any(&gone))
        .filter(messages::person_id.ne_all(&guests))
        .filter(messages::state.eq_any(["sent", "leased"]))
        .select(messages::person_id.assume_not_null())
        .distinct()
        .load(conn)
        .await?;
    // Whom an organiser asked in a mail of their own knows of it too.
    let asked = before.speakers.iter().filter(|one| one.asked_oneself);
    let asked = asked.map(|one| one.person_id);
    told.extend(asked.filter(|person| gone.contains(person) && !guests.contains(person)));
    told.sort_unstable();
    told.dedup();
    for person in gone {
        // What waits for someone who takes no part any more would put it back into their calendar.
        let kinds: &[MessageKind] = match guests.contains(&person) {
            true => &[MessageKind::SpeakerRequest, MessageKind::SpeakerChase],
            false => &[
                MessageKind::SpeakerRequest,
                MessageKind::SpeakerChase,
                MessageKind::Change,
                MessageKind::Cancellation,
            ],
        };
        let which = Which {
            seminar: Some(seminar.id),
            person: Some(person),
            kinds,
            ..Which::default()
        };
        outbox::void(conn, clock, which, "they are not asked to speak any more").await?;
    }
    // They knew of its series while they spoke in it; of one into which it comes with this they do not.
    let spoke = |person: PersonId| {
        let mut speakers = before.speakers.iter();
        speakers.any(|one| one.person_id == person && one.answer != SpeakerAnswer::Declined)
    };
    let now = clock.now();
    let recipients = people::queries::recipients(conn, hub, &told, seminar.starts_at).await?;
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|recipient| {
            let series = before.seminar.series_id;
            let spoke_in = series.filter(|_| spoke(recipient.person));
            let payload = json!({ "released": true, "note": note, "spoke_in": spoke_in });
            let number = format!("released:{}", seminar.revision);
            message(
                MessageKind::Cancellation,
                after,
                recipient,
                Some(actor.id),
                now,
                payload,
                &number,
            )
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Tells everyone who was told of it that it does not take place (then), with `note` above it. What waits is void.
///
/// # Errors
/// What the database says.
pub async fn stopped(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
    note: Option<&str>,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let now = clock.now();
    let postponed = seminar.state == SeminarState::Postponed;
    let concerned = concerned(conn, seminar.id, true, None).await?;
    let which = Which {
        seminar: Some(seminar.id),
        kinds: &[
            MessageKind::Invitation,
            MessageKind::SpeakerRequest,
            MessageKind::SpeakerChase,
            MessageKind::Thanks,
            MessageKind::SlidesChase,
            MessageKind::RecordingChase,
            MessageKind::Change,
            MessageKind::Reminder,
            MessageKind::ReplyWanted,
        ],
        ..Which::default()
    };
    outbox::void(
        conn,
        clock,
        which,
        if postponed { "postponed" } else { "cancelled" },
    )
    .await?;
    audiences::stopped(conn, clock, actor, before, after, note).await?;
    if before.seminar.state == SeminarState::Draft && concerned.iter().all(|one| one.told.is_none())
        || before.seminar.is_over(now)
    {
        return Ok(());
    }
    let answered: Vec<PersonId> = queries::attendances(conn, seminar.id)
        .await?
        .into_iter()
        .filter(|one| one.answer.is_some())
        .map(|one| one.person_id)
        .collect();
    let people: Vec<PersonId> = concerned
        .iter()
        .filter(|one| one.told.is_some() || answered.contains(&one.person_id))
        .map(|one| one.person_id)
        .collect();
    let recipients = people::queries::recipients(conn, hub, &people, seminar.starts_at).await?;
    let mut new: Vec<NewMessage> = people
        .iter()
        .filter_map(|person| {
            let payload = json!({ "postponed": postponed, "note": note });
            let key = seminar.sequence.to_string();
            Some(message(
                MessageKind::Cancellation,
                after,
                recipients.get(person)?,
                Some(actor.id),
                now,
                payload,
                &key,
            ))
        })
        .collect();
    new.extend(follower_stops(conn, clock, hub, actor, after, postponed, note).await?);
    // What was a draft stood in no feed.
    if before.seminar.state != SeminarState::Draft {
        let told = new.iter().filter_map(|message| message.to.person());
        let told: Vec<PersonId> = told.collect();
        new.extend(feed_stops(conn, clock, hub, actor, after, note, &told).await?);
    }
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}
