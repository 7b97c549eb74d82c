//! Lists that people keep, and what is on them.

use std::collections::{HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Order, SeminarFilter, seminars};
use crate::{
    base::{
        changes::Subject,
        ids::{ListId, ListItemId, PersonId, SeminarId},
        language::Language,
        page::{Listed, Page},
        schema::{list_items, list_keepers, lists},
    },
    people::model::Actor,
    seminars::{
        model::{List, ListItem, ListState, ListVisibility, OnListKind},
        rules,
    },
};

/// Most lists that an index or a seminar's page offers.
const OFFERED: i64 = 500;
/// From how many chosen seminars on a list is taken to change with every seminar: each would be a counter of its own.
const FEW: usize = 64;

/// One list.
///
/// # Errors
/// What the database says.
pub async fn list(conn: &mut AsyncPgConnection, id: ListId) -> QueryResult<Option<List>> {
    let found = lists::table.find(id).select(List::as_select());
    found.first(conn).await.optional()
}

/// One list by its short name.
///
/// # Errors
/// What the database says.
pub async fn list_by_slug(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Option<List>> {
    let found = lists::table
        .filter(lists::slug.eq(slug))
        .select(List::as_select());
    found.first(conn).await.optional()
}

/// Whether `actor` keeps a list, for themselves or for someone whose assistant they are.
///
/// # Errors
/// What the database says.
pub async fn keeps(conn: &mut AsyncPgConnection, actor: &Actor, id: ListId) -> QueryResult<bool> {
    let theirs = list_keepers::table
        .filter(list_keepers::list_id.eq(id))
        .filter(list_keepers::person_id.eq_any(them(actor)));
    diesel::select(diesel::dsl::exists(theirs))
        .get_result(conn)
        .await
}

/// Whether `viewer` may know of a list.
///
/// # Errors
/// What the database says.
pub async fn sees_list(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    list: &List,
) -> QueryResult<bool> {
    let keeps = match viewer {
        Some(actor) => keeps(conn, actor, list.id).await?,
        None => false,
    };
    Ok(rules::lists::sees(viewer, list, keeps))
}

/// Whether a list is for a person, whoever asks.
///
/// # Errors
/// What the database says.
pub async fn list_is_for(
    conn: &mut AsyncPgConnection,
    id: ListId,
    person: PersonId,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        seen: bool,
    }
    let row: Row = sql_query("SELECT list_is_for($1, $2) AS seen")
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(person)
        .get_result(conn)
        .await?;
    Ok(row.seen)
}

fn them(actor: &Actor) -> Vec<PersonId> {
    actor.acts_for.iter().copied().chain([actor.id]).collect()
}

/// Which lists are wanted.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// With this short name.
    pub slug: Option<String>,
    /// In this state.
    pub state: Option<ListState>,
    /// That this person keeps.
    pub keeper: Option<PersonId>,
}

type Lists = lists::BoxedQuery<'static, diesel::pg::Pg>;

/// Those of which `viewer` may know: what [`rules::lists::sees`] says of one, said to the database.
fn seen_by(viewer: Option<&Actor>) -> Lists {
    let query = lists::table.into_boxed();
    let Some(actor) = viewer else {
        return query.filter(lists::visibility.eq(ListVisibility::Public));
    };
    if actor.is_administrator() {
        return query;
    }
    let open: &[ListVisibility] = match actor.member {
        true => &[ListVisibility::Public, ListVisibility::Members],
        false => &[ListVisibility::Public],
    };
    query.filter(
        lists::visibility
            .eq_any(open.to_vec())
            .or(lists::id.eq_any(kept_by(them(actor)))),
    )
}

#[diesel::dsl::auto_type(no_type_alias)]
fn kept_by(people: Vec<PersonId>) -> _ {
    list_keepers::table
        .filter(list_keepers::person_id.eq_any(people))
        .select(list_keepers::list_id)
}

/// Lists of which `viewer` may know, in the order of entry.
///
/// # Errors
/// What the database says.
pub async fn known_lists(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    filter: &ListFilter,
    page: Page,
) -> QueryResult<Listed<List>> {
    let mut query = seen_by(Some(viewer))
        .filter(lists::id.gt(ListId(page.after())))
        .order(lists::id)
        .limit(page.rows());
    if let Some(slug) = &filter.slug {
        query = query.filter(lists::slug.eq(slug.clone()));
    }
    if let Some(state) = filter.state {
        query = query.filter(lists::state.eq(state));
    }
    if let Some(keeper) = filter.keeper {
        query = query.filter(lists::id.eq_any(kept_by(vec![keeper])));
    }
    let found = query.select(List::as_select()).load(conn).await?;
    Ok(page.list(found, |list: &List| list.id.0))
}

/// The lists that are kept and of which `viewer` may know, in the order of entry.
///
/// # Errors
/// What the database says.
pub async fn lists_shown(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
) -> QueryResult<Vec<List>> {
    seen_by(viewer)
        .filter(lists::state.eq(ListState::Kept))
        .order(lists::id)
        .limit(OFFERED)
        .select(List::as_select())
        .load(conn)
        .await
}

/// Those that `actor` may put something on: theirs, and for an administrator those that others see, too.
///
/// # Errors
/// What the database says.
pub async fn lists_kept(conn: &mut AsyncPgConnection, actor: &Actor) -> QueryResult<Vec<List>> {
    let query = lists::table
        .filter(lists::state.eq(ListState::Kept))
        .order(lists::id)
        .limit(OFFERED)
        .select(List::as_select())
        .into_boxed();
    let theirs = lists::id.eq_any(kept_by(them(actor)));
    let query = match actor.is_administrator() {
        true => query.filter(theirs.or(lists::visibility.ne(ListVisibility::Own))),
        false => query.filter(theirs),
    };
    query.load(conn).await
}

/// Who keeps each of `ids`, in the order in which they came to.
///
/// # Errors
/// What the database says.
pub async fn keepers_of(
    conn: &mut AsyncPgConnection,
    ids: &[ListId],
) -> QueryResult<HashMap<ListId, Vec<PersonId>>> {
    let rows: Vec<(ListId, PersonId)> = list_keepers::table
        .filter(list_keepers::list_id.eq_any(ids))
        .order((list_keepers::since, list_keepers::person_id))
        .select((list_keepers::list_id, list_keepers::person_id))
        .load(conn)
        .await?;
    let mut keepers: HashMap<ListId, Vec<PersonId>> = HashMap::new();
    for (list, person) in rows {
        keepers.entry(list).or_default().push(person);
    }
    Ok(keepers)
}

/// Who keeps a list, in the order in which they came to.
///
/// # Errors
/// What the database says.
pub async fn keepers(conn: &mut AsyncPgConnection, id: ListId) -> QueryResult<Vec<PersonId>> {
    Ok(keepers_of(conn, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default())
}

/// What is on a list, in the order in which it was put there.
///
/// # Errors
/// What the database says.
pub async fn items_of_list(
    conn: &mut AsyncPgConnection,
    id: ListId,
    page: Page,
) -> QueryResult<Listed<ListItem>> {
    let found = list_items::table
        .filter(list_items::list_id.eq(id))
        .filter(list_items::id.gt(ListItemId(page.after())))
        .order(list_items::id)
        .limit(page.rows())
        .select(ListItem::as_select())
        .load(conn)
        .await?;
    Ok(page.list(found, |item: &ListItem| item.id.0))
}

/// On which of `lists` a seminar stands for `actor`.
///
/// # Errors
/// What the database says.
pub async fn standing_on(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    lists: &[ListId],
    seminar: SeminarId,
) -> QueryResult<HashSet<ListId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: ListId,
    }
    let rows: Vec<Row> =
        sql_query("SELECT l.id FROM unnest($1) AS l (id) WHERE list_has(l.id, $2, $3)")
            .bind::<Array<SqlUuid>, _>(lists)
            .bind::<SqlUuid, _>(seminar)
            .bind::<Nullable<SqlUuid>, _>(actor.person())
            .load(conn)
            .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Those of `ids` that `viewer` may know of: code, and title or what is said while there is none, which is the title of the
/// series where they may know of that.
///
/// # Errors
/// What the database says.
pub async fn labels_of(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    ids: &[SeminarId],
    language: Language,
) -> QueryResult<HashMap<SeminarId, (String, String)>> {
    let filter = SeminarFilter {
        ids: Some(ids.to_vec()),
        ..SeminarFilter::default()
    };
    let most = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let found = seminars(conn, viewer, &filter, Order::Entry, None, most).await?;
    let mut details = super::details(conn, found).await?;
    super::hide_heads(conn, viewer, &mut details).await?;
    Ok(details
        .into_iter()
        .map(|one| {
            let label = one.label_in(language).to_owned();
            (one.seminar.id, (one.seminar.code, label))
        })
        .collect())
}

/// People who speak, or spoke, where more than those invited may come: id and name, in the order of their names.
///
/// # Errors
/// What the database says.
pub async fn speakers_offered(
    conn: &mut AsyncPgConnection,
    limit: i64,
) -> QueryResult<Vec<(PersonId, String)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: PersonId,
        #[diesel(sql_type = Text)]
        name: String,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT p.id, p.name FROM people p WHERE p.name IS NOT NULL AND EXISTS ( \
             SELECT FROM speakers k JOIN seminars s ON s.id = k.seminar_id WHERE k.person_id = p.id \
                 AND k.role <> 'host' AND k.answer <> 'declined' AND s.state <> 'draft' AND s.visibility <> 'invited') \
         ORDER BY lower(p.name), p.id LIMIT $1",
    )
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Whether anyone besides `person` follows a list that is for them.
///
/// # Errors
/// What the database says.
pub async fn list_is_followed(
    conn: &mut AsyncPgConnection,
    id: ListId,
    person: PersonId,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        followed: bool,
    }
    let row: Row = sql_query(
        "SELECT EXISTS (SELECT FROM follows f WHERE f.list_id = $1 AND f.person_id <> $2 \
             AND list_is_for(f.list_id, f.person_id)) AS followed",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(person)
    .get_result(conn)
    .await?;
    Ok(row.followed)
}

/// What changes what stands on a list: the list itself, what its rules are about, and each seminar that was chosen; whatever
/// concerns any seminar, where very many were.
///
/// # Errors
/// What the database says.
pub async fn list_subjects(conn: &mut AsyncPgConnection, id: ListId) -> QueryResult<Vec<Subject>> {
    let items: Vec<ListItem> = list_items::table
        .filter(list_items::list_id.eq(id))
        .filter(list_items::what.ne(OnListKind::LeftOut))
        .select(ListItem::as_select())
        .load(conn)
        .await?;
    let mut subjects = vec![Subject::List(id)];
    let chosen: Vec<SeminarId> = items.iter().filter_map(|item| item.seminar_id).collect();
    if chosen.len() > FEW {
        subjects.push(Subject::Hub);
    } else {
        subjects.extend(chosen.into_iter().map(Subject::Seminar));
    }
    for item in items {
        subjects.extend(item.topic.map(Subject::Topic));
        subjects.extend(item.series_id.map(Subject::Series));
        subjects.extend(item.institution_id.map(Subject::Institution));
        subjects.extend(item.person_id.map(Subject::Person));
    }
    Ok(subjects)
}
