//! The reader's own page, and their personal feeds: `GET /me`, `POST /me/feeds`, `POST /me/feeds/{id}`,
//! `POST /me/feeds/{id}/renewal`, `POST /me/feeds/{id}/revocation`.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    actor::Signed,
    errors::Failure,
    flash::Flash,
    forms::Posted,
    idempotency::{Done, Once, fresh_key},
    pages::{
        common::SeminarEntry,
        files::megabytes,
        form::{Field, FormMeta},
        me::{
            BookingLine, CalendarQuestion, FeedForm, LargeFeed, MyPage, PersonalFeed, RequestLine,
        },
        time::When,
    },
    reader::Reader,
    seminars::entry::entries,
    stays::entry,
    typed, urls,
};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Invalid, Refusal},
        ids::FeedId,
        page::Page,
    },
    feeds::{
        actions::{self, FeedChange, NewFeed},
        model::Detail,
    },
    mail::calendar,
    people::{self, model::Actor},
    rooms::{
        model::Booking,
        queries::{coming_bookings, requests, rooms_of},
    },
    seminars, stays,
};

/// Most bookings that are shown.
const MOST: i64 = 200;
/// Most that is shown of what the reader organises: the rest stands on a page of its own.
const MOST_ORGANISED: i64 = 10;

/// What concerns the reader.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    reader.show(&context(&app, &signed.actor, &reader).await?)
}

/// Makes a personal feed.
pub async fn make_feed(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let mut form = FeedForm::typed(posted.pairs());
    let outcome = match typed::word::<Detail>(&form.detail.value) {
        Ok(detail) => {
            let name = Some(form.name.value.clone());
            let new = NewFeed {
                name,
                detail,
                calendar: None,
            };
            once.attempt(&app, async |conn| {
                let (clock, actor) = (&*app.clock, &signed.actor);
                actions::create(conn, clock, &app.hub, actor, actor.id, new).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::me()))
            })
            .await?
        }
        Err(reason) => Err(Invalid::one("detail", reason).into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-feed-made").on(&app, done)),
        Err(refusal) => {
            let status: StatusCode = typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(name, words);
            })?;
            let mut page = context(&app, &signed.actor, &reader).await?;
            page.feed_form = form;
            reader.show_again(status, &page)
        }
    }
}

/// Changes what a personal feed is called and how much it says. Its address stays.
pub async fn change_feed(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    id: web::Path<FeedId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let mut form = FeedForm::typed(posted.pairs());
    let outcome = match change(&form) {
        Ok(change) => {
            once.attempt(&app, async |conn| {
                let (clock, actor) = (&*app.clock, &signed.actor);
                actions::change(conn, clock, &app.hub, actor, actor.id, *id, change).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::me()))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-feed-changed").on(&app, done)),
        Err(refusal) => {
            let status: StatusCode = typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(name, words);
            })?;
            let mut page = context(&app, &signed.actor, &reader).await?;
            let id = id.to_string();
            let feed = page.feeds.iter_mut().find(|feed| feed.id == id);
            feed.ok_or_else(Failure::not_found)?.form = form;
            reader.show_again(status, &page)
        }
    }
}

/// What is to be otherwise about a feed, or what is wrong with it.
fn change(form: &FeedForm) -> Result<FeedChange, Invalid> {
    let detail =
        typed::word(&form.detail.value).map_err(|reason| Invalid::one("detail", reason))?;
    Ok(FeedChange {
        name: Some(form.name.value.clone()),
        detail: Some(detail),
        calendar: None,
    })
}

/// Gives a personal feed another address: the one that it had opens nothing from then on.
pub async fn renew_feed(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<FeedId>,
) -> Result<HttpResponse, Failure> {
    let mut done = once
        .carry_out(&app, async |conn| {
            let (clock, actor) = (&*app.clock, &signed.actor);
            actions::renew(conn, clock, &app.hub, actor, actor.id, *id).await?;
            Ok(Done::go_to(&urls::me()))
        })
        .await?;
    Flash::done("flash-feed-renewed").tell(&app.hub.key, app.https(), &mut done);
    Ok(done)
}

/// Revokes a personal feed: its address opens nothing from then on.
pub async fn revoke_feed(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<FeedId>,
) -> Result<HttpResponse, Failure> {
    let done = once
        .carry_out(&app, async |conn| {
            let (clock, actor) = (&*app.clock, &signed.actor);
            actions::revoke(conn, clock, actor, actor.id, *id).await?;
            Ok(Done::go_to(&urls::me()))
        })
        .await?;
    Ok(Flash::done("flash-feed-revoked").on(&app, done))
}

async fn context(app: &App, actor: &Actor, reader: &Reader) -> Result<MyPage, Failure> {
    let mut conn = app.db.get().await?;
    let now = reader.now();
    let names = people::queries::names(&mut conn, &[actor.id]).await?;
    let coming = seminars::queries::of_person(&mut conn, actor.id, now).await?;
    let stays = stays::queries::own(&mut conn, actor, app.hub.zone.date(now)).await?;
    let feeds = actions::list(
        &mut conn,
        &app.hub,
        actor,
        actor.id,
        Page::of(Some(100), None),
    )
    .await?;
    Ok(MyPage {
        page: reader.page(),
        email: names
            .get(&actor.id)
            .and_then(|one| one.address.clone())
            .unwrap_or_default(),
        seminars: entries(&mut conn, Some(actor), reader.language(), coming).await?,
        organised: my_organised(&mut conn, actor, reader).await?,
        requests: my_requests(&mut conn, actor, now).await?,
        bookings: my_bookings(&mut conn, actor, now).await?,
        stays: stays.into_iter().map(|seen| entry(seen.details)).collect(),
        calendar: CalendarQuestion {
            choice: calendar::chosen_by(&mut conn, actor.id).await?,
            has_feed: !feeds.items.is_empty(),
            key: fresh_key(),
        },
        feeds: feeds
            .items
            .into_iter()
            .map(|feed| PersonalFeed {
                large: feed.too_large(now).map(|(client, at, octets)| LargeFeed {
                    client,
                    at,
                    size: megabytes(octets),
                }),
                id: feed.id.to_string(),
                form: FeedForm {
                    meta: FormMeta::keyed(fresh_key()),
                    name: Field::of(feed.name.as_str()),
                    detail: Field::of(feed.detail.word()),
                },
                name: feed.name,
                path: reader.own_calendar(path(&feed.url, &app.hub.public_url)),
                busy_only: feed.detail == Detail::Busy,
                since: feed.created_at,
                polls: feed.polls,
                key: fresh_key(),
            })
            .collect(),
        feed_form: FeedForm {
            meta: FormMeta::keyed(fresh_key()),
            detail: Field::of(Detail::Full.word()),
            ..FeedForm::default()
        },
    })
}

/// What the reader organises next. Most readers organise nothing, and nothing more is asked for them.
async fn my_organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    reader: &Reader,
) -> QueryResult<Vec<SeminarEntry>> {
    let (now, most) = (reader.now(), MOST_ORGANISED);
    let found = seminars::queries::next_organised(conn, actor, now, most).await?;
    match found.is_empty() {
        true => Ok(Vec::new()),
        false => entries(conn, Some(actor), reader.language(), found).await,
    }
}

/// The reader's coming bookings, the next ones first. Those of seminars and stays stand with these.
async fn my_bookings(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    now: Instant,
) -> QueryResult<Vec<BookingLine>> {
    let found = coming_bookings(conn, actor.id, now, MOST).await?;
    lines(conn, &found).await
}

/// What waits for the reader to decide.
async fn my_requests(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    now: Instant,
) -> QueryResult<Vec<RequestLine>> {
    let found = requests(conn, actor, now).await?;
    let people: Vec<_> = found.iter().map(|booking| booking.entered_by).collect();
    let names = people::queries::names(conn, &people).await?;
    let by = |booking: &Booking| {
        names
            .get(&booking.entered_by)
            .map_or_else(String::new, |one| one.called().to_owned())
    };
    let lines = lines(conn, &found).await?;
    Ok(lines
        .into_iter()
        .zip(&found)
        .map(|(line, booking)| RequestLine {
            booking: line,
            by: by(booking),
        })
        .collect())
}

async fn lines(conn: &mut AsyncPgConnection, found: &[Booking]) -> QueryResult<Vec<BookingLine>> {
    let ids: Vec<_> = found.iter().map(|booking| booking.id).collect();
    let rooms = rooms_of(conn, &ids).await?;
    Ok(found
        .iter()
        .map(|booking| BookingLine {
            code: booking.code.clone(),
            title: booking.title.clone(),
            when: When {
                slot: booking.slot(),
                zone: booking.zone(),
            },
            rooms: rooms
                .iter()
                .filter(|room| room.booking_id == booking.id)
                .map(|room| room.name.clone())
                .collect(),
            state: booking.state,
        })
        .collect())
}

/// An address of the hub as pages carry it: without scheme and host.
fn path<'a>(url: &'a str, public_url: &str) -> &'a str {
    url.strip_prefix(public_url).unwrap_or(url)
}
