//! `GET /seminars/{code}/replacement`, `POST /seminars/{code}/replacement`: what comes in place of a cancelled seminar: a draft
//! that is made of it (`step=draft`), one that there is (`step=link`), or nothing after all (`step=unlink`).

use actix_web::{HttpResponse, web};
use chrono::Duration;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{entry, found};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Invalid, Refusal},
        ids::SeminarId,
        language::{self, Language},
        zone::{WallTimeError, Zone},
    },
    people::model::Actor,
    seminars::{
        actions::{NewStart, WriteError, draft_in_place, replace},
        model::{Seminar, SeminarState},
        queries::{self, Order, SeminarFilter},
        rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            common::SeminarEntry,
            form::{Choice, Field, FormMeta},
            replacement::{ReplacementForm, ReplacementPage},
        },
        reader::Reader,
        typed, urls,
    },
};

/// Most seminars of which one is chosen.
const MOST: i64 = 60;

/// What comes in place of a seminar in the end, as a list in `language` shows it, where `viewer` may know of that.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn entry(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    language: Language,
    seminar: &Seminar,
) -> QueryResult<Option<SeminarEntry>> {
    match queries::in_place(conn, viewer, seminar).await? {
        Some(next) => Ok(Some(entry::one(conn, viewer, language, next).await?)),
        None => Ok(None),
    }
}

/// What can be chosen to come in place of `seminar`: what is still to come in its series, or in the hub where it has none, as
/// far as `actor` may know of it.
///
/// # Errors
/// What the database says.
pub(super) async fn choices(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    seminar: &Seminar,
) -> QueryResult<Vec<Choice>> {
    let filter = SeminarFilter {
        series: seminar.series_id,
        from: Some(reader.now()),
        ..SeminarFilter::default()
    };
    let mut coming = queries::seminars(conn, Some(actor), &filter, Order::Time, None, MOST).await?;
    coming.retain(|one| one.id != seminar.id && one.state != SeminarState::Cancelled);
    let page = reader.page();
    let choice = |one: &Seminar| {
        let title = match one.read_in(page.language).title {
            "" => page.t("seminar-untitled"),
            title => title.to_owned(),
        };
        let when = language::moment(page.language, one.starts_at, one.there());
        Choice::new(&one.code, title).hint(when)
    };
    Ok(coming.iter().map(choice).collect())
}

/// The seminar that a code or an address names; `None` where nothing is typed.
///
/// # Errors
/// There is none of which `actor` may know.
pub(super) async fn named(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    typed: &str,
) -> Result<Option<SeminarId>, Refusal> {
    let typed = typed.trim().trim_end_matches('/');
    let code = typed.rsplit('/').next().unwrap_or_default();
    if code.is_empty() {
        return Ok(None);
    }
    let unknown = || Refusal::invalid("replaced_by", "reason-replaced-unknown");
    let seminar = queries::seminar_by_code(conn, code).await?;
    let seminar = seminar.ok_or_else(unknown)?;
    match queries::sees(conn, Some(actor), &seminar).await? {
        true => Ok(Some(seminar.id)),
        false => Err(unknown()),
    }
}

/// What was said, and what can be said.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    rules::may_be_replaced(&seminar)?;
    let form = blank(&seminar, reader.now());
    reader.show(&context(&mut conn, &reader, &signed.actor, seminar, form).await?)
}

/// What is done by one of the buttons.
enum Step {
    Draft(NewStart),
    Link(Option<SeminarId>),
}

/// Says it.
pub async fn say(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, actor, &code).await?;
    let mut form = ReplacementForm::typed(posted.pairs());
    let step = read(&mut conn, actor, &form, posted.value("step")).await;
    drop(conn);
    let of = (seminar.id, form.meta.lock_version);
    // The same form once more does nothing again, and says so much.
    let mut said = "flash-in-place-said";
    let outcome = match step {
        Ok(step) => {
            once.attempt(&app, async |conn| {
                let carried = carry_out(conn, &app, actor, of, &code, step);
                let (next, word) = Box::pin(carried).await?;
                said = word;
                Ok::<_, WriteError>(Done::go_to(&next))
            })
            .await?
        }
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done(said).on(&app, done)),
        Err(WriteError::Taken(taken)) => Err(taken.into()),
        Err(WriteError::Refused(refusal)) => {
            let status = typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(field(name), words);
            })?;
            let mut conn = app.db.get().await?;
            let page = context(&mut conn, &reader, actor, seminar, form).await?;
            reader.show_again(status, &page)
        }
    }
}

/// Does it; answers where to go on, and the key of what is said there.
async fn carry_out(
    conn: &mut AsyncPgConnection,
    app: &App,
    actor: &Actor,
    (id, based_on): (SeminarId, Option<i32>),
    code: &str,
    step: Step,
) -> Result<(String, &'static str), WriteError> {
    let (clock, hub) = (&*app.clock, &app.hub);
    match step {
        Step::Link(by) => {
            replace(conn, clock, actor, id, by, based_on).await?;
            let word = match by {
                Some(_) => "flash-in-place-said",
                None => "flash-in-place-none",
            };
            Ok((urls::seminar(code), word))
        }
        Step::Draft(start) => {
            let made = draft_in_place(conn, clock, hub, actor, id, start).await?;
            let word = match made.without_rooms {
                true => "flash-in-place-roomless",
                false => "flash-in-place-made",
            };
            Ok((urls::edit_seminar(&made.draft.seminar.code), word))
        }
    }
}

async fn read(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    form: &ReplacementForm,
    step: &str,
) -> Result<Step, Refusal> {
    match step {
        "draft" => {
            let mut invalid = Invalid::default();
            let date = invalid.take("date", typed::date(&form.date.value));
            let time = invalid.take("time", typed::time(&form.time.value));
            match date.zip(time) {
                Some((date, time)) => Ok(Step::Draft(NewStart {
                    starts_local: date.and_time(time),
                    fold: form.fold.value.parse().ok().filter(|fold| *fold < 2),
                })),
                None => Err(invalid.into()),
            }
        }
        "link" => {
            let chosen = match form.other.value.trim() {
                "" => &form.by.value,
                _ => &form.other.value,
            };
            match named(conn, actor, chosen).await? {
                None => Err(Refusal::invalid("other", "reason-required")),
                by => Ok(Step::Link(by)),
            }
        }
        _ => Ok(Step::Link(None)),
    }
}

/// The input that a field of the domain stands in.
fn field(name: &str) -> &str {
    match name {
        "starts_local" => "time",
        "replaced_by" => "other",
        other => other,
    }
}

/// A week later at the same hour, or as many as it takes until that is still to come.
fn blank(seminar: &Seminar, now: Instant) -> ReplacementForm {
    let today = seminar.zone().date(now);
    let mut date = seminar.starts_local.date() + Duration::weeks(1);
    if date <= today {
        let weeks = (today - date).num_weeks() + 1;
        date += Duration::weeks(weeks);
    }
    let time = language::clock_time(seminar.starts_local.time());
    ReplacementForm {
        meta: FormMeta {
            key: fresh_key(),
            lock_version: Some(seminar.lock_version),
            errors: Vec::new(),
        },
        date: Field::of(date.to_string()),
        time: Field::of(time),
        ..ReplacementForm::default()
    }
}

/// Where the wall time of the form comes twice: the two instants that it may mean.
fn folds(form: &ReplacementForm, zone: Zone) -> Vec<Choice> {
    let date = typed::date(&form.date.value).ok();
    let Some((date, time)) = date.zip(typed::time(&form.time.value).ok()) else {
        return Vec::new();
    };
    let Err(WallTimeError::Fold { first, second, .. }) = zone.instant(date.and_time(time), None)
    else {
        return Vec::new();
    };
    let choice = |value: &str, at: Instant| {
        let clock = language::clock_time(zone.local(at).time());
        Choice::new(value, format!("{clock} {}", zone.offset_label(at)))
    };
    vec![choice("0", first), choice("1", second)]
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    seminar: Seminar,
    form: ReplacementForm,
) -> QueryResult<ReplacementPage> {
    let others = choices(conn, reader, actor, &seminar).await?;
    let zone = seminar.zone();
    let details = queries::detail(conn, seminar).await?;
    let said = match details.replaced {
        Some(said) => queries::seminar(conn, said.by).await?,
        None => None,
    };
    // What was made invisible to the organiser since is named to nobody.
    let said = match said {
        Some(next) if queries::sees(conn, Some(actor), &next).await? => {
            Some(entry::one(conn, Some(actor), reader.language(), next).await?)
        }
        _ => None,
    };
    Ok(ReplacementPage {
        page: reader.page(),
        seminar: entry::entry(&details, reader.language(), None),
        said,
        zone,
        folds: folds(&form, zone),
        others,
        form,
    })
}
