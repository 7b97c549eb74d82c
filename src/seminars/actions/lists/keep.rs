//! Making a list, changing it, and removing it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{ListChange, NewList, kept};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{ListId, PersonId},
        schema::{list_keepers, lists},
        slugs::{self, Slugged},
        text,
    },
    people::model::Actor,
    seminars::{
        actions::create::too_long,
        model::{List, ListState, ListVisibility},
        queries,
        rules::{self, lists as may},
    },
};

/// Most people who keep a list together.
const MOST_KEEPERS: usize = 30;

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
