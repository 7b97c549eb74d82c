//! `/series/{slug}/audiences`, `/seminars/{code}/audiences`: the mailing lists that are told, and the form to add one.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;

use super::{
    actor::Signed,
    errors::Failure,
    flash::Flash,
    forms::Posted,
    idempotency::{Done, Once, fresh_key},
    pages::{
        audiences::{AudienceForm, AudienceLine, AudiencesOf, AudiencesPage, LANGUAGES},
        form::{Field, FormMeta},
    },
    reader::Reader,
    seminars::found,
    series, typed,
};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason, Refusal},
        ids::{AudienceId, PersonId},
    },
    people::{self, model::Actor},
    seminars::{
        actions::{NewAudience, add_audience, end_audience},
        model::{Audience, AudienceState, SeminarState, ToldOf, Visibility},
        queries,
    },
};

/// What lists are told of, which the reader organises.
struct Thing {
    of: ToldOf,
    named: AudiencesOf,
    public: bool,
    closed: bool,
}

/// `GET /series/{slug}/audiences`
pub async fn of_series(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let thing = of_this_series(&mut conn, &signed.actor, &slug).await?;
    reader.show(&page(&mut conn, &reader, thing, blank()).await?)
}

/// `POST /series/{slug}/audiences`: adds a list.
pub async fn add_to_series(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let thing = of_this_series(&mut conn, &signed.actor, &slug).await?;
    drop(conn);
    add(&app, &signed.actor, &reader, once, &posted, thing).await
}

/// `POST /series/{slug}/audiences/{id}/ending`: the list is told no more.
pub async fn end_of_series(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    path: web::Path<(String, AudienceId)>,
) -> Result<HttpResponse, Failure> {
    let (slug, id) = path.into_inner();
    let mut conn = app.db.get().await?;
    let thing = of_this_series(&mut conn, &signed.actor, &slug).await?;
    drop(conn);
    end(&app, &signed.actor, once, thing, id).await
}

/// `GET /seminars/{code}/audiences`
pub async fn of_seminar(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let thing = of_this_seminar(&mut conn, &reader, &signed.actor, &code).await?;
    reader.show(&page(&mut conn, &reader, thing, blank()).await?)
}

/// `POST /seminars/{code}/audiences`: adds a list.
pub async fn add_to_seminar(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let thing = of_this_seminar(&mut conn, &reader, &signed.actor, &code).await?;
    drop(conn);
    add(&app, &signed.actor, &reader, once, &posted, thing).await
}

/// `POST /seminars/{code}/audiences/{id}/ending`: the list is told no more.
pub async fn end_of_seminar(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    path: web::Path<(String, AudienceId)>,
) -> Result<HttpResponse, Failure> {
    let (code, id) = path.into_inner();
    let mut conn = app.db.get().await?;
    let thing = of_this_seminar(&mut conn, &reader, &signed.actor, &code).await?;
    drop(conn);
    end(&app, &signed.actor, once, thing, id).await
}

async fn of_this_series(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    slug: &str,
) -> Result<Thing, Failure> {
    let series = series::organised(conn, actor, slug).await?;
    Ok(Thing {
        of: ToldOf::Series(series.id),
        public: series.visibility == Visibility::Public,
        closed: false,
        named: AudiencesOf::Series(series.slug, series.title),
    })
}

async fn of_this_seminar(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    code: &str,
) -> Result<Thing, Failure> {
    let seminar = found::organised(conn, actor, code).await?;
    let details = queries::detail(conn, seminar).await?;
    let (seminar, title) = (
        &details.seminar,
        details.label_in(reader.language()).to_owned(),
    );
    Ok(Thing {
        of: ToldOf::Seminar(seminar.id),
        public: seminar.visibility == Visibility::Public,
        closed: seminar.state == SeminarState::Cancelled || seminar.is_over(reader.now()),
        named: AudiencesOf::Seminar(seminar.code.clone(), title),
    })
}

fn blank() -> AudienceForm {
    AudienceForm {
        meta: FormMeta::keyed(fresh_key()),
        languages: Field::of("en"),
        ..AudienceForm::default()
    }
}

async fn add(
    app: &App,
    actor: &Actor,
    reader: &Reader,
    once: Once,
    posted: &Posted,
    thing: Thing,
) -> Result<HttpResponse, Failure> {
    let mut form = AudienceForm::typed(posted.pairs());
    let outcome = match said(&form) {
        Ok(new) => {
            once.attempt(app, async |conn| {
                let (clock, hub) = (&*app.clock, &app.hub);
                add_audience(conn, clock, hub, actor, thing.of, new).await?;
                Ok::<_, Refusal>(Done::go_to(&thing.named.address()))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-audience-added").on(app, done)),
        Err(refusal) => {
            let put = |field: &str, words: String| form.refuse(field, words);
            let status = typed::refused(refusal, reader.language(), put)?;
            let mut conn = app.db.get().await?;
            let shown = page(&mut conn, reader, thing, form).await?;
            reader.show_again(status, &shown)
        }
    }
}

fn said(form: &AudienceForm) -> Result<NewAudience, Invalid> {
    let mut invalid = Invalid::default();
    let zone = match form.zone.value.trim() {
        "" => None,
        typed => invalid.take("zone", typed::zone(typed)),
    };
    let chosen = LANGUAGES
        .iter()
        .find(|(value, _)| *value == form.languages.value);
    let chosen = chosen.ok_or_else(|| Reason::new("error-choice"));
    let languages = invalid.take("languages", chosen);
    invalid.none_or()?;
    Ok(NewAudience {
        name: form.name.value.clone(),
        address: form.address.value.clone(),
        languages: languages.map_or_else(Vec::new, |(_, languages)| languages.to_vec()),
        zone,
        permission: form.permission.value.clone(),
    })
}

async fn end(
    app: &App,
    actor: &Actor,
    once: Once,
    thing: Thing,
    id: AudienceId,
) -> Result<HttpResponse, Failure> {
    let done = once
        .carry_out(app, async |conn| {
            end_audience(conn, &*app.clock, actor, thing.of, id).await?;
            Ok(Done::go_to(&thing.named.address()))
        })
        .await?;
    Ok(Flash::done("flash-audience-ended").on(app, done))
}

async fn page(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    thing: Thing,
    form: AudienceForm,
) -> Result<AudiencesPage, Failure> {
    let lists = queries::audiences(conn, thing.of).await?;
    let suspended = queries::suspended_lists(conn, &lists).await?;
    let by: Vec<PersonId> = lists.iter().filter_map(|list| list.state_by).collect();
    let names = people::queries::names(conn, &by).await?;
    let line = |list: &Audience| AudienceLine {
        id: list.id.to_string(),
        name: list.name.clone(),
        address: list.address.clone(),
        languages: own_names(list),
        permission: list.permission.clone(),
        by: list.state_by.and_then(|by| names.get(&by)?.name.clone()),
        since: list.state_at,
        suspended: suspended.contains(&list.id),
    };
    let (told, ended): (Vec<_>, Vec<_>) = lists
        .iter()
        .partition(|list| list.state == AudienceState::Told);
    Ok(AudiencesPage {
        page: reader.page(),
        of: thing.named,
        public: thing.public,
        closed: thing.closed,
        told: told.into_iter().map(line).collect(),
        ended: ended.into_iter().map(line).collect(),
        form,
    })
}

fn own_names(list: &Audience) -> String {
    let languages = list.languages().into_iter();
    let names: Vec<&str> = languages
        .map(crate::base::language::Language::own_name)
        .collect();
    names.join(", ")
}
