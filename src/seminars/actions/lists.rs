//! Lists that people keep: made, changed, archived or removed, and what is put on them. Whatever is done to a list is done
//! under the lock of its row, so that two who keep it act one after the other.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::create::too_long;
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{InstitutionId, ListId, ListItemId, PersonId, SeminarId, SeriesId},
        schema::{list_items, list_keepers, lists},
        slugs::{self, Slugged},
        text,
    },
    people::{self, model::Actor},
    seminars::{
        model::{List, ListItem, ListState, ListVisibility, OnList},
        queries,
        rules::{self, lists as may},
    },
};

/// Most people who keep a list together.
const MOST_KEEPERS: usize = 30;

/// A list to be made.
#[derive(Debug, Clone)]
pub struct NewList {
    /// What it is called in English; in one of the languages it has a name.
    pub name_en: String,
    /// What it is called in Korean.
    pub name_ko: String,
    /// Its short name in addresses; made from its name where none is given.
    pub slug: Option<String>,
    /// What it is about in English, in Markdown.
    pub description_en: String,
    /// What it is about in Korean, in Markdown.
    pub description_ko: String,
    /// Who may see it.
    pub visibility: ListVisibility,
    /// Who keeps it, besides whoever makes it.
    pub keepers: Vec<PersonId>,
}

/// What is to be otherwise about a list. `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ListChange {
    /// Another name in English.
    pub name_en: Option<String>,
    /// Another name in Korean.
    pub name_ko: Option<String>,
    /// Another description in English.
    pub description_en: Option<String>,
    /// Another description in Korean.
    pub description_ko: Option<String>,
    /// Other viewers.
    pub visibility: Option<ListVisibility>,
    /// Whether it is kept.
    pub state: Option<ListState>,
    /// Who keeps it, all of them; at least one.
    pub keepers: Option<Vec<PersonId>>,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
}

/// The texts of a list as they are kept.
struct Texts {
    name_en: String,
    name_ko: String,
    description_en: String,
    description_ko: String,
}

impl Texts {
    fn checked(
        name_en: &str,
        name_ko: &str,
        description_en: &str,
        description_ko: &str,
    ) -> Result<Self, Invalid> {
        let texts = Self {
            name_en: text::line(name_en),
            name_ko: text::line(name_ko),
            description_en: text::lines(description_en),
            description_ko: text::lines(description_ko),
        };
        let mut invalid = Invalid::default();
        if texts.name_en.is_empty() && texts.name_ko.is_empty() {
            invalid.because("name_en", "reason-list-name");
        }
        for (field, value, most) in [
            ("name_en", &texts.name_en, text::TITLE),
            ("name_ko", &texts.name_ko, text::TITLE),
            ("description_en", &texts.description_en, text::LONG),
            ("description_ko", &texts.description_ko, text::LONG),
        ] {
            too_long(&mut invalid, field, value, most);
        }
        invalid.none_or()?;
        Ok(texts)
    }
}

/// Makes a list; whoever makes it keeps it.
///
/// # Errors
/// A [`Refusal`]: the actor is no member, or shows it to more people than they may; what is wrong by field.
pub async fn create_list(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewList,
) -> Result<List, Refusal> {
    rules::may_enter(actor)?;
    let texts = Texts::checked(
        &new.name_en,
        &new.name_ko,
        &new.description_en,
        &new.description_ko,
    )?;
    conn.transaction(async |conn| {
        let organises = queries::organises_any(conn, actor).await?;
        may::may_show(actor, organises, ListVisibility::Own, new.visibility)?;
        let wanted = new.slug.as_deref().filter(|slug| !slug.trim().is_empty());
        // What the form for a new one stands under is no list.
        if wanted.is_some_and(|slug| slug.trim().eq_ignore_ascii_case("new")) {
            return Err(Refusal::invalid("slug", "reason-taken-slug"));
        }
        let called = match texts.name_en.as_str() {
            "" => texts.name_ko.as_str(),
            name => name,
        };
        let mut slug = slugs::take(conn, Slugged::Lists, wanted, called).await?;
        if slug == "new" {
            slug = slugs::take(conn, Slugged::Lists, None, "list new").await?;
        }
        let now = clock.now();
        let made: List = diesel::insert_into(lists::table)
            .values((
                lists::id.eq(ListId::fresh(clock)),
                lists::slug.eq(slug),
                lists::name_en.eq(texts.name_en),
                lists::name_ko.eq(texts.name_ko),
                lists::description_en.eq(texts.description_en),
                lists::description_ko.eq(texts.description_ko),
                lists::visibility.eq(new.visibility),
                lists::state.eq(ListState::Kept),
                lists::state_by.eq(actor.person()),
                lists::state_at.eq(now),
                lists::created_at.eq(now),
                lists::modified_at.eq(now),
            ))
            .returning(List::as_returning())
            .get_result(conn)
            .await?;
        let keepers = new.keepers.iter().copied().chain([actor.id]);
        let keepers = put_keepers(conn, clock, made.id, keepers).await?;
        let entry = Entry {
            action: "entered",
            kind: "lists",
            id: made.id.0,
            before: None,
            after: Some(json!({ "list": made, "keepers": keepers })),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::List(made.id)]).await?;
        Ok(made)
    })
    .await
}

/// Changes a list.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's, stale, shown to more people than the actor may show it to, or what is wrong by
/// field.
pub async fn change_list(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ListId,
    change: ListChange,
) -> Result<List, Refusal> {
    conn.transaction(async |conn| {
        let before = kept(conn, actor, id).await?;
        if let Some(based_on) = change.lock_version
            && based_on != before.lock_version
        {
            return Err(Refusal::Stale {
                now: before.lock_version,
            });
        }
        let texts = Texts::checked(
            change.name_en.as_deref().unwrap_or(&before.name_en),
            change.name_ko.as_deref().unwrap_or(&before.name_ko),
            change
                .description_en
                .as_deref()
                .unwrap_or(&before.description_en),
            change
                .description_ko
                .as_deref()
                .unwrap_or(&before.description_ko),
        )?;
        let visibility = change.visibility.unwrap_or(before.visibility);
        let organises = queries::organises_any(conn, actor).await?;
        may::may_show(actor, organises, before.visibility, visibility)?;
        let state = change.state.unwrap_or(before.state);
        let now = clock.now();
        let (state_by, state_at) = match state == before.state {
            true => (None, before.state_at),
            false => (Some(actor.person()), now),
        };
        let after: List = diesel::update(lists::table.find(id))
            .set((
                lists::name_en.eq(texts.name_en),
                lists::name_ko.eq(texts.name_ko),
                lists::description_en.eq(texts.description_en),
                lists::description_ko.eq(texts.description_ko),
                lists::visibility.eq(visibility),
                lists::state.eq(state),
                state_by.map(|by| lists::state_by.eq(by)),
                lists::state_at.eq(state_at),
                lists::lock_version.eq(before.lock_version + 1),
                lists::modified_at.eq(now),
            ))
            .returning(List::as_returning())
            .get_result(conn)
            .await?;
        let keepers_before = queries::keepers(conn, id).await?;
        if let Some(keepers) = &change.keepers {
            if keepers.is_empty() {
                return Err(Refusal::invalid("keepers", "reason-required"));
            }
            diesel::delete(list_keepers::table.filter(list_keepers::list_id.eq(id)))
                .execute(conn)
                .await?;
            put_keepers(conn, clock, id, keepers.iter().copied()).await?;
        }
        let entry = Entry {
            action: "changed",
            kind: "lists",
            id: id.0,
            before: Some(json!({ "list": before, "keepers": keepers_before })),
            after: Some(json!({ "list": after, "keepers": change.keepers })),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::List(id)]).await?;
        Ok(after)
    })
    .await
}

/// Removes a list that nobody else follows.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's, or others follow it.
pub async fn remove_list(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ListId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let before = kept(conn, actor, id).await?;
        may::may_remove(queries::list_is_followed(conn, id, actor.id).await?)?;
        let keepers = queries::keepers(conn, id).await?;
        diesel::delete(lists::table.find(id)).execute(conn).await?;
        let entry = Entry {
            action: "removed",
            kind: "lists",
            id: id.0,
            before: Some(json!({ "list": before, "keepers": keepers })),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::List(id)]).await?;
        Ok(())
    })
    .await
}

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
        if stands(conn, id, seminar).await? != wanted {
            put(conn, clock, actor, id, &item).await?;
        }
        changes::raise(conn, clock, [Subject::List(id)]).await?;
        Ok(())
    })
    .await
}

/// The list, locked, where the actor may change it.
async fn kept(conn: &mut AsyncPgConnection, actor: &Actor, id: ListId) -> Result<List, Refusal> {
    let list: List = lists::table
        .find(id)
        .for_update()
        .select(List::as_select())
        .first(conn)
        .await?;
    let keeps = queries::keeps(conn, actor, id).await?;
    if !may::sees(Some(actor), &list, keeps) {
        return Err(Refusal::NotFound);
    }
    may::may_keep(actor, keeps)?;
    Ok(list)
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

async fn stands(conn: &mut AsyncPgConnection, id: ListId, seminar: SeminarId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        stands: bool,
    }
    let row: Row = sql_query("SELECT list_has($1, $2) AS stands")
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(seminar)
        .get_result(conn)
        .await?;
    Ok(row.stands)
}

async fn put_keepers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: ListId,
    keepers: impl Iterator<Item = PersonId>,
) -> Result<Vec<PersonId>, Refusal> {
    let mut keepers: Vec<PersonId> = keepers.collect();
    keepers.sort_unstable();
    keepers.dedup();
    if keepers.len() > MOST_KEEPERS {
        let reason = Reason::new("reason-too-many").with("max", MOST_KEEPERS);
        return Err(Invalid::one("keepers", reason).into());
    }
    let rows: Vec<_> = keepers
        .iter()
        .map(|person| {
            (
                list_keepers::list_id.eq(id),
                list_keepers::person_id.eq(*person),
                list_keepers::since.eq(clock.now()),
            )
        })
        .collect();
    diesel::insert_into(list_keepers::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(keepers)
}
