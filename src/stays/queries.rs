//! Reads of stays, each a fixed number of queries however many are asked for.

mod belonging;

use chrono::NaiveDate;
use diesel::{
    pg::Pg,
    prelude::*,
    sql_query,
    sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    model::{Certainty, Details, Stay, Step},
    rules::{self, KNOWN, Sight},
    state::StayState,
};
use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SiteId, StayId},
        page::{Listed, Page},
        schema::stays,
    },
    people::model::{Actor, Named, Role},
};

pub use belonging::{detail, details};

/// Longest timeline.
const MOST: i64 = 2000;

/// A stay as a viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The stay, without what is not for them.
    pub details: Details,
    /// How much of it they see.
    pub sight: Sight,
}

/// Which stays are wanted; each that is given narrows the list.
#[derive(Debug, Clone, Default)]
pub struct StayFilter {
    /// With this short code.
    pub code: Option<String>,
    /// That last until this day or longer.
    pub from: Option<NaiveDate>,
    /// That begin on this day or earlier.
    pub to: Option<NaiveDate>,
    /// In this state.
    pub state: Option<StayState>,
    /// With this host.
    pub host: Option<PersonId>,
    /// Of this visitor.
    pub visitor: Option<PersonId>,
    /// At this site.
    pub site: Option<SiteId>,
}

/// One stay, whoever asks.
///
/// # Errors
/// What the database says.
pub async fn stay(conn: &mut AsyncPgConnection, id: StayId) -> QueryResult<Option<Stay>> {
    let found = stays::table.find(id).select(Stay::as_select());
    found.first(conn).await.optional()
}

/// One stay by its UID in calendars, whoever asks.
///
/// # Errors
/// What the database says.
pub async fn stay_by_uid(conn: &mut AsyncPgConnection, uid: &str) -> QueryResult<Option<Stay>> {
    let found = stays::table.filter(stays::uid.eq(uid));
    let found = found.select(Stay::as_select());
    found.first(conn).await.optional()
}

/// One stay, locked until the transaction ends. Lock it before rooms and bookings.
///
/// # Errors
/// What the database says.
pub async fn stay_for_update(
    conn: &mut AsyncPgConnection,
    id: StayId,
) -> QueryResult<Option<Stay>> {
    let found = stays::table.find(id).for_no_key_update();
    found.select(Stay::as_select()).first(conn).await.optional()
}

/// One stay as `viewer` sees it; `None` where there is none or they may not know of it. Two queries.
///
/// # Errors
/// What the database says.
pub async fn seen(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    id: StayId,
) -> QueryResult<Option<Seen>> {
    let found: Vec<Stay> = visible(viewer)
        .filter(stays::id.eq(id))
        .select(Stay::as_select())
        .load(conn)
        .await?;
    Ok(as_seen(conn, viewer, found).await?.pop())
}

/// One stay by its code, as `viewer` sees it. Two queries.
///
/// # Errors
/// What the database says.
pub async fn seen_by_code(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    code: &str,
) -> QueryResult<Option<Seen>> {
    let found: Vec<Stay> = visible(viewer)
        .filter(stays::code.eq(code.to_owned()))
        .select(Stay::as_select())
        .load(conn)
        .await?;
    Ok(as_seen(conn, viewer, found).await?.pop())
}

/// The stays that `viewer` may know of, in the order of entry. Two queries.
///
/// # Errors
/// What the database says.
pub async fn list(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    filter: &StayFilter,
    page: Page,
) -> QueryResult<Listed<Seen>> {
    let found: Vec<Stay> = filtered(viewer, filter)
        .filter(stays::id.gt(StayId(page.after())))
        .order(stays::id)
        .limit(page.rows())
        .select(Stay::as_select())
        .load(conn)
        .await?;
    let listed = page.list(found, |stay: &Stay| stay.id.0);
    Ok(Listed {
        next: listed.next,
        items: as_seen(conn, viewer, listed.items).await?,
    })
}

/// The stays that touch the days from `from` to `to`, both inclusive, and that `viewer` may know of: by first day, at most
/// 2,000. Two queries.
///
/// # Errors
/// What the database says.
pub async fn timeline(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<Seen>> {
    let filter = StayFilter {
        from: Some(from),
        to: Some(to),
        ..StayFilter::default()
    };
    let found: Vec<Stay> = filtered(viewer, &filter)
        .order((stays::from_date, stays::to_date, stays::id))
        .limit(MOST)
        .select(Stay::as_select())
        .load(conn)
        .await?;
    as_seen(conn, viewer, found).await
}

/// The stays that `viewer` makes or hosts and that are not over on `today`: by first day, at most 200; those that do not
/// take place left out. Two queries.
///
/// # Errors
/// What the database says.
pub async fn own(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    today: NaiveDate,
) -> QueryResult<Vec<Seen>> {
    let off: Vec<StayState> = StayState::ALL
        .iter()
        .copied()
        .filter(|state| state.is_off() || *state == StayState::Departed)
        .collect();
    let found: Vec<Stay> = stays::table
        .filter(
            stays::visitor_id
                .eq(viewer.id)
                .or(stays::host_id.eq(viewer.id)),
        )
        .filter(
            stays::to_date
                .ge(today)
                .or(stays::state.eq(StayState::Arrived)),
        )
        .filter(stays::state.ne_all(off))
        .order((stays::from_date, stays::to_date, stays::id))
        .limit(200)
        .select(Stay::as_select())
        .load(conn)
        .await?;
    as_seen(conn, viewer, found).await
}

/// The stays of which `viewer` may know: what [`rules::sight`] says, said to the database.
fn visible(viewer: &Actor) -> stays::BoxedQuery<'static, Pg> {
    let all = stays::table.into_boxed();
    if viewer.has(Role::FrontDesk) {
        return all;
    }
    let them: Vec<PersonId> = viewer.acts_for.iter().copied().chain([viewer.id]).collect();
    let concerned = stays::visitor_id
        .eq_any(them.clone())
        .or(stays::host_id.eq_any(them))
        .or(stays::entered_by.eq(viewer.id));
    if viewer.member {
        let known = stays::certainty
            .eq(Certainty::Firm)
            .and(stays::state.eq_any(KNOWN));
        all.filter(concerned.or(known))
    } else {
        all.filter(concerned)
    }
}

fn filtered(viewer: &Actor, filter: &StayFilter) -> stays::BoxedQuery<'static, Pg> {
    let mut wanted = visible(viewer);
    if let Some(code) = filter.code.clone() {
        wanted = wanted.filter(stays::code.eq(code));
    }
    if let Some(from) = filter.from {
        wanted = wanted.filter(stays::to_date.ge(from));
    }
    if let Some(to) = filter.to {
        wanted = wanted.filter(stays::from_date.le(to));
    }
    if let Some(state) = filter.state {
        wanted = wanted.filter(stays::state.eq(state));
    }
    if let Some(host) = filter.host {
        wanted = wanted.filter(stays::host_id.eq(host));
    }
    if let Some(visitor) = filter.visitor {
        wanted = wanted.filter(stays::visitor_id.eq(visitor));
    }
    if let Some(site) = filter.site {
        wanted = wanted.filter(stays::site_id.eq(site));
    }
    wanted
}

async fn as_seen(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    found: Vec<Stay>,
) -> QueryResult<Vec<Seen>> {
    let seen = |details: Details| {
        let sight = rules::sight(viewer, &details.stay)?;
        let details = rules::shown(details, sight);
        Some(Seen { details, sight })
    };
    let found = details(conn, found).await?;
    Ok(found.into_iter().filter_map(seen).collect())
}

/// The steps that a stay took, the first first. For those who see all of it. One query.
///
/// # Errors
/// What the database says.
pub async fn steps(conn: &mut AsyncPgConnection, id: StayId) -> QueryResult<Vec<Step>> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Text)]
        state: StayState,
        #[diesel(sql_type = Timestamptz)]
        at: Instant,
        #[diesel(sql_type = Nullable<SqlUuid>)]
        by_id: Option<PersonId>,
        #[diesel(sql_type = Nullable<Text>)]
        name: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        address: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        reason: Option<String>,
    }
    let taken: Vec<Taken> = sql_query(
        "SELECT t.state, t.at, t.by_id, t.reason, p.name, (SELECT a.address FROM addresses a \
             WHERE a.person_id = p.id ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) AS address \
         FROM stay_steps t LEFT JOIN people p ON p.id = t.by_id WHERE t.stay_id = $1 ORDER BY t.at, t.id",
    )
    .bind::<SqlUuid, _>(id)
    .load(conn)
    .await?;
    Ok(taken
        .into_iter()
        .map(|step| Step {
            state: step.state,
            at: step.at,
            by: step.by_id.map(|id| Named {
                id,
                name: step.name,
                address: step.address,
            }),
            reason: step.reason,
        })
        .collect())
}
