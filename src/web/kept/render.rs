//! Making a page that is kept: its rows and the counters that they rest on, read in one snapshot.

use actix_web::web;
use askama::Template;
use chrono::{Duration, DurationRound};
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager};

use super::{
    answer::Sheet,
    asked::{Asked, Place},
};
use crate::{
    app::App,
    base::{
        changes::{self, RestsOn, Subject},
        clock::Instant,
        shelf::{Held, Missing, Shelf},
    },
    seminars::{model::Details, queries, rules},
    web::{
        embed,
        errors::{Failure, Kind},
        lists,
        pages::{
            common::SeminarEntry,
            seminar::{Joining, SeminarPage},
        },
        programme,
        reader::{Manner, Reader},
        seminars::{found, show},
        series,
    },
};

/// A page with what it hangs on.
struct Made {
    html: String,
    /// What changes it.
    rests_on: Vec<Subject>,
    /// When something on it begins, opens or ends.
    turns: Vec<Instant>,
}

/// Renders what is asked for, as anyone is shown it who reads in that manner.
pub async fn render(
    shelf: &Shelf<Asked, Sheet>,
    app: web::Data<App>,
    asked: &Asked,
) -> Result<Held<Sheet>, Missing> {
    let Asked {
        place,
        address,
        manner,
    } = asked;
    let reader = reader(app, *manner, address);
    let mut conn = shelf.connection().await?;
    let (made, rests_on) = read(&mut conn, &reader, place).await.map_err(|failure| {
        let missing = match failure.kind() {
            Kind::NotFound => Missing::NotFound,
            _ => Missing::Unavailable,
        };
        // The ordinary way comes next, and says what is wrong.
        tracing::debug!(%failure, "a page was not kept");
        missing
    })?;
    drop(conn);
    let now = reader.now();
    let sheet = tokio::task::spawn_blocking(|| Sheet::new(made.html)).await;
    let sheet = sheet.map_err(|error| {
        tracing::error!(%error, "a page could not be compressed");
        Missing::Unavailable
    })?;
    Ok(Held::new(sheet, rests_on, true_for(now, &made.turns)))
}

fn reader(app: web::Data<App>, manner: Manner, address: &str) -> Reader {
    Reader::anyone(app, manner, address.to_owned())
}

/// From `now` until the minute is out or something turns.
fn true_for(now: Instant, turns: &[Instant]) -> std::ops::Range<Instant> {
    let minute = Duration::minutes(1);
    let out = now
        .duration_trunc(minute)
        .map_or(now, |began| began + minute);
    let turns = turns.iter().copied().filter(|turn| *turn > now);
    now..turns.fold(out, Instant::min)
}

/// A page and its counters, in one snapshot. Should this be dropped in the middle, so is the connection.
async fn read(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    place: &Place,
) -> Result<(Made, RestsOn), Failure> {
    const SNAPSHOT: &str = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
    AnsiTransactionManager::begin_transaction_sql(conn, SNAPSHOT).await?;
    let read = async {
        let mut made = make(conn, reader, place).await?;
        let subjects = std::mem::take(&mut made.rests_on);
        let (rests_on, _) = changes::read(conn, subjects).await?;
        Ok::<_, Failure>((made, rests_on))
    };
    let read = read.await;
    // Nothing was written: it is over either way.
    AnsiTransactionManager::rollback_transaction(conn).await?;
    read
}

async fn make(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    place: &Place,
) -> Result<Made, Failure> {
    match place {
        Place::Programme => {
            let page = programme::programme(conn, reader, query(reader)?).await?;
            Ok(Made {
                html: page.render()?,
                rests_on: vec![Subject::Hub, Subject::Names, Subject::ClosedDays],
                turns: ends(&page.seminars).collect(),
            })
        }
        Place::Series(slug) => {
            let found = series::seen(conn, None, slug).await?;
            let id = found.id;
            let asked: series::Asked = query(reader)?;
            let page = series::page(conn, reader, found, asked.all()).await?;
            Ok(Made {
                html: page.render()?,
                rests_on: vec![Subject::Series(id), Subject::Names],
                turns: ends(&page.coming).collect(),
            })
        }
        Place::Kept(slug) => {
            let found = lists::seen(conn, None, slug).await?;
            let mut rests_on = queries::list_subjects(conn, found.id).await?;
            rests_on.push(Subject::Names);
            let asked: series::Asked = query(reader)?;
            let page = lists::page(conn, reader, found, asked.all()).await?;
            Ok(Made {
                html: page.render()?,
                rests_on,
                turns: ends(&page.coming).collect(),
            })
        }
        Place::Embedded(list, most) => {
            let (page, rests_on) = embed::page(conn, reader, list, *most).await?;
            Ok(Made {
                html: page.render()?,
                rests_on,
                turns: ends(&page.seminars).collect(),
            })
        }
        Place::Seminar(code) => {
            let (seminar, standing) = found::seen(conn, None, code).await?;
            let details = queries::detail(conn, seminar).await?;
            let rests_on = rests_on(&details);
            let page = show::poster(conn, reader, details, standing).await?;
            Ok(Made {
                html: page.render()?,
                rests_on,
                turns: turns(&page).collect(),
            })
        }
    }
}

/// What the address asks for.
fn query<T: serde::de::DeserializeOwned>(reader: &Reader) -> Result<T, Failure> {
    let query = reader.path().split_once('?').map_or("", |(_, query)| query);
    let asked = web::Query::<T>::from_query(query);
    Ok(asked
        .map_err(|_| Failure::new(Kind::Unreadable))?
        .into_inner())
}

/// A poster shows the seminar and, below it, what comes next in its series.
fn rests_on(details: &Details) -> Vec<Subject> {
    let rooms = details.rooms.iter().map(|room| Subject::Room(room.room_id));
    let series = details.seminar.series_id.map(Subject::Series);
    [Subject::Names, Subject::Seminar(details.seminar.id)]
        .into_iter()
        .chain(series)
        .chain(rooms)
        .collect()
}

fn turns(page: &SeminarPage) -> impl Iterator<Item = Instant> {
    let slot = page.when.slot;
    let opens = match page.joining {
        Joining::Opens(at) => Some(at),
        _ => None,
    };
    let no_more_expected = slot.to() + rules::EXPECTED_FOR;
    [slot.from(), slot.to(), no_more_expected]
        .into_iter()
        .chain(opens)
        .chain(page.replies.until)
        .chain(ends(&page.next))
}

/// When what is listed is over.
fn ends(listed: &[SeminarEntry]) -> impl Iterator<Item = Instant> {
    listed.iter().map(|one| one.when.slot.to())
}
