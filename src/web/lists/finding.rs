//! One box for whatever goes on a list: what is offered there and has the words, each with a button of its own.

use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::items;
use crate::{
    people::model::Actor,
    seminars::{
        model::OnListKind,
        queries::{self, Order, Search, SeminarFilter},
    },
    web::{
        errors::{Failure, Kind},
        pages::{form::Choice, list_found::FoundItem, lists::ListItemsPage},
        seminars::found,
    },
};

/// How many of a sort are shown.
const SHOWN: usize = 8;

/// What is looked for, as typed.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Words of a name or a title, or the code or address of a seminar.
    pub q: Option<String>,
}

/// What has the words, a sort after the other. A seminar is found by its code and its address too.
pub(super) async fn found(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    typed: &str,
    offered: &ListItemsPage,
) -> Result<Vec<FoundItem>, Failure> {
    let Some(search) = Search::of(typed) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for (what, choices) in [
        (OnListKind::Topic, &offered.topics),
        (OnListKind::Series, &offered.series),
        (OnListKind::Institution, &offered.institutions),
        (OnListKind::Person, &offered.people),
    ] {
        let with_words = choices.iter().filter(|choice| has(choice, search.words()));
        let some = with_words.take(SHOWN);
        found.extend(some.map(|choice| FoundItem::of(what, choice)));
    }
    found.extend(seminars(conn, actor, typed, search).await?);
    Ok(found)
}

/// Whether a name has all of the words. Without a letter or a digit there are none, and nothing is found.
fn has(choice: &Choice, words: &[String]) -> bool {
    let label = choice.label.to_lowercase();
    !words.is_empty() && words.iter().all(|word| label.contains(word.as_str()))
}

async fn seminars(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    typed: &str,
    search: Search,
) -> Result<Vec<FoundItem>, Failure> {
    let named = match found::seen(conn, Some(actor), items::code(typed)).await {
        Ok((seminar, _)) => vec![seminar],
        Err(failure) if failure.kind() == Kind::NotFound => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let filter = SeminarFilter {
        search: Some(search),
        ..SeminarFilter::default()
    };
    let most = i64::try_from(SHOWN).unwrap_or(i64::MAX);
    let seminars = match named.is_empty() {
        true => queries::seminars(conn, Some(actor), &filter, Order::Latest, None, most).await?,
        false => named,
    };
    let mut details = queries::details(conn, seminars).await?;
    queries::hide_heads(conn, Some(actor), &mut details).await?;
    let items = details.iter().map(|one| FoundItem {
        what: OnListKind::Seminar,
        value: one.seminar.code.clone(),
        label: one.label().to_owned(),
    });
    Ok(items.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_all_of_its_words_in_any_order() {
        let mila = Choice::new("1", "Mila – Québec AI Institute");
        for (typed, is_found) in [
            ("mila", true),
            ("institute MILA", true),
            ("Québec", true),
            ("mila toronto", false),
            ("!?", false),
        ] {
            let search = Search::of(typed).unwrap();
            assert_eq!(has(&mila, search.words()), is_found, "{typed}");
        }
    }
}
