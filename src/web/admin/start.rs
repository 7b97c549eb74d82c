//! `GET /admin`.

use actix_web::{HttpResponse, web};
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::may_administer;
use crate::{
    app::App,
    jobs::schedule,
    mail::outbox,
    web::{
        actor::Signed,
        errors::Failure,
        pages::{
            admin::{AdminPage, Check, OutboxState},
            page::{Page, Tone},
        },
        reader::Reader,
    },
};

/// What there is, how mail stands, how the hub is set up.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let found = found(&mut conn).await?;
    let standing = outbox::standing(&mut conn, reader.now()).await?;
    let failing = schedule::failing(&mut conn).await?;
    let number = |number: i64| u64::try_from(number).unwrap_or(0);
    let page = reader.page();
    reader.show(&AdminPage {
        numbers: vec![
            ("admin-people", number(found.people)),
            ("admin-series", number(found.series)),
            ("admin-seminars", number(found.seminars)),
            ("admin-rooms", number(found.rooms)),
            ("admin-stays", number(found.stays)),
        ],
        outbox: OutboxState {
            waiting: number(standing.waiting),
            failed: number(standing.failed),
            sent_today: number(standing.sent),
        },
        failing: failing.len(),
        checks: checks(&app, &page, &found.server),
        captures_mail: app.captured,
        page,
    })
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = sql_types::Text)]
    server: String,
    #[diesel(sql_type = sql_types::BigInt)]
    people: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    series: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    seminars: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    rooms: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    stays: i64,
}

async fn found(conn: &mut AsyncPgConnection) -> QueryResult<Found> {
    sql_query(
        "SELECT split_part(current_setting('server_version'), ' ', 1) AS server, \
             (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM series) AS series, \
             (SELECT count(*) FROM seminars) AS seminars, (SELECT count(*) FROM rooms) AS rooms, \
             (SELECT count(*) FROM stays) AS stays",
    )
    .get_result(conn)
    .await
}

fn checks(app: &App, page: &Page, server: &str) -> Vec<Check> {
    let mail = if app.captured {
        Check {
            tone: Tone::Attention,
            text: page.t("admin-check-captured"),
        }
    } else {
        Check {
            tone: Tone::Done,
            text: page.with("admin-check-sent", "from", &app.hub.mail_address),
        }
    };
    let host = app.hub.host();
    let here = host == "localhost" || host.starts_with("127.") || host == "::1";
    let reached = if app.https() || here {
        Check {
            tone: Tone::Done,
            text: page.with("admin-check-address", "address", &app.hub.public_url),
        }
    } else {
        Check {
            tone: Tone::Attention,
            text: page.with("admin-check-plain", "address", &app.hub.public_url),
        }
    };
    let database = Check {
        tone: Tone::Done,
        text: page.with("admin-check-database", "version", server),
    };
    vec![database, mail, reached]
}
