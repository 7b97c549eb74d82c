//! Stays, as visitor and host see them.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{MOST_ENTRIES, Window, bookings::rooms_of, one_more};
use crate::base::{
    clock::Instant,
    ids::{BookingId, InstitutionId, PersonId, SiteId, StayId},
    schema::{bookings, institutions, people, sites, stays},
};
use chrono::NaiveDate;

/// A stay of which a person is visitor or host.
#[derive(Debug, Clone, Hash)]
pub struct Stay {
    /// Its short code.
    pub code: String,
    /// Its UID.
    pub uid: String,
    /// Whether the owner of the feed is the host; otherwise the visitor.
    pub hosting: bool,
    /// The visitor's name, where it is known.
    pub visitor: Option<String>,
    /// The visitor's institution.
    pub visitor_institution: Option<String>,
    /// The host's name, where it is known.
    pub host: Option<String>,
    /// First day, in the site's zone.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// What for.
    pub purpose: String,
    /// Its topics.
    pub topics: Vec<String>,
    /// Whether it may still be given up.
    pub tentative: bool,
    /// `proposed`, `approved` …
    pub state: String,
    /// The site: name and address.
    pub site: Option<(String, Option<String>)>,
    /// Desks and equipment, by name.
    pub desks: Vec<String>,
    /// Its SEQUENCE.
    pub sequence: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When anything that it shows was last changed.
    pub modified_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = stays)]
struct Row {
    id: StayId,
    code: String,
    uid: String,
    visitor_id: PersonId,
    host_id: PersonId,
    site_id: Option<SiteId>,
    from_date: NaiveDate,
    to_date: NaiveDate,
    purpose: String,
    topics: Vec<String>,
    certainty: String,
    state: String,
    sequence: i32,
    created_at: Instant,
    modified_at: Instant,
}

/// The stays of `person` in the window but for those `left_out`, by start; one more than a feed holds.
pub(super) async fn of_person(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    window: &Window,
    left_out: &[StayId],
) -> QueryResult<Vec<Stay>> {
    let mut query = stays::table
        .filter(stays::visitor_id.eq(person).or(stays::host_id.eq(person)))
        .filter(stays::to_date.ge(window.from_date))
        .filter(stays::id.ne_all(left_out.to_vec()))
        .filter(
            stays::state
                .ne_all(["refused", "cancelled", "no_show"])
                .or(stays::state_at.ge(window.cancelled_since)),
        )
        .select(Row::as_select())
        .order((stays::from_date, stays::id))
        .limit(one_more(MOST_ENTRIES))
        .into_boxed();
    if let Some(until) = window.until_date {
        query = query.filter(stays::from_date.lt(until));
    }
    let rows: Vec<Row> = query.load(conn).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let people = people_of(conn, &rows).await?;
    let sites = sites_of(conn, &rows).await?;
    let mut desks = desks_of(conn, &rows).await?;
    let stays = rows.into_iter().map(|row| {
        let mut modified_at = row.modified_at;
        let mut named = |id: PersonId| {
            let (name, institution, at) = people.get(&id).cloned().unwrap_or_default();
            modified_at = modified_at.max(at);
            (name, institution)
        };
        let (visitor, visitor_institution) = named(row.visitor_id);
        let (host, _) = named(row.host_id);
        let site = row.site_id.and_then(|id| sites.get(&id)).cloned();
        if let Some((_, _, at)) = &site {
            modified_at = modified_at.max(*at);
        }
        let desks = desks.remove(&row.id).unwrap_or_default();
        let modified_at = desks
            .iter()
            .map(|(_, at)| *at)
            .fold(modified_at, Instant::max);
        Stay {
            code: row.code,
            uid: row.uid,
            hosting: row.host_id == person,
            visitor,
            visitor_institution,
            host,
            from: row.from_date,
            to: row.to_date,
            purpose: row.purpose,
            topics: row.topics,
            tentative: row.certainty == "tentative",
            state: row.state,
            site: site.map(|(name, address, _)| (name, address)),
            desks: desks.into_iter().map(|(name, _)| name).collect(),
            sequence: row.sequence,
            created_at: row.created_at,
            modified_at,
        }
    });
    Ok(stays.collect())
}

type Named = (Option<String>, Option<String>, Instant);

async fn people_of(
    conn: &mut AsyncPgConnection,
    rows: &[Row],
) -> QueryResult<HashMap<PersonId, Named>> {
    let mut ids: Vec<PersonId> = rows
        .iter()
        .flat_map(|row| [row.visitor_id, row.host_id])
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let found: Vec<(
        PersonId,
        Option<String>,
        Instant,
        Option<(InstitutionId, String, Instant)>,
    )> = people::table
        .left_join(institutions::table.on(people::institution_id.eq(institutions::id.nullable())))
        .filter(people::id.eq_any(ids))
        .select((
            people::id,
            people::name,
            people::modified_at,
            (
                institutions::id,
                institutions::name,
                institutions::modified_at,
            )
                .nullable(),
        ))
        .load(conn)
        .await?;
    let named = found.into_iter().map(|(id, name, at, institution)| {
        let named = match institution {
            Some((_, institution, changed)) => (name, Some(institution), at.max(changed)),
            None => (name, None, at),
        };
        (id, named)
    });
    Ok(named.collect())
}

async fn sites_of(
    conn: &mut AsyncPgConnection,
    rows: &[Row],
) -> QueryResult<HashMap<SiteId, (String, Option<String>, Instant)>> {
    let ids: Vec<SiteId> = rows.iter().filter_map(|row| row.site_id).collect();
    let found: Vec<(SiteId, String, Option<String>, Instant)> = sites::table
        .filter(sites::id.eq_any(ids))
        .select((sites::id, sites::name, sites::address, sites::modified_at))
        .load(conn)
        .await?;
    Ok(found
        .into_iter()
        .map(|(id, name, address, at)| (id, (name, address, at)))
        .collect())
}

async fn desks_of(
    conn: &mut AsyncPgConnection,
    rows: &[Row],
) -> QueryResult<HashMap<StayId, Vec<(String, Instant)>>> {
    let ids: Vec<StayId> = rows.iter().map(|row| row.id).collect();
    let booked: Vec<(Option<StayId>, BookingId)> = bookings::table
        .filter(bookings::stay_id.eq_any(ids))
        .filter(bookings::state.eq_any(["held", "confirmed"]))
        .order((bookings::starts_at, bookings::id))
        .select((bookings::stay_id, bookings::id))
        .load(conn)
        .await?;
    let bookings: Vec<BookingId> = booked.iter().map(|(_, booking)| *booking).collect();
    let mut rooms = rooms_of(conn, &bookings).await?;
    let mut desks: HashMap<StayId, Vec<(String, Instant)>> = HashMap::new();
    for (stay, booking) in booked {
        let Some(stay) = stay else { continue };
        let held = desks.entry(stay).or_default();
        for (room, at) in rooms.remove(&booking).unwrap_or_default() {
            // A desk that is held by several bookings, one after the other, is named once.
            match held.iter_mut().find(|(name, _)| *name == room.name) {
                Some((_, known)) => *known = (*known).max(at),
                None => held.push((room.name, at)),
            }
        }
    }
    Ok(desks)
}
