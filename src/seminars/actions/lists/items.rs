//! What is put on a list and taken off it.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Nullable, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::kept;
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{InstitutionId, ListId, ListItemId, PersonId, SeminarId, SeriesId},
        schema::list_items,
        text,
    },
    people::{self, model::Actor},
    seminars::{
        model::{ListItem, OnList},
        queries,
        rules::lists as may,
    },
};

/// Puts something on a list; what is there already stays as it is. A seminar is chosen or left out, not both: what is said
/// last counts.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's to keep, archived, full, or what is to be put there is unknown.
pub async fn put_on_list(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ListId,
    item: OnList,
) -> Result<ListItem, Refusal> {
    conn.transaction(async |conn| {
        let list = kept(conn, actor, id).await?;
        may::is_kept(&list)?;
        let item = known(conn, actor, item).await?;
        let put = put(conn, clock, actor, id, &item).await?;
        changes::raise(conn, clock, [Subject::List(id)]).await?;
        Ok(put)
    })
    .await
}

/// Takes something off a list.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's to keep, or archived.
pub async fn take_off_list(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ListId,
    item: ListItemId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let list = kept(conn, actor, id).await?;
        may::is_kept(&list)?;
        let there: ListItem = list_items::table
            .find(item)
            .filter(list_items::list_id.eq(id))
            .select(ListItem::as_select())
            .first(conn)
            .await?;
        take_off(conn, clock, actor, id, &there).await?;
        changes::raise(conn, clock, [Subject::List(id)]).await?;
        Ok(())
    })
    .await
}

/// Makes one seminar stand on a list or not, with as few words as it takes: what the rules say by themselves is not said by
/// hand, too.
///
/// # Errors
/// As [`put_on_list`].
pub async fn stand_on_list(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ListId,
    seminar: SeminarId,
    wanted: bool,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let list = kept(conn, actor, id).await?;
        may::is_kept(&list)?;
        let item = match wanted {
            true => OnList::Seminar(seminar),
            false => OnList::LeftOut(seminar),
        };
        let item = known(conn, actor, item).await?;
        let by_hand: Option<ListItem> = list_items::table
            .filter(list_items::list_id.eq(id))
            .filter(list_items::seminar_id.eq(seminar))
            .select(ListItem::as_select())
            .first(conn)
            .await
            .optional()?;
        if let Some(there) = by_hand {
            if there.what == item.kind() {
                return Ok(());
            }
            take_off(conn, clock, actor, id, &there).await?;
        }
        if stands(conn, actor, id, seminar).await? != wanted {
            put(conn, clock, actor, id, &item).await?;
        }
        changes::raise(conn, clock, [Subject::List(id)]).await?;
        Ok(())
    })
    .await
}

/// What is to be put on a list, as it is kept, where there is such a thing that the actor may know of.
async fn known(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    item: OnList,
) -> Result<OnList, Refusal> {
    let unknown = |field: &'static str| Refusal::invalid(field, "reason-unknown");
    match &item {
        OnList::Topic(typed) => {
            let slug = text::slug(typed);
            return match slug.is_empty() {
                true => Err(Refusal::invalid("topic", "reason-required")),
                false => Ok(OnList::Topic(slug)),
            };
        }
        OnList::Series(id) => {
            let series = queries::series_by_id(conn, *id).await?;
            let series = series.ok_or_else(|| unknown("series_id"))?;
            if !queries::sees_series(conn, Some(actor), &series).await? {
                return Err(unknown("series_id"));
            }
        }
        OnList::Institution(id) => {
            let institution = people::queries::institution(conn, *id).await?;
            institution.ok_or_else(|| unknown("institution_id"))?;
        }
        OnList::Person(id) => {
            people::rules::may_see_people(actor)?;
            let person = people::queries::person(conn, *id).await?;
            person.ok_or_else(|| unknown("person_id"))?;
        }
        OnList::Seminar(id) | OnList::LeftOut(id) => {
            let seminar = queries::seminar(conn, *id).await?;
            let seminar = seminar.ok_or_else(|| unknown("seminar_id"))?;
            if !queries::sees(conn, Some(actor), &seminar).await? {
                return Err(unknown("seminar_id"));
            }
        }
    }
    Ok(item)
}

/// Puts it there, under the lock of the list.
async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ListId,
    item: &OnList,
) -> Result<ListItem, Refusal> {
    let (topic, series, institution, person) = columns(item);
    let there: Option<ListItem> = list_items::table
        .filter(list_items::list_id.eq(id))
        .filter(list_items::topic.is_not_distinct_from(topic))
        .filter(list_items::series_id.is_not_distinct_from(series))
        .filter(list_items::institution_id.is_not_distinct_from(institution))
        .filter(list_items::person_id.is_not_distinct_from(person))
        .filter(list_items::seminar_id.is_not_distinct_from(item.seminar()))
        .select(ListItem::as_select())
        .first(conn)
        .await
        .optional()?;
    match there {
        Some(there) if there.what == item.kind() => return Ok(there),
        Some(there) => take_off(conn, clock, actor, id, &there).await?,
        None => {}
    }
    let count: i64 = list_items::table
        .filter(list_items::list_id.eq(id))
        .count()
        .get_result(conn)
        .await?;
    if count >= may::MOST_ITEMS {
        let reason = Reason::new("reason-too-many").with("max", may::MOST_ITEMS);
        return Err(Invalid::one("what", reason).into());
    }
    let put: ListItem = diesel::insert_into(list_items::table)
        .values((
            list_items::id.eq(ListItemId::fresh(clock)),
            list_items::list_id.eq(id),
            list_items::what.eq(item.kind()),
            list_items::topic.eq(topic),
            list_items::series_id.eq(series),
            list_items::institution_id.eq(institution),
            list_items::person_id.eq(person),
            list_items::seminar_id.eq(item.seminar()),
            list_items::since.eq(clock.now()),
            list_items::added_by.eq(actor.person()),
        ))
        .returning(ListItem::as_returning())
        .get_result(conn)
        .await?;
    let entry = Entry {
        action: "put on",
        kind: "lists",
        id: id.0,
        before: None,
        after: Some(json!(put)),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    Ok(put)
}

type Columns<'a> = (
    Option<&'a str>,
    Option<SeriesId>,
    Option<InstitutionId>,
    Option<PersonId>,
);

fn columns(item: &OnList) -> Columns<'_> {
    match item {
        OnList::Topic(slug) => (Some(slug), None, None, None),
        OnList::Series(id) => (None, Some(*id), None, None),
        OnList::Institution(id) => (None, None, Some(*id), None),
        OnList::Person(id) => (None, None, None, Some(*id)),
        OnList::Seminar(_) | OnList::LeftOut(_) => (None, None, None, None),
    }
}

async fn take_off(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ListId,
    there: &ListItem,
) -> Result<(), Refusal> {
    diesel::delete(list_items::table.find(there.id))
        .execute(conn)
        .await?;
    let entry = Entry {
        action: "taken off",
        kind: "lists",
        id: id.0,
        before: Some(json!(there)),
        after: None,
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    Ok(())
}

/// Whether it stands there for `actor`, as their page of the list has it.
async fn stands(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: ListId,
    seminar: SeminarId,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        stands: bool,
    }
    let row: Row = sql_query("SELECT list_has($1, $2, $3) AS stands")
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(seminar)
        .bind::<Nullable<SqlUuid>, _>(actor.person())
        .get_result(conn)
        .await?;
    Ok(row.stands)
}
