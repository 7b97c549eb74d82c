//! Entering and changing a series. A changed default rewrites the coming seminars that follow it, in one transaction;
//! what is past stays as it was.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    WriteError,
    change::{Patch, SeminarChange, apply},
    create::too_long,
    entrance, seats, slots,
    write::{reminders, topics},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, InstitutionId, PersonId, RoomId, SeminarId, SeriesId},
        schema::{seminars, series, series_institutions, series_organisers},
        text,
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::model::Actor,
    rooms::actions::hold,
    seminars::{
        model::{
            Entrance, Inherited, JoinFor, Seminar, Series, SeriesColour, SeriesState, TextLanguage,
            Visibility,
        },
        queries, rules,
    },
};

/// A series to be entered.
#[derive(Debug, Clone)]
pub struct NewSeries {
    /// Its title.
    pub title: String,
    /// Its short name; made from the title where none is given.
    pub slug: Option<String>,
    /// What it is about, in Markdown.
    pub description: String,
    /// The anchor zone.
    pub zone: Zone,
    /// How long its seminars last.
    pub duration_minutes: i32,
    /// Where they are.
    pub room: Option<RoomId>,
    /// Who may see them.
    pub visibility: Visibility,
    /// The language they are held in.
    pub language: Option<TextLanguage>,
    /// Topics.
    pub topics: Vec<String>,
    /// Minutes before the start.
    pub reminders: Vec<Reminder>,
    /// How many they take.
    pub capacity: Option<i32>,
    /// For whom their living links open, and when.
    pub entrance: Entrance,
    /// Who organises it, besides whoever enters it.
    pub organisers: Vec<PersonId>,
    /// The institutions that organise it together, in their order.
    pub institutions: Vec<InstitutionId>,
    /// The colour by which its seminars are known.
    pub colour: SeriesColour,
}

/// What is to be otherwise about a series. `None` stays; `Some(None)` is taken away.
#[derive(Debug, Clone, Default)]
pub struct SeriesChange {
    /// Another title.
    pub title: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Another anchor zone: wall times stay, instants follow.
    pub zone: Option<Zone>,
    /// Another length.
    pub duration_minutes: Option<i32>,
    /// Another room.
    pub room: Option<Option<RoomId>>,
    /// Other viewers.
    pub visibility: Option<Visibility>,
    /// Another language.
    pub language: Option<Option<TextLanguage>>,
    /// Other topics.
    pub topics: Option<Vec<String>>,
    /// Other reminders.
    pub reminders: Option<Vec<Reminder>>,
    /// Another number that they take.
    pub capacity: Option<Option<i32>>,
    /// For others their living links are to open.
    pub join_for: Option<JoinFor>,
    /// So many minutes before the start.
    pub join_minutes: Option<i32>,
    /// Who organises it, all of them; at least one.
    pub organisers: Option<Vec<PersonId>>,
    /// The institutions that organise it together, all of them, in their order.
    pub institutions: Option<Vec<InstitutionId>>,
    /// Another colour.
    pub colour: Option<SeriesColour>,
    /// Whether it goes on.
    pub state: Option<SeriesState>,
    /// Words of the organiser's own above what is told of the coming seminars.
    pub note: Option<String>,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
}

/// Enters a series; whoever enters it organises it.
///
/// # Errors
/// A [`Refusal`].
pub async fn create_series(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewSeries,
) -> Result<Series, Refusal> {
    rules::may_enter(actor)?;
    let mut invalid = Invalid::default();
    let title = checked_title(&mut invalid, &new.title);
    let description = text::lines(&new.description);
    too_long(&mut invalid, "description", &description, text::LONG);
    let slug = match new.slug {
        Some(slug) if text::is_slug(&slug) => slug,
        Some(_) => {
            invalid.because("slug", "reason-slug");
            String::new()
        }
        None => text::some(text::slug(&title)).unwrap_or_else(ids::short_code),
    };
    let reminders = invalid.take("reminders", reminders(&new.reminders));
    let topics = invalid.take("topics", topics(&new.topics));
    seats::checked(&mut invalid, new.capacity);
    entrance::checked(&mut invalid, new.entrance.join_minutes);
    invalid.none_or()?;
    conn.transaction(async |conn| {
        let id = SeriesId::fresh(clock);
        let now = clock.now();
        let made: Series = diesel::insert_into(series::table)
            .values((
                series::id.eq(id),
                series::slug.eq(slug),
                series::title.eq(title),
                series::description.eq(description),
                series::zone.eq(new.zone.name()),
                series::duration_minutes.eq(new.duration_minutes),
                series::room_id.eq(new.room),
                series::visibility.eq(new.visibility),
                series::language.eq(new.language.map(TextLanguage::word)),
                series::topics.eq(topics.unwrap_or_default()),
                series::reminders.eq(reminders.unwrap_or_default()),
                series::capacity.eq(new.capacity),
                series::colour.eq(new.colour),
                series::join_for.eq(new.entrance.join_for),
                series::join_minutes.eq(new.entrance.join_minutes),
                series::created_at.eq(now),
                series::modified_at.eq(now),
            ))
            .returning(Series::as_returning())
            .get_result(conn)
            .await?;
        let organisers = put_organisers(
            conn,
            clock,
            actor,
            id,
            new.organisers.iter().copied().chain([actor.id]),
        )
        .await?;
        let institutions = put_institutions(conn, clock, id, &new.institutions).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "entered",
                kind: "series",
                id: id.0,
                before: None,
                after: Some(json!({ "series": made, "organisers": organisers,
                                    "institutions": institutions })),
            },
        )
        .await?;
        changes::raise(conn, clock, [Subject::Series(id)]).await?;
        Ok(made)
    })
    .await
}

/// Changes a series and the coming seminars that follow it: their revisions, rooms and notices, or nothing at all.
///
/// # Errors
/// [`WriteError`]: one of the seminars cannot have the new room, or any refusal.
pub async fn change_series(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeriesId,
    change: SeriesChange,
) -> Result<Series, WriteError> {
    conn.transaction(async |conn| {
        let before: Series = series::table
            .find(id)
            .for_no_key_update()
            .select(Series::as_select())
            .first(conn)
            .await
            .map_err(Refusal::from)?;
        if !queries::sees_series(conn, Some(actor), &before).await? {
            return Err(Refusal::NotFound.into());
        }
        rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
        if let Some(based_on) = change.lock_version
            && based_on != before.lock_version
        {
            return Err(Refusal::Stale {
                now: before.lock_version,
            }
            .into());
        }
        let next = next_row(&before, &change)?;
        let after: Series = diesel::update(series::table.find(id))
            .set((
                series::title.eq(&next.title),
                series::description.eq(&next.description),
                series::zone.eq(&next.zone),
                series::duration_minutes.eq(next.duration_minutes),
                series::room_id.eq(next.room_id),
                series::visibility.eq(next.visibility),
                series::language.eq(&next.language),
                series::topics.eq(&next.topics),
                series::reminders.eq(&next.reminders),
                series::capacity.eq(next.capacity),
                series::state.eq(next.state),
                series::colour.eq(next.colour),
                series::join_for.eq(next.join_for),
                series::join_minutes.eq(next.join_minutes),
                series::lock_version.eq(before.lock_version + 1),
                series::modified_at.eq(clock.now()),
            ))
            .returning(Series::as_returning())
            .get_result(conn)
            .await?;
        let organisers_before = queries::organisers(conn, id).await?;
        if let Some(organisers) = &change.organisers {
            if organisers.is_empty() {
                return Err(Refusal::invalid("organisers", "reason-required").into());
            }
            diesel::delete(series_organisers::table.filter(series_organisers::series_id.eq(id)))
                .execute(conn)
                .await?;
            put_organisers(conn, clock, actor, id, organisers.iter().copied()).await?;
        }
        let institutions_before = queries::institution_ids(conn, &[id]).await?.remove(&id);
        if let Some(institutions) = &change.institutions {
            diesel::delete(
                series_institutions::table.filter(series_institutions::series_id.eq(id)),
            )
            .execute(conn)
            .await?;
            put_institutions(conn, clock, id, institutions).await?;
        }
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "changed",
                kind: "series",
                id: id.0,
                before: Some(json!({ "series": before, "organisers": organisers_before,
                                     "institutions": institutions_before })),
                after: Some(json!({ "series": after, "organisers": change.organisers,
                                    "institutions": change.institutions })),
            },
        )
        .await?;
        let mut subjects = vec![Subject::Series(id), Subject::Hub];
        // Those that organise it no longer lose its seminars out of their feeds.
        let organising = institutions_before.iter().chain(change.institutions.iter());
        subjects.extend(organising.flatten().copied().map(Subject::Institution));
        let note = text::own_words("note", change.note.as_deref())?;
        subjects.extend(rewrite_followers(conn, clock, hub, actor, &before, &after, note).await?);
        if after.title != before.title {
            subjects.push(Subject::Names);
        }
        changes::raise(conn, clock, subjects).await?;
        Ok(after)
    })
    .await
}

/// Rewrites the coming seminars that follow a value that is another now; answers what shows any of them.
async fn rewrite_followers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Series,
    after: &Series,
    note: Option<String>,
) -> Result<Vec<Subject>, WriteError> {
    let values: Vec<&'static str> = [
        (Inherited::Zone, before.zone != after.zone),
        (
            Inherited::Duration,
            before.duration_minutes != after.duration_minutes,
        ),
        (Inherited::Room, before.room_id != after.room_id),
        (Inherited::Visibility, before.visibility != after.visibility),
        (Inherited::Language, before.language != after.language),
        (Inherited::Topics, before.topics != after.topics),
        (Inherited::Reminders, before.reminders != after.reminders),
        (Inherited::Capacity, before.capacity != after.capacity),
        (Inherited::JoinFor, before.join_for != after.join_for),
        (
            Inherited::JoinMinutes,
            before.join_minutes != after.join_minutes,
        ),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(value, _)| value.word())
    .collect();
    if values.is_empty() {
        return Ok(Vec::new());
    }
    settle_past(conn, clock, after.id, &values).await?;
    let locked: Vec<SeminarId> = seminars::table
        .filter(seminars::series_id.eq(after.id))
        .filter(seminars::starts_at.gt(clock.now()))
        .filter(seminars::state.ne("cancelled"))
        .filter(seminars::inherits.overlaps_with(values))
        .order(seminars::id)
        .for_no_key_update()
        .select(seminars::id)
        .load(conn)
        .await?;
    // Only now, as `queries::seminar_for_update` reads one.
    let coming: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&locked))
        .order(seminars::id)
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let followers = queries::details(conn, coming).await?;
    // The rooms of all of them before anything of the first is written, those of their items and of times that are offered too:
    // locks are taken in one order, whoever takes them.
    let ids: Vec<SeminarId> = followers.iter().map(|one| one.seminar.id).collect();
    let held = slots::held_rooms(conn, &ids).await?;
    let of_items = followers.iter().flat_map(|details| &details.items);
    let of_items = of_items.filter_map(|item| Some(item.room.as_ref()?.id));
    let rooms: Vec<RoomId> = followers
        .iter()
        .flat_map(|details| details.rooms.iter().map(|room| room.room_id))
        .chain(of_items)
        .chain(after.room_id)
        .collect();
    hold::lock(conn, &rooms, &held).await?;
    let mut subjects = Vec::new();
    // The values themselves are taken from the series as it is now.
    for details in followers {
        let room = if details.seminar.inherits(Inherited::Room) {
            Patch::AsSeries
        } else {
            Patch::Keep
        };
        let follow = SeminarChange {
            rooms: room,
            note: note.clone(),
            ..SeminarChange::default()
        };
        let (_, touched) = Box::pin(apply(conn, clock, hub, actor, details, &follow)).await?;
        subjects.extend(touched);
    }
    Ok(subjects)
}

/// Makes `values` the seminars' own where they have taken place or begun: they keep what they have, and whoever corrects one
/// later does not give it what the series has become since.
async fn settle_past(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    series: SeriesId,
    values: &[&'static str],
) -> QueryResult<()> {
    sql_query(
        "UPDATE seminars SET inherits = ARRAY(SELECT value FROM unnest(inherits) AS value WHERE value <> ALL ($3)) \
         WHERE series_id = $1 AND starts_at <= $2 AND state = 'announced' AND inherits && $3",
    )
    .bind::<sql_types::Uuid, _>(series)
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .bind::<sql_types::Array<sql_types::Text>, _>(values)
    .execute(conn)
    .await?;
    Ok(())
}

fn next_row(before: &Series, change: &SeriesChange) -> Result<Series, Invalid> {
    let mut invalid = Invalid::default();
    let mut next = before.clone();
    if let Some(title) = &change.title {
        next.title = checked_title(&mut invalid, title);
    }
    if let Some(description) = &change.description {
        next.description = text::lines(description);
        too_long(&mut invalid, "description", &next.description, text::LONG);
    }
    if let Some(zone) = change.zone {
        zone.name().clone_into(&mut next.zone);
    }
    next.duration_minutes = change.duration_minutes.unwrap_or(before.duration_minutes);
    next.room_id = change.room.unwrap_or(before.room_id);
    next.visibility = change.visibility.unwrap_or(before.visibility);
    if let Some(language) = change.language {
        next.language = language.map(|language| language.word().to_owned());
    }
    if let Some(own) = &change.topics
        && let Some(kept) = invalid.take("topics", topics(own))
    {
        next.topics = kept;
    }
    if let Some(own) = &change.reminders
        && let Some(kept) = invalid.take("reminders", reminders(own))
    {
        next.reminders = kept;
    }
    next.capacity = change.capacity.unwrap_or(before.capacity);
    seats::checked(&mut invalid, next.capacity);
    next.join_for = change.join_for.unwrap_or(before.join_for);
    next.join_minutes = change.join_minutes.unwrap_or(before.join_minutes);
    entrance::checked(&mut invalid, next.join_minutes);
    next.state = change.state.unwrap_or(before.state);
    next.colour = change.colour.unwrap_or(before.colour);
    invalid.none_or()?;
    Ok(next)
}

fn checked_title(invalid: &mut Invalid, title: &str) -> String {
    let title = text::line(title);
    if title.is_empty() {
        invalid.because("title", "reason-required");
    }
    too_long(invalid, "title", &title, text::TITLE);
    title
}

async fn put_organisers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeriesId,
    organisers: impl Iterator<Item = PersonId>,
) -> QueryResult<Vec<PersonId>> {
    let mut organisers: Vec<PersonId> = organisers.collect();
    organisers.sort_unstable();
    organisers.dedup();
    let rows: Vec<_> = organisers
        .iter()
        .map(|person| {
            (
                series_organisers::series_id.eq(id),
                series_organisers::person_id.eq(*person),
                series_organisers::since.eq(clock.now()),
                series_organisers::named_by.eq(actor.id),
            )
        })
        .collect();
    diesel::insert_into(series_organisers::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(organisers)
}

/// Most institutions that organise a series together.
const MOST_INSTITUTIONS: usize = 30;

/// Enters the institutions of a series that has none, each once.
async fn put_institutions(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: SeriesId,
    wanted: &[InstitutionId],
) -> Result<Vec<InstitutionId>, Refusal> {
    let mut institutions: Vec<InstitutionId> = Vec::with_capacity(wanted.len());
    for institution in wanted {
        if !institutions.contains(institution) {
            institutions.push(*institution);
        }
    }
    if institutions.len() > MOST_INSTITUTIONS {
        let reason = Reason::new("reason-too-many").with("max", MOST_INSTITUTIONS);
        return Err(Invalid::one("institution_ids", reason).into());
    }
    let rows: Vec<_> = (0_i32..)
        .zip(&institutions)
        .map(|(position, institution)| {
            (
                series_institutions::series_id.eq(id),
                series_institutions::institution_id.eq(*institution),
                series_institutions::position.eq(position),
                series_institutions::since.eq(clock.now()),
            )
        })
        .collect();
    diesel::insert_into(series_institutions::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(institutions)
}
