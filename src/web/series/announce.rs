//! Announcing a term: `GET` and `POST /series/{slug}/announcement`. Whom it tells, and what, is shown before it is done.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{board, organised};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason},
        ids::SeminarId,
    },
    seminars::{
        actions::{First, TermAnnouncement, Unshown, WriteError, announce_term, if_series_shown},
        model::Series,
        queries::{self, OnBoard},
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            announce_term::{AnnounceTermForm, AnnounceTermPage, choice},
            foretold::ToldDeed,
            form::{FormMeta, Several},
        },
        reader::Reader,
        seminars::{
            entry::named,
            foretold::{self, Looked},
        },
        typed, urls,
    },
};

/// Which drafts are ticked at first.
#[derive(Debug, Deserialize)]
pub struct Asked {
    take: Option<String>,
}

/// The drafts: those that lack nothing are ticked, or all of them.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &signed.actor, &slug).await?;
    let drafts = queries::drafts_to_announce(&mut conn, &series, reader.now()).await?;
    let all = asked.take.as_deref() == Some("all");
    let taken = drafts.iter().filter(|one| all || one.missing().is_empty());
    let form = AnnounceTermForm {
        meta: FormMeta::keyed(fresh_key()),
        seminars: Several::of(taken.map(value)),
    };
    reader.show(&context(&mut conn, &reader, &series, &drafts, form).await?)
}

/// Announces those that are ticked.
pub async fn announce(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
    let series = organised(&mut *app.db.get().await?, actor, &slug).await?;
    let form = AnnounceTermForm::typed(posted.pairs());
    if Looked::goes_back(&posted) {
        return again(&app, &reader, &series, form, StatusCode::OK).await;
    }
    let looked = Looked::read(&posted, reader.language());
    let (_, shown) = looked.first();
    let mut announced = None;
    let outcome = match chosen(&form) {
        Ok(seminars) => {
            let term = TermAnnouncement {
                series: series.id,
                seminars,
                even_none: false,
                note: looked.note.clone(),
            };
            let act = async |conn: &mut AsyncPgConnection| {
                announce_term(conn, clock, hub, actor, term).await
            };
            once.attempt(&app, async |conn| {
                let first = (First::Always, shown);
                let done = if_series_shown(conn, clock, hub, series.id, first, act).await?;
                announced = Some(done.seminars.len());
                Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::series_board(&slug)))
            })
            .await?
        }
        Err(invalid) => Err(Unshown::Refused(invalid.into())),
    };
    match outcome {
        // Nothing new where the same form came twice, or someone else was faster.
        Ok(done) => Ok(match announced.unwrap_or(form.seminars.values.len()) {
            0 => Flash::attention("flash-term-announced-already").on(&app, done),
            count => Flash::done("flash-term-announced")
                .with("count", count)
                .on(&app, done),
        }),
        Err(Unshown::NotShown(told)) => {
            let (mut conn, deed) = (app.db.get().await?, ToldDeed::Term);
            let action = urls::series_announcement(&slug);
            foretold::show(
                &mut conn, &reader, actor, deed, None, &told, looked, &posted, action,
            )
            .await
        }
        Err(Unshown::Refused(error)) => refused(&app, &reader, &series, form, error).await,
    }
}

/// The page with what stands in the way; what was ticked stays.
async fn refused(
    app: &App,
    reader: &Reader,
    series: &Series,
    mut form: AnnounceTermForm,
    error: WriteError,
) -> Result<HttpResponse, Failure> {
    let status = match error {
        WriteError::Taken(taken) => {
            let rooms = taken.conflicts.iter().map(|one| one.room_name.as_str());
            let rooms: Vec<&str> = rooms.collect();
            let reason = Reason::new("reason-announce-taken").with("rooms", rooms.join(", "));
            form.refuse("seminars", reason.say(reader.language()));
            StatusCode::CONFLICT
        }
        WriteError::Refused(refusal) => {
            typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(name, words);
            })?
        }
    };
    again(app, reader, series, form, status).await
}

/// The page as it stands now. A draft that was ticked stays so, in the version that the reader sees now.
async fn again(
    app: &App,
    reader: &Reader,
    series: &Series,
    mut form: AnnounceTermForm,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let drafts = queries::drafts_to_announce(&mut conn, series, reader.now()).await?;
    let ticked = chosen(&form).unwrap_or_default();
    let kept = drafts
        .iter()
        .filter(|one| ticked.contains_key(&one.details.seminar.id));
    form.seminars.values = kept.map(value).collect();
    let page = context(&mut conn, reader, series, &drafts, form).await?;
    reader.show_again(status, &page)
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    series: &Series,
    drafts: &[OnBoard],
    form: AnnounceTermForm,
) -> QueryResult<AnnounceTermPage> {
    let page = reader.page();
    let choices = drafts.iter().map(|one| {
        let row = board::row(one, page.language);
        choice(&page, value(one), &row)
    });
    Ok(AnnounceTermPage {
        drafts: choices.collect(),
        series: named(series),
        form,
        followers: usize::try_from(queries::followers(conn, series.id).await?).unwrap_or(0),
        lists: queries::told_count(conn, series.id).await?,
        page,
    })
}

fn value(one: &OnBoard) -> String {
    let seminar = &one.details.seminar;
    format!("{}.{}", seminar.id, seminar.lock_version)
}

/// What is ticked.
fn chosen(form: &AnnounceTermForm) -> Result<BTreeMap<SeminarId, Option<i32>>, Invalid> {
    let read = |value: &String| -> Option<(SeminarId, Option<i32>)> {
        let (id, version) = value.split_once('.')?;
        Some((id.parse().ok()?, Some(version.parse().ok()?)))
    };
    let all: Option<BTreeMap<_, _>> = form.seminars.values.iter().map(read).collect();
    all.ok_or_else(|| Invalid::one("seminars", Reason::new("reason-unknown")))
}
