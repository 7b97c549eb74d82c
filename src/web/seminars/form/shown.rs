//! The form of a seminar as it is shown: empty, or with the seminar as it stands.

use chrono::{NaiveDateTime, Timelike};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::reminding;
use crate::{
    base::{ids::PersonId, zone::Zone},
    people::{self, model::Named},
    seminars::model::{Details, Inherited, Place, SeminarKind, Series, SpeakerRole, Visibility},
    web::pages::{
        form::{Field, FormMeta, Several},
        seminar_form::{SeminarForm, SeminarFormPage},
        stale::{Told, chosen, plain, reminders},
        versions::Versions,
    },
};

/// An empty form, with what `series` has as a rule.
pub(super) fn blank(series: Option<&Series>, zone: Zone, key: String) -> SeminarForm {
    let has_room = series.is_some_and(|series| series.room_id.is_some());
    let entrance = series.map(Series::entrance).unwrap_or_default();
    let reminders = if series.is_some() { "" } else { "1440, 60" };
    SeminarForm {
        meta: FormMeta {
            key,
            ..FormMeta::default()
        },
        series: Field::of(series.map_or("", |series| &series.slug)),
        kind: Field::of(SeminarKind::Seminar.word()),
        zone: Field::of(series.map_or(zone, Series::zone).name()),
        duration_minutes: Field::of(
            series
                .map_or(60, |series| series.duration_minutes)
                .to_string(),
        ),
        where_kind: Field::of(if has_room { "series" } else { "rooms" }),
        join_kind: Field::of(series.map_or("", |_| "series")),
        visibility: Field::of(
            series
                .map_or(Visibility::Public, |series| series.visibility)
                .word(),
        ),
        reminders: Field::of(reminders),
        capacity: number(series.and_then(|series| series.capacity)),
        join_for: Field::of(entrance.join_for.word()),
        join_minutes: number(Some(entrance.join_minutes)),
        ..SeminarForm::default()
    }
}

/// The form of a seminar as it stands.
pub(super) fn of(details: &Details, speakers: &[Shown], key: String) -> SeminarForm {
    let seminar = &details.seminar;
    let place = seminar.place();
    let where_kind = match (seminar.inherits(Inherited::Room), &place) {
        (true, _) => "series",
        (false, _) if details.main_rooms().next().is_some() => "rooms",
        (false, Some(_)) => "elsewhere",
        (false, None) => "none",
    };
    let join_kind = match (&details.series, &seminar.join_url) {
        (None, _) => "",
        (Some(_), _) if seminar.inherits(Inherited::JoinUrl) => "series",
        (Some(_), Some(_)) => "own",
        (Some(_), None) => "none",
    };
    let own_address = seminar
        .join_url
        .as_deref()
        .filter(|_| join_kind != "series");
    let (reminders, reminder_days) = reminding::shown(details);
    let place = place.unwrap_or(Place {
        name: String::new(),
        address: None,
        url: None,
        zone: None,
    });
    let lines: Vec<String> = speakers.iter().map(Shown::line).collect();
    let mut form = SeminarForm {
        meta: FormMeta {
            key,
            lock_version: Some(seminar.lock_version),
            errors: Vec::new(),
        },
        series: Field::of(details.series.as_ref().map_or("", |series| &series.slug)),
        kind: Field::of(seminar.kind.word()),
        title: Field::of(&seminar.title),
        abstract_text: Field::of(&seminar.abstract_text),
        language: match seminar.inherits(Inherited::Language) {
            true => Field::default(),
            false => Field::of(seminar.written.language.clone().unwrap_or_default()),
        },
        date: Field::of(seminar.starts_local.date().to_string()),
        time: Field::of(clock(seminar.starts_local)),
        zone: Field::of(&seminar.zone),
        fold: Field::of(
            seminar
                .fold
                .map(|fold| fold.to_string())
                .unwrap_or_default(),
        ),
        duration_minutes: Field::of(seminar.duration_minutes.to_string()),
        where_kind: Field::of(where_kind),
        rooms: Several::of(details.main_rooms().map(|room| &room.slug)),
        place_name: Field::of(place.name),
        place_address: Field::of(place.address.unwrap_or_default()),
        place_url: Field::of(place.url.unwrap_or_default()),
        place_zone: Field::of(place.zone.map_or("", Zone::name)),
        join_kind: Field::of(join_kind),
        join_url: Field::of(own_address.unwrap_or_default()),
        visibility: Field::of(seminar.visibility.word()),
        speakers: Field::of(lines.join("\n")),
        reminders,
        reminder_days,
        capacity: number(details.capacity),
        join_for: Field::of(details.entrance.join_for.word()),
        join_minutes: number(Some(details.entrance.join_minutes)),
        ..SeminarForm::default()
    };
    form.put(&seminar.written.texts);
    form
}

/// A number that may be missing.
fn number(number: Option<i32>) -> Field {
    Field::of(number.map(|number| number.to_string()).unwrap_or_default())
}

/// The fields of a form with the keys of their labels, as people read them.
pub(super) fn told(page: &SeminarFormPage, form: &SeminarForm) -> Vec<Told> {
    let spoken = |group: &str, field: &Field| match field.value.is_empty() {
        true => String::new(),
        false => page.page.word(group, &field.value),
    };
    let reminders = reminders(&page.page, &form.reminders, &form.reminder_days);
    let rooms = form.rooms.values.iter();
    let mut rooms: Vec<String> = rooms.map(|slug| chosen(&page.rooms, slug)).collect();
    rooms.sort();
    let mut told = vec![
        ("seminar-form-kind", spoken("kind", &form.kind)),
        ("seminar-form-title", plain(&form.title)),
        ("seminar-form-abstract", plain(&form.abstract_text)),
        (
            "series-form-language",
            chosen(&page.languages(), &form.language.value),
        ),
        ("seminar-form-speakers", plain(&form.speakers)),
        ("seminar-form-date", plain(&form.date)),
        ("seminar-form-time", plain(&form.time)),
        ("seminar-form-duration", plain(&form.duration_minutes)),
        ("seminar-form-zone", plain(&form.zone)),
        (
            "seminar-form-where-kind",
            spoken("seminar-form-where", &form.where_kind),
        ),
        ("seminar-form-rooms", rooms.join(", ")),
        ("seminar-form-place", plain(&form.place_name)),
        ("seminar-form-place-address", plain(&form.place_address)),
        ("seminar-form-place-url", plain(&form.place_url)),
        ("seminar-form-place-zone", plain(&form.place_zone)),
        (
            "seminar-form-join-kind",
            spoken("seminar-form-join-kind", &form.join_kind),
        ),
        ("seminar-form-join", plain(&form.join_url)),
        (
            "seminar-form-visibility",
            spoken("visibility", &form.visibility),
        ),
        ("seminar-form-reminders", reminders),
        ("seminar-form-capacity", plain(&form.capacity)),
        ("form-join-for", spoken("join-for", &form.join_for)),
        ("form-join-minutes", plain(&form.join_minutes)),
    ];
    told.extend(form.told());
    told
}

/// A time of day as browsers take it.
pub(in crate::web::seminars) fn clock(local: NaiveDateTime) -> String {
    if local.second() == 0 {
        local.format("%H:%M").to_string()
    } else {
        local.format("%H:%M:%S").to_string()
    }
}

/// A speaker as the form shows them.
pub(in crate::web::seminars) struct Shown {
    /// Who.
    pub person: PersonId,
    /// `Name <address>`, or what of it is known.
    pub who: String,
    role: SpeakerRole,
}

impl Shown {
    /// The speakers of a seminar, in order.
    pub(in crate::web::seminars) async fn all(
        conn: &mut AsyncPgConnection,
        details: &Details,
    ) -> QueryResult<Vec<Self>> {
        let ids: Vec<PersonId> = details.speakers.iter().map(|one| one.person_id).collect();
        let names = people::queries::names(conn, &ids).await?;
        Ok(details
            .speakers
            .iter()
            .map(|speaker| Self {
                person: speaker.person_id,
                who: names
                    .get(&speaker.person_id)
                    .map(written)
                    .unwrap_or_default(),
                role: speaker.role,
            })
            .collect())
    }

    /// As it is typed: with the role, where they do not give the talk.
    pub(in crate::web::seminars) fn line(&self) -> String {
        match self.role {
            SpeakerRole::Speaker => self.who.clone(),
            role => format!("{} | {role}", self.who),
        }
    }
}

/// `Name <address>`, or what of it is known.
fn written(named: &Named) -> String {
    match (&named.name, &named.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.clone().or(address.clone()).unwrap_or_default(),
    }
}
