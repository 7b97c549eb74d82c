//! `/seminars`: read here; entered, changed and stopped, and their people, beside this.

pub mod change;
pub mod door;
pub mod enter;
pub mod files;
pub mod invitations;
pub mod items;
pub mod knowledge;
pub mod people;
pub mod preview;
pub mod replies;
mod shown;
pub mod slots;
pub mod speaker_page;
pub mod speakers;
pub mod text;
mod versions;

use std::slice;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asked, list, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Invalid, Reason, Refusal},
        ids::{InstitutionId, PersonId, ProjectId, SeminarId, SeriesId},
        page::{Listed, Page},
        slot::Slot,
    },
    people::actions::PersonEntry,
    seminars::{
        actions::{NewSpeaker, WhoSpeaks},
        model::{Seminar, SeminarKind, SeminarState, SpeakerRole},
        queries::{self, After, Order, Search, SeminarFilter},
        rules,
    },
    web::{actor::ApiActor, errors::Failure},
};

pub use shown::{Shown, SpeakerShown};

/// Someone who is to speak: a person who is known, by `person_id`; or whoever has an address, entered where nobody has.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSpeaker, example = json!({"name": "Marie Sample", "email": "marie@sample.example"}))]
pub struct Speaks {
    /// A person who is known.
    person_id: Option<PersonId>,
    /// Their name, for someone who is new.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Their address; needed without `person_id`.
    #[schema(format = Email)]
    email: Option<String>,
    /// As what; `speaker` where nothing is given.
    role: Option<SpeakerRole>,
}

/// List seminars
///
/// Those that the caller may know of, in the order of entry.
#[utoipa::path(get, path = "/seminars", tag = "Seminars", operation_id = "list_seminars",
    params(
        ("code" = Option<String>, Query, description = "With this short code"),
        ("series_id" = Option<SeriesId>, Query, description = "Of this series; none where the caller may not know of it"),
        ("project_id" = Option<ProjectId>, Query, description = "Of this project"),
        ("state" = Option<SeminarState>, Query, description = "In this state"),
        ("kind" = Option<SeminarKind>, Query, description = "Of this kind"),
        ("topic" = Option<String>, Query, description = "With this topic, as its slug"),
        ("institution_id" = Option<InstitutionId>, Query, description = "At which someone of this institution speaks, or whose series it organises with others, where the caller may know of that"),
        ("speaker_id" = Option<PersonId>, Query, description = "At which this person speaks"),
        ("q" = Option<String>, Query, description = "With these words in title, abstract, topics, the title of the series, where the \
            caller may know of that, or the names of those who speak: each of the first eight, the last one also as the beginning \
            of a word, Korean ones also inside words"),
        ("near" = Option<bool>, Query, description = "`true`: also with words that are nearly those of `q`, such as misspelt ones"),
        ("year" = Option<i32>, Query, description = "That take place in this year of the hub's calendar"),
        ("from" = Option<DateTime>, Query, description = "That end after this instant"),
        ("to" = Option<DateTime>, Query, description = "That start before this instant"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let near = asked.flag("near");
    let search = asked.text("q").as_deref().and_then(Search::of);
    let search = match near {
        true => search.map(Search::near),
        false => search,
    };
    let year = asked.read("year", |typed| {
        let year = typed.trim().parse().ok();
        let year = year.and_then(|year| app.hub.zone.year(year));
        year.ok_or_else(|| Reason::new("reason-year"))
    });
    let (from, to) = (asked.instant("from"), asked.instant("to"));
    let filter = SeminarFilter {
        code: asked.text("code"),
        series: asked.parsed("series_id", "reason-unknown"),
        project: asked.parsed("project_id", "reason-unknown"),
        state: asked.word("state", SeminarState::ALL),
        kind: asked.word("kind", SeminarKind::ALL),
        topic: asked.text("topic"),
        institution: asked.parsed("institution_id", "reason-unknown"),
        speaker: asked.parsed("speaker_id", "reason-unknown"),
        from: year.map(Slot::from).max(from),
        to: earlier(year.map(Slot::to), to),
        over: None,
        search,
        no_drafts: false,
        ..SeminarFilter::default()
    };
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let (viewer, after) = (Some(&api.actor), After::Id(SeminarId(page.after())));
    let rows = page.rows();
    let found = match known(&mut conn, &api, filter.series).await? {
        true => {
            queries::seminars(&mut conn, viewer, &filter, Order::Entry, Some(after), rows).await?
        }
        false => Vec::new(),
    };
    let listed = page.list(found, |seminar| seminar.id.0);
    let standings = queries::standings(&mut conn, viewer, &listed.items).await?;
    let mut details = queries::details(&mut conn, listed.items).await?;
    queries::hide_heads(&mut conn, viewer, &mut details).await?;
    let items = details.into_iter().map(|details| {
        let standing = standings.get(&details.seminar.id).copied();
        Shown::of(&app, &api, details, standing.unwrap_or_default())
    });
    list(&Listed {
        items: items.collect(),
        next: listed.next,
    })
}

/// Whether the caller may know of the series whose seminars they ask for, where they ask for those of one.
async fn known(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    asked: Option<SeriesId>,
) -> Result<bool, Failure> {
    let Some(id) = asked else {
        return Ok(true);
    };
    Ok(match queries::series_by_id(conn, id).await? {
        Some(series) => queries::sees_series(conn, Some(&api.actor), &series).await?,
        None => false,
    })
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Read a seminar
#[utoipa::path(get, path = "/seminars/{id}", tag = "Seminars", operation_id = "get_seminar",
    params(SeminarId),
    responses((status = 200, body = Shown)))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, standing) = found(&mut conn, &api, *id).await?;
    let mut details = queries::detail(&mut conn, seminar).await?;
    queries::hide_heads(&mut conn, Some(&api.actor), slice::from_mut(&mut details)).await?;
    show(&Shown::of(&app, &api, details, standing))
}

/// A seminar that the caller may know of, and how they stand to it.
async fn found(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    id: SeminarId,
) -> Result<(Seminar, rules::Standing), Failure> {
    let seminar = queries::seminar(conn, id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let standing = queries::standing(conn, Some(&api.actor), &seminar).await?;
    if rules::sees(Some(&api.actor), &seminar, standing) {
        Ok((seminar, standing))
    } else {
        Err(Failure::not_found())
    }
}

/// A seminar that the caller may know of.
async fn seen(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    id: SeminarId,
) -> Result<Seminar, Failure> {
    let (seminar, _) = found(conn, api, id).await?;
    Ok(seminar)
}

/// A seminar that the caller organises.
pub(super) async fn organised(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    id: SeminarId,
) -> Result<Seminar, Failure> {
    let (seminar, standing) = found(conn, api, id).await?;
    rules::may_organise(&api.actor, standing.organises)?;
    Ok(seminar)
}

/// Whoever has just written a seminar organises it.
pub(super) fn organiser() -> rules::Standing {
    rules::Standing {
        organises: true,
        ..rules::Standing::default()
    }
}

fn speakers(typed: Vec<Speaks>) -> Result<Vec<NewSpeaker>, Refusal> {
    let mut invalid = Invalid::default();
    let mut wanted = Vec::with_capacity(typed.len());
    for (place, speaker) in typed.into_iter().enumerate() {
        let role = speaker.role.unwrap_or(SpeakerRole::Speaker);
        let who = match (speaker.person_id, speaker.email) {
            (Some(person), _) => WhoSpeaks::Person(person),
            (None, Some(address)) => WhoSpeaks::Entry(PersonEntry {
                name: speaker.name,
                address,
            }),
            (None, None) => {
                invalid.because(&format!("speakers.{place}.email"), "reason-required");
                continue;
            }
        };
        wanted.push(NewSpeaker { who, role });
    }
    invalid.none_or()?;
    Ok(wanted)
}
