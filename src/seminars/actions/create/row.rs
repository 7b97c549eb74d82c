//! The row of a new seminar: its own values, and those of its series or of the hub where it was not said.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    NewSeminar, Rooms,
    check::{checked_place, too_long},
};
use crate::{
    base::{
        clock::Clock,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::{self, SeminarId},
        schema::seminars,
        text,
    },
    mail::reminder::Reminder,
    people::model::Actor,
    seminars::{
        actions::{
            WriteError, entrance,
            inherited::OfEach,
            seats, texts,
            write::{instants, reminders, topics, web_address},
        },
        model::{Series, TextChange, TextLanguage, Texts, Visibility},
    },
};

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: &NewSeminar,
    head: Option<&Series>,
) -> Result<SeminarId, WriteError> {
    let mut invalid = Invalid::default();
    let title = text::line(&new.title);
    let abstract_text = text::lines(&new.abstract_text);
    too_long(&mut invalid, "title", &title, text::TITLE);
    too_long(&mut invalid, "abstract", &abstract_text, text::LONG);
    let language = new
        .language
        .map(|language| language.word().to_owned())
        .or_else(|| head.and_then(|head| head.language.clone()));
    let wanted = new.texts.iter();
    let wanted: BTreeMap<TextLanguage, TextChange> = wanted
        .map(|(language, text)| (*language, text.clone().into()))
        .collect();
    let texts = texts::next(&mut invalid, &Texts::default(), &wanted);
    texts::in_other_languages(&mut invalid, language.as_deref(), &texts, &wanted);
    let zone = new
        .zone
        .or_else(|| head.map(Series::zone))
        .unwrap_or(hub.zone);
    let minutes = new
        .duration_minutes
        .or_else(|| head.map(|head| head.duration_minutes))
        .unwrap_or(60);
    if !(1..=43_200).contains(&minutes) {
        invalid.because("duration_minutes", "reason-duration");
    }
    let join_url = invalid.take(
        "join_url",
        match (&new.join_url, head) {
            (Some(own), _) => web_address(own.as_deref().unwrap_or_default()),
            (None, head) => Ok(head.and_then(|head| head.join_url.clone())),
        },
    );
    let place = invalid
        .take("place", new.place.as_ref().map(checked_place).transpose())
        .flatten();
    let topics = invalid.take(
        "topics",
        match (&new.topics, head) {
            (Some(own), _) => topics(own),
            (None, Some(head)) => Ok(head.topics.clone()),
            (None, None) => Ok(Vec::new()),
        },
    );
    let reminders = invalid.take(
        "reminders",
        match (&new.reminders, head) {
            (Some(own), _) => reminders(own),
            (None, Some(head)) => Ok(head.reminders.clone()),
            (None, None) => Ok(Reminder::USUAL.to_vec()),
        },
    );
    seats::checked(&mut invalid, new.capacity.flatten());
    entrance::checked(&mut invalid, new.join_minutes.unwrap_or_default());
    let slot = match instants(new.starts_local, zone, new.fold, minutes.clamp(1, 43_200)) {
        Ok(slot) => Some(slot),
        Err(wrong) => {
            for (field, reasons) in wrong.fields() {
                for reason in reasons {
                    invalid.add(field, reason.clone());
                }
            }
            None
        }
    };
    invalid.none_or()?;
    let slot = slot.ok_or_else(|| Refusal::invalid("starts_local", "reason-time"))?;
    let id = SeminarId::fresh(clock);
    let now = clock.now();
    diesel::insert_into(seminars::table)
        .values((
            (
                seminars::id.eq(id),
                seminars::code.eq(fresh_code(conn).await?),
                seminars::uid.eq(hub.calendar_uid(id.0)),
                seminars::series_id.eq(new.series),
                seminars::project_id.eq(new.project),
                seminars::kind.eq(new.kind),
                seminars::title.eq(title),
                seminars::abstract_text.eq(abstract_text),
                seminars::owner_id.eq(actor.id),
                seminars::entered_by.eq(actor.id),
                seminars::starts_local.eq(new.starts_local),
                seminars::zone.eq(zone.name()),
                seminars::fold.eq(new.fold.map(i16::from)),
                seminars::starts_at.eq(slot.from()),
                seminars::ends_at.eq(slot.to()),
                seminars::duration_minutes.eq(minutes),
            ),
            (
                seminars::visibility.eq(new
                    .visibility
                    .or_else(|| head.map(|head| head.visibility))
                    .unwrap_or(Visibility::Public)),
                seminars::language.eq(language),
                seminars::topics.eq(topics.unwrap_or_default()),
                seminars::reminders.eq(reminders.unwrap_or_default()),
                seminars::inherits.eq(inherits(new, head)),
                seminars::place.eq(place.map(|place| json!(place))),
                seminars::join_url.eq(join_url.flatten()),
                seminars::state.eq(new.state),
                seminars::state_at.eq(now),
                seminars::state_by.eq(actor.id),
                seminars::created_at.eq(now),
                seminars::modified_at.eq(now),
            ),
        ))
        .execute(conn)
        .await?;
    texts::put(conn, id, &Texts::default(), &texts).await?;
    Ok(id)
}

/// What a new seminar takes from its series: whatever was not said.
fn inherits(new: &NewSeminar, head: Option<&Series>) -> Vec<String> {
    if head.is_none() {
        return Vec::new();
    }
    let words = OfEach {
        zone: new.zone.is_none(),
        duration: new.duration_minutes.is_none(),
        room: new.rooms == Rooms::AsSeries,
        visibility: new.visibility.is_none(),
        language: new.language.is_none(),
        topics: new.topics.is_none(),
        reminders: new.reminders.is_none(),
        capacity: new.capacity.is_none(),
        join_for: new.join_for.is_none(),
        join_minutes: new.join_minutes.is_none(),
        join_url: new.join_url.is_none(),
    }
    .words();
    words.into_iter().map(str::to_owned).collect()
}

/// A code that no seminar has. Two writers that draw the same one at once meet the constraint, one in some 10¹⁰.
async fn fresh_code(conn: &mut AsyncPgConnection) -> QueryResult<String> {
    loop {
        let code = ids::short_code();
        let there: bool = diesel::select(diesel::dsl::exists(
            seminars::table.filter(seminars::code.eq(&code)),
        ))
        .get_result(conn)
        .await?;
        if !there {
            return Ok(code);
        }
    }
}
