//! `GET /admin/mail?state=&kind=&domain=&q=&after=`: how the outbox stands, and every message.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use chrono::Duration;
use diesel::{
    QueryResult, QueryableByName, sql_query,
    sql_types::{Array, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;
use uuid::Uuid;

use super::{PAGE, may_administer};
use crate::{
    app::App,
    base::{clock::Instant, ids::MessageId},
    jobs::{presence, schedule},
    mail::{
        captured,
        outbox::{self, Filter, Message, MessageState, Standing},
    },
    web::{
        actor::Signed,
        errors::Failure,
        pages::queue::{
            AboutLine, DomainLine, Figure, MessageLine, QueuePage, QueueView, TaskLine, View,
            WorkerLine,
        },
        reader::Reader,
        urls,
    },
};

/// Of so many domains at most it is shown how mail to them stands.
const DOMAINS: i64 = 12;

/// What is looked for, and behind which message the page begins.
#[derive(Debug, Deserialize)]
pub struct Asked {
    state: Option<String>,
    kind: Option<String>,
    domain: Option<String>,
    q: Option<String>,
    after: Option<String>,
}

/// The page.
pub async fn all(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let now = reader.now();
    let view = asked.view();
    let page = outbox::Page {
        limit: u16::try_from(PAGE).unwrap_or(u16::MAX),
        after: asked.after.as_deref().and_then(|id| id.parse().ok()),
    };
    let listed = outbox::list(&mut conn, &filter(&view, now), page).await?;
    let standing = outbox::standing(&mut conn, now).await?;
    let next = listed
        .next
        .map(|last| view.address(Some(&last.to_string())));
    reader.show(&QueuePage {
        page: reader.page(),
        captured: app.captured,
        figures: figures(standing),
        late_since: standing
            .oldest
            .filter(|oldest| *oldest < now - Duration::minutes(1)),
        workers: workers(&mut conn).await?,
        failing: failing(&mut conn).await?,
        domains: domains(&mut conn).await?,
        messages: lines(&mut conn, &listed.items, now).await?,
        asked: view,
        older: next,
    })
}

impl Asked {
    /// What can be read of it; a word that is none is as if it were not there.
    fn view(&self) -> QueueView {
        let typed = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        QueueView {
            view: typed(&self.state).parse().ok(),
            kind: typed(&self.kind).parse().ok(),
            domain: typed(&self.domain).trim_start_matches('@').to_lowercase(),
            words: typed(&self.q),
        }
    }
}

fn filter(view: &QueueView, now: Instant) -> Filter {
    use MessageState::{Drafted, Failed, Held, Leased, Queued, Sent, Void};
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Filter {
        states: match view.view {
            None => Vec::new(),
            Some(View::Waiting | View::Due | View::Failing) => vec![Drafted, Held, Queued, Leased],
            Some(View::Failed) => vec![Failed],
            Some(View::Sent) => vec![Sent],
            Some(View::Void) => vec![Void],
        },
        due: (view.view == Some(View::Due)).then_some(now),
        in_trouble: view.view == Some(View::Failing),
        kinds: view.kind.into_iter().collect(),
        domain: some(&view.domain),
        words: some(&view.words),
        ..Filter::default()
    }
}

fn figures(standing: Standing) -> Vec<Figure> {
    [
        (View::Waiting, standing.waiting),
        (View::Due, standing.due),
        (View::Failing, standing.failing),
        (View::Failed, standing.failed),
        (View::Sent, standing.sent),
    ]
    .map(|(view, count)| Figure {
        view,
        count: number(count),
    })
    .to_vec()
}

async fn workers(conn: &mut AsyncPgConnection) -> QueryResult<Vec<WorkerLine>> {
    let all = presence::all(conn).await?;
    let lines = all.into_iter().map(|(worker, alive)| WorkerLine {
        name: format!("{} · {}", worker.host, worker.process),
        does: worker.does.split(", ").map(str::to_owned).collect(),
        since: worker.started_at,
        seen: worker.seen_at,
        alive,
    });
    Ok(lines.collect())
}

async fn failing(conn: &mut AsyncPgConnection) -> QueryResult<Vec<TaskLine>> {
    let all = schedule::failing(conn).await?;
    let lines = all.into_iter().map(|task| TaskLine {
        name: task.name,
        at: task.last_run_at,
        error: task.last_error,
    });
    Ok(lines.collect())
}

async fn domains(conn: &mut AsyncPgConnection) -> QueryResult<Vec<DomainLine>> {
    let all = outbox::by_domain(conn, DOMAINS).await?;
    let lines = all.into_iter().map(|one| DomainLine {
        domain: one.domain,
        waiting: number(one.waiting),
        failing: number(one.failing),
        failed: number(one.failed),
        error: one.error,
    });
    Ok(lines.collect())
}

fn number(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// Messages as they are shown, at `now`; two queries, however many there are.
pub async fn lines(
    conn: &mut AsyncPgConnection,
    messages: &[Message],
    now: Instant,
) -> QueryResult<Vec<MessageLine>> {
    let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
    let mut subjects = captured::subjects(conn, &ids).await?;
    let about = about(conn, messages).await?;
    let lines = messages.iter().map(|message| MessageLine {
        id: message.id.to_string(),
        to: message.address.clone(),
        subject: subjects.remove(&message.id),
        kind: message.kind,
        about: subject_of(message).and_then(|id| about.get(&id).cloned()),
        state: message.state,
        at: message.ended_at.unwrap_or(message.send_after),
        error: message.error.clone(),
        may_try_again: outbox::may_try_again(message, now).is_ok(),
        may_give_up: outbox::may_give_up(message).is_ok(),
    });
    Ok(lines.collect())
}

fn subject_of(message: &Message) -> Option<Uuid> {
    let about = &message.about;
    let seminar = about.seminar.map(|id| id.0);
    seminar
        .or(about.stay.map(|id| id.0))
        .or(about.booking.map(|id| id.0))
}

/// What messages are about, by the id of that.
async fn about(
    conn: &mut AsyncPgConnection,
    messages: &[Message],
) -> QueryResult<HashMap<Uuid, AboutLine>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
        #[diesel(sql_type = Text)]
        kind: String,
        #[diesel(sql_type = Text)]
        code: String,
        #[diesel(sql_type = Text)]
        label: String,
    }
    let ids: Vec<Uuid> = messages.iter().filter_map(subject_of).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Row> = sql_query(
        "SELECT id, 'seminar' AS kind, code, title AS label FROM seminars WHERE id = ANY($1) \
         UNION ALL SELECT id, 'booking', code, title FROM bookings WHERE id = ANY($1) \
         UNION ALL SELECT s.id, 'stay', s.code, coalesce(p.name, '') FROM stays s JOIN people p ON p.id = s.visitor_id \
             WHERE s.id = ANY($1)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    let line = |row: Row| {
        let path = match row.kind.as_str() {
            "seminar" => urls::seminar(&row.code),
            "booking" => urls::booking(&row.code),
            _ => urls::stay(&row.code),
        };
        let label = match row.label.is_empty() {
            true => row.code,
            false => row.label,
        };
        (row.id, AboutLine { label, path })
    };
    Ok(rows.into_iter().map(line).collect())
}
