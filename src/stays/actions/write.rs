//! What every write of a stay shares: what was typed, where it is, its revision, where its visitor is, and the counters.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use crate::{
    base::{
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, SiteId, StayId},
        schema::{stay_revisions, stay_steps, stays, zone_spans},
        text,
        zone::{Zone, is_planned_day},
    },
    people::{self, model::Actor},
    rooms::{self, model::Room},
    stays::{
        model::{Certainty, Details, Snapshot, Stay},
        queries, rules,
        state::StayState,
    },
};

/// Longest stay, in days: five years. Longer ones are slips of the pen.
const MOST_DAYS: i64 = 5 * 366;
/// Most topics of one stay.
const MOST_TOPICS: usize = 20;

/// What is typed of a stay.
pub(super) struct Entered {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub purpose: String,
    pub topics: Vec<String>,
}

/// What was typed, made fit to keep.
pub(super) fn checked(typed: Entered) -> Result<Entered, Invalid> {
    let mut invalid = Invalid::default();
    for (field, day) in [("from", typed.from), ("to", typed.to)] {
        if !is_planned_day(day) {
            invalid.because(field, "reason-years");
        }
    }
    if typed.to < typed.from {
        invalid.because("to", "reason-end-before-start");
    } else if (typed.to - typed.from).num_days() >= MOST_DAYS {
        invalid.because("to", "reason-stay-too-long");
    }
    let purpose = text::lines(&typed.purpose);
    if purpose.chars().count() > text::LONG {
        invalid.add("purpose", too_long(text::LONG));
    }
    let topics = invalid.take("topics", topics(&typed.topics));
    invalid.none_or()?;
    Ok(Entered {
        purpose,
        topics: topics.unwrap_or_default(),
        ..typed
    })
}

/// Topics as they are kept: one line each, none twice.
fn topics(typed: &[String]) -> Result<Vec<String>, Reason> {
    let mut kept: Vec<String> = Vec::new();
    for topic in typed {
        let topic = text::line(topic);
        if topic.chars().count() > text::TITLE {
            return Err(too_long(text::TITLE));
        }
        if !topic.is_empty() && !kept.contains(&topic) {
            kept.push(topic);
        }
    }
    if kept.len() > MOST_TOPICS {
        return Err(Reason::new("reason-too-many").with("max", MOST_TOPICS));
    }
    Ok(kept)
}

fn too_long(max: usize) -> Reason {
    Reason::new("reason-too-long").with("max", max)
}

/// The word for dates that may still move, or stand.
pub(super) fn certainty(tentative: bool) -> Certainty {
    if tentative {
        Certainty::Tentative
    } else {
        Certainty::Firm
    }
}

/// What another action found wrong, under the names that the fields have here.
pub(super) fn renamed(invalid: &Invalid, name: impl Fn(&str) -> &'static str) -> Invalid {
    let mut renamed = Invalid::default();
    for (field, reasons) in invalid.fields() {
        for reason in reasons {
            renamed.add(name(field), reason.clone());
        }
    }
    renamed
}

/// Where a stay is, and in which zone its days are: the site of its desk, else `site`, else the hub's only site.
///
/// # Errors
/// Invalid `site_id` where it does not exist.
pub(super) async fn place(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    desk: Option<&Room>,
    site: Option<SiteId>,
) -> Result<(Option<SiteId>, Zone), Refusal> {
    let sites = rooms::queries::sites(conn).await?;
    let found = match desk.and_then(|room| room.site_id).or(site) {
        Some(id) => Some(
            sites
                .iter()
                .find(|site| site.id == id)
                .ok_or(Refusal::invalid("site_id", "reason-unknown"))?,
        ),
        None => match sites.as_slice() {
            [only] => Some(only),
            _ => None,
        },
    };
    Ok(match found {
        Some(site) => (Some(site.id), site.zone.parse().unwrap_or(hub.zone)),
        None => (None, hub.zone),
    })
}

/// The stay as it stands now.
pub(super) async fn reread(conn: &mut AsyncPgConnection, id: StayId) -> QueryResult<Details> {
    let stay = queries::stay(conn, id).await?;
    queries::detail(conn, stay.ok_or(diesel::result::Error::NotFound)?).await
}

/// Keeps that a stay took a step.
pub(super) async fn keep_step(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: StayId,
    state: StayState,
    reason: Option<&str>,
) -> QueryResult<()> {
    diesel::insert_into(stay_steps::table)
        .values((
            stay_steps::id.eq(ids::fresh(clock)),
            stay_steps::stay_id.eq(id),
            stay_steps::state.eq(state),
            stay_steps::at.eq(clock.now()),
            stay_steps::by_id.eq(actor.id),
            stay_steps::reason.eq(reason),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps the snapshot of the revision that `details` stand at.
pub(super) async fn keep_revision(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
) -> QueryResult<()> {
    diesel::insert_into(stay_revisions::table)
        .values((
            stay_revisions::stay_id.eq(details.stay.id),
            stay_revisions::revision.eq(details.stay.revision),
            stay_revisions::snapshot.eq(json!(Snapshot::of(details))),
            stay_revisions::at.eq(clock.now()),
            stay_revisions::by_id.eq(actor.id),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps where the visitor is: at the site while the hub has agreed to the stay, else nowhere in particular.
pub(super) async fn keep_zone(conn: &mut AsyncPgConnection, stay: &Stay) -> QueryResult<()> {
    if !stay.state.stands() {
        diesel::delete(zone_spans::table.filter(zone_spans::stay_id.eq(stay.id)))
            .execute(conn)
            .await?;
        return Ok(());
    }
    let span = (
        zone_spans::from_date.eq(stay.from_date),
        zone_spans::to_date.eq(stay.to_date),
        zone_spans::zone.eq(&stay.zone),
    );
    diesel::insert_into(zone_spans::table)
        .values((
            zone_spans::person_id.eq(stay.visitor_id),
            zone_spans::stay_id.eq(stay.id),
            span,
        ))
        .on_conflict((zone_spans::person_id, zone_spans::stay_id))
        .do_update()
        .set(span)
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts what was written: the sequence, the snapshot of the revision and where the visitor is follow the stay as it
/// stands now.
pub(super) async fn finished(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
) -> QueryResult<Details> {
    let mut after = reread(conn, before.stay.id).await?;
    if moved(before, &after) {
        after.stay.sequence += 1;
        diesel::update(stays::table.find(after.stay.id))
            .set(stays::sequence.eq(after.stay.sequence))
            .execute(conn)
            .await?;
    }
    keep_revision(conn, clock, actor, &after).await?;
    keep_zone(conn, &after.stay).await?;
    // What comes in the morning comes when it is morning where they are then.
    people::actions::zone_moved(conn, clock, hub, &[after.stay.visitor_id]).await?;
    Ok(after)
}

/// Whether dates, place, host or state differ in calendars, so that the sequence rises (RFC 5546 §2.1.4).
fn moved(before: &Details, after: &Details) -> bool {
    let in_calendar = |details: &Details| {
        let stay = &details.stay;
        let desk = details.desk.as_ref().map(|desk| desk.room_id);
        (
            stay.from_date,
            stay.to_date,
            stay.site_id,
            desk,
            // Whoever was host before takes it out of their calendar.
            stay.host_id,
            rules::status(stay.state, stay.certainty),
        )
    };
    in_calendar(before) != in_calendar(after)
}

/// What the audit trail keeps of a stay.
pub(super) fn facts(details: &Details) -> Value {
    let stay = &details.stay;
    json!({
        "code": stay.code,
        "visitor_id": stay.visitor_id,
        "host_id": stay.host_id,
        "site_id": stay.site_id,
        "project_id": stay.project_id,
        "from": stay.from_date,
        "to": stay.to_date,
        "zone": stay.zone,
        "purpose": stay.purpose,
        "topics": stay.topics,
        "certainty": stay.certainty,
        "state": stay.state,
        "reason": stay.state_reason,
        "desk_id": details.desk.as_ref().map(|desk| desk.room_id),
    })
}

/// Raises the counters of all that shows a stay, before and after. The last statement of every write.
pub(super) async fn raise(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<()> {
    changes::raise(conn, clock, touched(before, after)).await
}

/// All that shows a stay, before and after.
pub(super) fn touched(before: Option<&Details>, after: &Details) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for details in [before, Some(after)].into_iter().flatten() {
        subjects.push(Subject::Person(details.stay.visitor_id));
        subjects.push(Subject::Person(details.stay.host_id));
        subjects.extend(
            details
                .desk
                .as_ref()
                .map(|desk| Subject::Room(desk.room_id)),
        );
    }
    subjects
}
