//! Planning a term: `GET` and `POST /series/{slug}/term`. What is posted shows the dates (`step=show`), looks at them once
//! more as they were changed (`step=look`), or makes them drafts (`step=make`).

mod read;
mod rows;

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::Duration;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::organised;
use crate::{
    app::App,
    base::{error::Refusal, language::Arg, zone::Zone},
    people::model::Actor,
    rooms::{
        self,
        model::{Room, RoomKind, RoomState},
    },
    seminars::{
        actions::{NewTerm, TermError, plan_term},
        model::{Series, SeriesState},
        queries::{self, Concerns},
        rules::term::{Rhythm, Until},
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            form::{Choice, Field, FormMeta},
            strip::Strip,
            term::{TermForm, TermPage},
        },
        reader::Reader,
        seminars::entry::named,
        typed, urls,
    },
};

/// The rhythm of the last term, for the next one.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = going_on(&mut conn, &signed.actor, &slug).await?;
    let rhythm = queries::rhythm(&mut conn, series.id).await?;
    let rooms = rooms::queries::rooms(&mut conn).await?;
    let room = rooms
        .iter()
        .find(|(room, _)| Some(room.id) == series.room_id);
    let form = TermForm {
        meta: FormMeta::keyed(fresh_key()),
        room: Field::of(room.map_or("", |(room, _)| &room.slug)),
        ..next(rhythm, series.zone(), &reader)
    };
    reader.show(&context(&mut conn, &reader, &signed.actor, &series, form).await?)
}

/// Shows the dates, looks at them again, or makes them.
pub async fn plan(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (actor, mut form) = (&signed.actor, TermForm::typed(posted.pairs()));
    let series = going_on(&mut conn, actor, &slug).await?;
    let rooms = rooms::queries::rooms(&mut conn).await?;
    if posted.value("step") == "make" {
        let term = read::term(&form, &series, &rooms, reader.language());
        drop(conn);
        return make(&app, &signed, &reader, once, &series, form, term).await;
    }
    if posted.value("step") != "look" {
        match read::rhythm(&form).and_then(|rhythm| Ok((rhythm.dates()?, rhythm.starts))) {
            Ok((dates, starts)) => rows::fill(&mut form, &dates, starts),
            Err(invalid) => {
                let language = reader.language();
                let status = typed::refused(invalid.into(), language, |name, words| {
                    form.refuse(read::field(name), words);
                })?;
                let page = context(&mut conn, &reader, actor, &series, form).await?;
                return reader.show_again(status, &page);
            }
        }
    }
    reader.show(&context(&mut conn, &reader, actor, &series, form).await?)
}

async fn make(
    app: &App,
    signed: &Signed,
    reader: &Reader,
    once: Once,
    series: &Series,
    mut form: TermForm,
    term: Result<NewTerm, Refusal>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let outcome = match term {
        Ok(term) => {
            once.attempt(app, async |conn| {
                plan_term(conn, &*app.clock, &app.hub, actor, term).await?;
                Ok::<_, TermError>(Done::go_to(&urls::series_board(&series.slug)))
            })
            .await?
        }
        Err(refusal) => Err(TermError::Refused(refusal)),
    };
    let status = match outcome {
        Ok(done) => return Ok(Flash::done("flash-term-made").on(app, done)),
        // The rows say which and why, as they stand now.
        Err(TermError::Clashes(clashes)) => {
            let count = i64::try_from(clashes.len()).unwrap_or(i64::MAX);
            let said = [("count", Arg::from(count))];
            form.refuse("dates", reader.language().with("term-in-the-way", &said));
            StatusCode::CONFLICT
        }
        Err(TermError::Refused(refusal)) => {
            typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(read::field(name), words);
            })?
        }
    };
    let mut conn = app.db.get().await?;
    let page = context(&mut conn, reader, actor, series, form).await?;
    reader.show_again(status, &page)
}

/// The series, where the reader organises it and it goes on.
async fn going_on(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    slug: &str,
) -> Result<Series, Failure> {
    let series = organised(conn, actor, slug).await?;
    match series.state {
        SeriesState::Running => Ok(series),
        SeriesState::Ended => Err(Refusal::conflict("refused-series-ended").into()),
    }
}

/// The form for the term after the last one, which was as long; without one, Tuesdays at four from today on.
fn next(last: Option<Rhythm>, zone: Zone, reader: &Reader) -> TermForm {
    let today = zone.date(reader.now());
    let Some(last) = last else {
        return TermForm {
            weekday: Field::of("2"),
            starts: Field::of("16:00"),
            every_weeks: Field::of("1"),
            from: Field::of(today.to_string()),
            ..TermForm::default()
        };
    };
    let ended = match last.until {
        Until::Date(date) => date,
        Until::Count(_) => last.from,
    };
    let from = today.max(ended + Duration::days(1));
    let off = last.weeks_off.iter().filter(|monday| **monday >= from);
    TermForm {
        weekday: Field::of(last.weekday.number_from_monday().to_string()),
        starts: Field::of(last.starts.format("%H:%M").to_string()),
        every_weeks: Field::of(last.every_weeks.to_string()),
        from: Field::of(from.to_string()),
        until: Field::of((from + (ended - last.from)).to_string()),
        weeks_off: Field::of(off.map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        ..TermForm::default()
    }
}

/// The page: the rows of the form, each as it stands now.
async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    series: &Series,
    mut form: TermForm,
) -> Result<TermPage, Failure> {
    let rooms = rooms::queries::rooms(conn).await?;
    let page = reader.page();
    let groups = concerned(conn, reader, series).await?;
    let (mut dates, first) =
        rows::rows(conn, &page, actor, series, &rooms, &groups, &mut form).await?;
    rows::say_closed(conn, reader, &rooms, &form, &mut dates).await?;
    let first = first.map(|slot| (series.zone(), slot));
    Ok(TermPage {
        strip: Strip::of(&page, &groups, first),
        series: named(series),
        zone: series.zone(),
        rooms: choices(&rooms, &form.room.value),
        dates,
        form,
        page,
    })
}

async fn concerned(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    series: &Series,
) -> QueryResult<Vec<queries::Group>> {
    let whom = Concerns {
        series: Some(series.id),
        ..Concerns::default()
    };
    queries::concerned(conn, reader.hub(), &whom).await
}

fn choices(rooms: &[(Room, Option<String>)], chosen: &str) -> Vec<Choice> {
    let offered = |room: &Room| {
        room.slug == chosen || (room.state == RoomState::Open && room.kind != RoomKind::Desk)
    };
    rooms
        .iter()
        .filter(|(room, _)| offered(room))
        .map(|(room, site)| {
            Choice::new(&room.slug, &room.name).hint(site.clone().unwrap_or_default())
        })
        .collect()
}
