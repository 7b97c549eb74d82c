//! The form of a series: `GET /series/new`, `POST /series`, `GET /series/{slug}/edit`, `POST /series/{slug}`.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::seen;
use crate::{
    app::App,
    base::{
        audit,
        error::{Invalid, Reason, Refusal},
        ids::{InstitutionId, PersonId, RoomId},
        text,
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::{self, model::Actor},
    rooms::{
        self,
        model::{Room, RoomKind, RoomState},
    },
    seminars::{
        actions::{
            EDITS, NewSeries, SeriesChange, Unshown, WriteError, change_series, create_series,
            if_series_shown,
        },
        model::{Entrance, JoinFor, Series, SeriesColour, SeriesState, TextLanguage, Visibility},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            common::WillBeTold,
            foretold::ToldDeed,
            form::{Choice, Field, FormMeta, Several},
            series::{SeriesForm, SeriesFormPage},
            stale::{Stale, Told, chosen, plain, reminders},
        },
        reader::Reader,
        seminars::{
            entry::named,
            foretold::{self, Looked},
        },
        taken, typed, urls,
    },
};

/// How many people are offered as organisers.
const OFFERED: i64 = 200;

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    rules::may_enter(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let usual = Entrance::default();
    let form = SeriesForm {
        meta: FormMeta {
            key: fresh_key(),
            ..FormMeta::default()
        },
        zone: Field::of(app.hub.zone.name()),
        duration_minutes: Field::of("60"),
        visibility: Field::of(Visibility::Public.word()),
        colour: Field::of(SeriesColour::Pine.word()),
        reminders: Field::of("1440, 60"),
        join_for: Field::of(usual.join_for.word()),
        join_minutes: Field::of(usual.join_minutes.to_string()),
        organisers: Several::of([signed.actor.id.to_string()]),
        ..SeriesForm::default()
    };
    reader.show(&context(&mut conn, &reader, &signed.actor, None, form).await?)
}

/// Enters a series.
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    rules::may_enter(&signed.actor)?;
    let form = SeriesForm::typed(posted.pairs());
    let rooms = rooms::queries::rooms(&mut *app.db.get().await?).await?;
    let outcome = match said(&form, &rooms) {
        Ok(said) => {
            let new = said.new_series(&form);
            once.attempt(&app, async |conn| {
                let made = create_series(conn, &*app.clock, &signed.actor, new).await?;
                Ok::<_, WriteError>(Done::go_to(&urls::series(&made.slug)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(mut done) => {
            let flash = Flash::done("flash-series-made");
            flash.tell(&app.hub.key, app.https(), &mut done);
            Ok(done)
        }
        Err(error) => again(&app, &reader, &signed.actor, None, form, error).await,
    }
}

/// The form with a series as it stands.
pub async fn edit(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &signed.actor, &slug).await?;
    let form = of(&mut conn, &series, fresh_key()).await?;
    reader.show(&context(&mut conn, &reader, &signed.actor, Some(&series), form).await?)
}

/// Saves an edit.
pub async fn save(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &signed.actor, &slug).await?;
    let rooms = rooms::queries::rooms(&mut conn).await?;
    drop(conn);
    let form = SeriesForm::typed(posted.pairs());
    if Looked::goes_back(&posted) {
        let (mut conn, editing) = (app.db.get().await?, Some(&series));
        return reader.show(&context(&mut conn, &reader, &signed.actor, editing, form).await?);
    }
    let looked = Looked::read(&posted, reader.language());
    let outcome = match said(&form, &rooms) {
        Ok(said) => {
            let edit = SeriesChange {
                note: looked.note.clone(),
                ..said.change(&form)
            };
            let (clock, hub, actor, id) = (&*app.clock, &app.hub, &signed.actor, series.id);
            let act = async |conn: &mut AsyncPgConnection| {
                change_series(conn, clock, hub, actor, id, edit).await
            };
            once.attempt(&app, async |conn| {
                if_series_shown(conn, clock, hub, id, looked.first(), act).await?;
                Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::series(&slug)))
            })
            .await?
        }
        Err(invalid) => Err(Unshown::Refused(invalid.into())),
    };
    match outcome {
        Ok(mut done) => {
            Flash::done("flash-saved").tell(&app.hub.key, app.https(), &mut done);
            Ok(done)
        }
        Err(Unshown::NotShown(told)) => {
            let (mut conn, deed) = (app.db.get().await?, ToldDeed::Series);
            let (actor, action) = (&signed.actor, urls::series(&slug));
            foretold::show(
                &mut conn, &reader, actor, deed, None, &told, looked, &posted, action,
            )
            .await
        }
        Err(Unshown::Refused(error)) => {
            again(&app, &reader, &signed.actor, Some(series), form, error).await
        }
    }
}

/// The series with this short name, which `actor` organises.
///
/// # Errors
/// There is none of which they may know, or they do not.
pub(super) async fn organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    slug: &str,
) -> Result<Series, Failure> {
    let series = seen(conn, Some(actor), slug).await?;
    rules::may_organise(actor, queries::organises(conn, actor, series.id).await?)?;
    Ok(series)
}

async fn of(conn: &mut AsyncPgConnection, series: &Series, key: String) -> QueryResult<SeriesForm> {
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
        institutions: Several::of(institutions.iter().map(|one| one.id.to_string())),
        colour: Field::of(series.colour.word()),
        state: Field::of(series.state.word()),
    })
}

/// What is read from the form beside its texts.
struct Said {
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

fn said(form: &SeriesForm, rooms: &[(Room, Option<String>)]) -> Result<Said, Invalid> {
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
    fn new_series(self, form: &SeriesForm) -> NewSeries {
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
            institutions: self.institutions,
            colour: self.colour.unwrap_or(SeriesColour::Pine),
        }
    }

    fn change(self, form: &SeriesForm) -> SeriesChange {
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
            institutions: Some(self.institutions),
            colour: self.colour,
            state: self.state,
            note: None,
            lock_version: form.meta.lock_version,
        }
    }
}

async fn context(
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
async fn again(
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
fn told(page: &SeriesFormPage, form: &SeriesForm) -> [Told; 16] {
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
        ("form-join-for", spoken("join-for", &form.join_for)),
        ("form-join-minutes", plain(&form.join_minutes)),
    ]
}
