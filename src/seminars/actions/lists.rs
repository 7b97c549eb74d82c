//! Lists that people keep: made, changed, archived or removed, and what is put on them. Whatever is done to a list is done
//! under the lock of its row, so that two who keep it act one after the other.

mod items;
mod keep;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        error::Refusal,
        ids::{ListId, PersonId},
        schema::lists,
    },
    people::model::Actor,
    seminars::{
        model::{List, ListState, ListVisibility},
        queries,
        rules::lists as may,
    },
};

pub use items::{put_on_list, stand_on_list, take_off_list};
pub use keep::{change_list, create_list, remove_list};

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
