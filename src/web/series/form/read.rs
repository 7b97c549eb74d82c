//! The form of a series, read.

use crate::{
    base::{
        error::{Invalid, Reason},
        ids::{InstitutionId, PersonId, RoomId},
        text,
        zone::Zone,
    },
    mail::reminder::Reminder,
    rooms::model::Room,
    seminars::{
        actions::{NewSeries, SeriesChange},
        model::{Entrance, JoinFor, SeriesColour, SeriesState, TextLanguage, Visibility},
    },
    web::{pages::series::SeriesForm, typed},
};

/// What is read from the form beside its texts.
pub(super) struct Said {
    zone: Zone,
    minutes: i32,
    room: Option<RoomId>,
    visibility: Visibility,
    language: Option<TextLanguage>,
    reminders: Vec<Reminder>,
    organisers: Vec<PersonId>,
    capacity: Option<i32>,
    join_for: Option<JoinFor>,
    join_minutes: Option<i32>,
    institutions: Vec<InstitutionId>,
    colour: Option<SeriesColour>,
    state: Option<SeriesState>,
}

pub(super) fn said(form: &SeriesForm, rooms: &[(Room, Option<String>)]) -> Result<Said, Invalid> {
    let mut invalid = Invalid::default();
    let zone = invalid.take("zone", typed::zone(&form.zone.value));
    let minutes = invalid.take(
        "duration_minutes",
        typed::number(&form.duration_minutes.value)
            .and_then(|minutes| minutes.ok_or(Reason::new("reason-required"))),
    );
    let visibility = invalid.take("visibility", typed::word(&form.visibility.value));
    let reminders = invalid.take(
        "reminders",
        typed::reminders(&form.reminders.value, &form.reminder_days.values),
    );
    let language = match form.language.value.as_str() {
        "" => Some(None),
        code => invalid.take("language", typed::word(code)).map(Some),
    };
    let room = match form.room.value.as_str() {
        "" => Some(None),
        slug => {
            let found = rooms.iter().find(|(room, _)| room.slug == slug);
            let found = found.ok_or(Reason::new("error-choice"));
            invalid.take("room", found).map(|(room, _)| Some(room.id))
        }
    };
    let organisers: Result<Vec<PersonId>, _> = form
        .organisers
        .values
        .iter()
        .map(|id| id.parse().map_err(|_| Reason::new("error-choice")))
        .collect();
    let organisers = invalid.take("organisers", organisers);
    let capacity = invalid.take("capacity", typed::number(&form.capacity.value));
    let institutions: Result<Vec<InstitutionId>, _> = form
        .institutions
        .values
        .iter()
        .map(|id| id.parse().map_err(|_| Reason::new("error-choice")))
        .collect();
    let institutions = invalid.take("institutions", institutions);
    let join_minutes = invalid.take("join_minutes", typed::number(&form.join_minutes.value));
    // A form that does not ask leaves these as they are.
    let join_for = match form.join_for.value.as_str() {
        "" => Some(None),
        word => invalid.take("join_for", typed::word(word)).map(Some),
    };
    let colour = match form.colour.value.as_str() {
        "" => Some(None),
        word => invalid.take("colour", typed::word(word)).map(Some),
    };
    let state = match form.state.value.as_str() {
        "" => Some(None),
        word => invalid.take("state", typed::word(word)).map(Some),
    };
    let said = (|| {
        Some(Said {
            zone: zone?,
            minutes: minutes?,
            room: room?,
            visibility: visibility?,
            language: language?,
            reminders: reminders?,
            organisers: organisers?,
            capacity: capacity?,
            join_for: join_for?,
            join_minutes: join_minutes?,
            institutions: institutions?,
            colour: colour?,
            state: state?,
        })
    })();
    invalid.none_or()?;
    said.ok_or_else(|| Invalid::one("", Reason::new("reason-required")))
}

impl Said {
    pub(super) fn new_series(self, form: &SeriesForm) -> NewSeries {
        let usual = Entrance::default();
        NewSeries {
            title: form.title.value.clone(),
            slug: text::some(form.slug.value.trim().to_owned()),
            description: form.description.value.clone(),
            zone: self.zone,
            duration_minutes: self.minutes,
            room: self.room,
            visibility: self.visibility,
            language: self.language,
            topics: typed::words(&form.topics.value),
            reminders: self.reminders,
            organisers: self.organisers,
            capacity: self.capacity,
            entrance: Entrance {
                join_for: self.join_for.unwrap_or(usual.join_for),
                join_minutes: self.join_minutes.unwrap_or(usual.join_minutes),
            },
            join_url: join_url(form),
            institutions: self.institutions,
            colour: self.colour.unwrap_or(SeriesColour::Pine),
        }
    }

    pub(super) fn change(self, form: &SeriesForm) -> SeriesChange {
        SeriesChange {
            title: Some(form.title.value.clone()),
            description: Some(form.description.value.clone()),
            zone: Some(self.zone),
            duration_minutes: Some(self.minutes),
            room: Some(self.room),
            visibility: Some(self.visibility),
            language: Some(self.language),
            topics: Some(typed::words(&form.topics.value)),
            reminders: Some(self.reminders),
            organisers: Some(self.organisers),
            capacity: Some(self.capacity),
            join_for: self.join_for,
            join_minutes: self.join_minutes,
            join_url: Some(join_url(form)),
            institutions: Some(self.institutions),
            colour: self.colour,
            state: self.state,
            note: None,
            silent: !form.silent.values.is_empty(),
            lock_version: form.meta.lock_version,
        }
    }
}

/// The address at which its seminars take place online; none where the field is empty.
fn join_url(form: &SeriesForm) -> Option<String> {
    text::some(form.join_url.value.trim().to_owned())
}
