//! The form of a series as it is shown: filled in, with what can be chosen, and once more with what stood in the way.

use actix_web::{HttpResponse, http::StatusCode};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    app::App,
    base::{
        audit,
        error::Refusal,
        ids::{InstitutionId, PersonId, RoomId},
    },
    people::{self, model::Actor},
    rooms::{
        self,
        model::{Room, RoomKind, RoomState},
    },
    seminars::{
        actions::{EDITS, WriteError},
        model::Series,
        queries,
    },
    web::{
        errors::Failure,
        pages::{
            common::WillBeTold,
            form::{Choice, Field, FormMeta, Several},
            series::{SeriesForm, SeriesFormPage},
            stale::{Stale, Told, chosen, plain, reminders},
        },
        reader::Reader,
        seminars::entry::named,
        taken, typed,
    },
};

/// How many people are offered as organisers.
const OFFERED: i64 = 200;

pub(super) async fn of(
    conn: &mut AsyncPgConnection,
    series: &Series,
    key: String,
) -> QueryResult<SeriesForm> {
    let room = match series.room_id {
        Some(id) => rooms::queries::room(conn, id).await?,
        None => None,
    };
    let organisers = queries::organisers(conn, series.id).await?;
    let institutions = queries::institutions_of(conn, series.id).await?;
    Ok(SeriesForm {
        meta: FormMeta {
            key,
            lock_version: Some(series.lock_version),
            errors: Vec::new(),
        },
        title: Field::of(&series.title),
        slug: Field::of(&series.slug),
        description: Field::of(&series.description),
        zone: Field::of(&series.zone),
        duration_minutes: Field::of(series.duration_minutes.to_string()),
        room: Field::of(room.map(|room| room.slug).unwrap_or_default()),
        visibility: Field::of(series.visibility.word()),
        language: Field::of(series.language.clone().unwrap_or_default()),
        topics: Field::of(series.topics.join(", ")),
        reminders: Field::of(typed::minutes(&series.reminders)),
        reminder_days: typed::days(&series.reminders),
        organisers: Several::of(organisers.iter().map(ToString::to_string)),
        capacity: Field::of(
            series
                .capacity
                .map(|capacity| capacity.to_string())
                .unwrap_or_default(),
        ),
        join_for: Field::of(series.join_for.word()),
        join_minutes: Field::of(series.join_minutes.to_string()),
        join_url: Field::of(series.join_url.clone().unwrap_or_default()),
        institutions: Several::of(institutions.iter().map(|one| one.id.to_string())),
        colour: Field::of(series.colour.word()),
        state: Field::of(series.state.word()),
        silent: Several::default(),
    })
}

pub(super) async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    editing: Option<&Series>,
    form: SeriesForm,
) -> QueryResult<SeriesFormPage> {
    let offered = |room: &Room| {
        room.slug == form.room.value
            || (room.state == RoomState::Open && room.kind != RoomKind::Desk)
    };
    let rooms = rooms::queries::rooms(conn).await?;
    let chosen: Vec<PersonId> = form
        .organisers
        .values
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect();
    let people = people::queries::members(conn, &chosen, OFFERED).await?;
    let chosen: Vec<InstitutionId> = form
        .institutions
        .values
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect();
    let institutions = queries::institutions_offered(conn, &chosen, OFFERED).await?;
    let told = match editing {
        Some(series) => {
            let (now, actor) = (reader.now(), actor.id);
            let crowd = queries::concerned_by_series(conn, series.id, now, actor).await?;
            Some(WillBeTold {
                lists: queries::listening_to_series(conn, series.id, now).await?,
                ..crowd.into()
            })
        }
        None => None,
    };
    Ok(SeriesFormPage {
        page: reader.page(),
        editing: editing.map(named),
        rooms: rooms
            .iter()
            .filter(|(room, _)| offered(room))
            .map(|(room, site)| {
                Choice::new(&room.slug, &room.name).hint(site.clone().unwrap_or_default())
            })
            .collect(),
        people: people
            .into_iter()
            .map(|(one, institution)| {
                Choice::new(one.id.to_string(), one.called()).hint(institution.unwrap_or_default())
            })
            .collect(),
        institutions: institutions
            .into_iter()
            .map(|one| Choice::new(one.id.to_string(), one.name).hint(one.city.unwrap_or_default()))
            .collect(),
        stale: None,
        told,
        form,
    })
}

/// The form once more, with what stood in the way.
pub(super) async fn again(
    app: &App,
    reader: &Reader,
    actor: &Actor,
    editing: Option<Series>,
    form: SeriesForm,
    error: WriteError,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let mut page = context(&mut conn, reader, actor, editing.as_ref(), form).await?;
    let status = match (error, editing) {
        (WriteError::Taken(taken), _) => {
            let rooms = rooms::queries::rooms(&mut conn).await?;
            let zone = |id: RoomId| {
                let room = rooms.iter().find(|(room, _)| room.id == id);
                room.map_or(app.hub.zone, |(room, _)| room.zone())
            };
            for conflict in taken::conflicts(&taken, zone).iter().take(5) {
                let words = taken::in_words(&page.page, conflict);
                page.form.refuse("room", words);
            }
            StatusCode::CONFLICT
        }
        (WriteError::Refused(Refusal::Stale { .. }), Some(series)) => {
            compare(&mut conn, &mut page, &series).await?;
            StatusCode::CONFLICT
        }
        (WriteError::Refused(refusal), _) => {
            typed::refused(refusal, reader.language(), |name, words| {
                let field = match name {
                    "room_id" => "room",
                    "institution_ids" => "institutions",
                    "notify" => "silent",
                    other => other,
                };
                page.form.refuse(field, words);
            })?
        }
    };
    reader.show_again(status, &page)
}

/// Puts the series as it stands beside what was typed; saving that once more is a decision.
async fn compare(
    conn: &mut AsyncPgConnection,
    page: &mut SeriesFormPage,
    series: &Series,
) -> Result<(), Failure> {
    let now = queries::series_by_id(conn, series.id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let theirs = of(conn, &now, String::new()).await?;
    let by = audit::last_of(conn, "series", now.id.0, EDITS).await?;
    let (theirs, yours) = (told(page, &theirs), told(page, &page.form));
    page.stale = Some(Stale::new(&page.page, by, now.modified_at, theirs, yours));
    page.form.meta.lock_version = Some(now.lock_version);
    Ok(())
}

/// The fields of a form with the keys of their labels, as people read them.
fn told(page: &SeriesFormPage, form: &SeriesForm) -> [Told; 17] {
    let reminders = reminders(&page.page, &form.reminders, &form.reminder_days);
    let mut organisers: Vec<String> = form
        .organisers
        .values
        .iter()
        .map(|id| chosen(&page.people, id))
        .collect();
    organisers.sort();
    let spoken = |group: &str, field: &Field| match field.value.is_empty() {
        true => String::new(),
        false => page.page.word(group, &field.value),
    };
    let institutions = form.institutions.values.iter();
    let institutions: Vec<String> = institutions
        .map(|id| chosen(&page.institutions, id))
        .collect();
    [
        ("seminar-form-title", plain(&form.title)),
        ("series-form-description", plain(&form.description)),
        (
            "series-form-language",
            chosen(&page.languages(), &form.language.value),
        ),
        ("series-form-topics", plain(&form.topics)),
        ("seminar-form-zone", plain(&form.zone)),
        ("seminar-form-duration", plain(&form.duration_minutes)),
        ("series-room", chosen(&page.rooms, &form.room.value)),
        (
            "seminar-form-visibility",
            page.page.word("visibility", &form.visibility.value),
        ),
        ("series-organisers", organisers.join(", ")),
        ("series-institutions", institutions.join(", ")),
        ("series-form-colour", spoken("series-colour", &form.colour)),
        ("series-form-state", spoken("series-state", &form.state)),
        ("seminar-form-reminders", reminders),
        ("seminar-form-capacity", plain(&form.capacity)),
        ("seminar-form-join", plain(&form.join_url)),
        ("form-join-for", spoken("join-for", &form.join_for)),
        ("form-join-minutes", plain(&form.join_minutes)),
    ]
}
