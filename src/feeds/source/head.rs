//! What feeds say of themselves, and whether there is one under an address at all.
//!
//! What is not public has no public feed: an address that is guessed tells no title.

use diesel::{
    dsl::{exists, sql},
    prelude::*,
    sql_types::Text,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{About, Head, ReadError, Window};
use crate::{
    base::{
        hub::Hub,
        ids::{InstitutionId, ListId, RoomId, SeminarId, SeriesId},
        language::Language,
        schema::{institutions, rooms, seminars, series, sites},
        text::{encoded, slug as slug_of},
        zone::Zone,
    },
    seminars::{
        model::{List, ListVisibility, OfRow, Read, SeriesColour, Texts},
        queries,
    },
};

pub(super) fn of_hub(hub: &Hub, language: Option<Language>) -> Head {
    Head {
        about: About::Hub,
        zone: hub.zone,
        language: language.unwrap_or(hub.language),
        path: "/".into(),
    }
}

pub(super) async fn of_series(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    language: Option<Language>,
    slug: &str,
) -> Result<(SeriesId, Head), ReadError> {
    let (id, title, description, zone, visibility, own_language, colour): (
        SeriesId,
        String,
        String,
        String,
        String,
        Option<String>,
        SeriesColour,
    ) = series::table
        .filter(series::slug.eq(slug))
        .select((
            series::id,
            series::title,
            series::description,
            series::zone,
            series::visibility,
            series::language,
            series::colour,
        ))
        .first(conn)
        .await
        .optional()?
        .ok_or(ReadError::NotFound)?;
    let has_public = seminars::table
        .filter(seminars::series_id.eq(id))
        .filter(seminars::visibility.eq("public"))
        .filter(seminars::state.ne("draft"));
    if visibility != "public"
        && !diesel::select(exists(has_public))
            .get_result::<bool>(conn)
            .await?
    {
        return Err(ReadError::NotFound);
    }
    // Of a series that is not public, its public seminars are told, and nothing of itself: not what it is called.
    let (title, description, path) = match visibility.as_str() {
        "public" => (title, description, format!("/series/{}", encoded(slug))),
        _ => (hub.name.clone(), String::new(), "/".to_owned()),
    };
    let head = Head {
        about: About::Series(title, description, colour),
        zone: zone_or(&zone, hub),
        language: language.unwrap_or_else(|| language_or(own_language.as_deref(), hub)),
        path,
    };
    Ok((id, head))
}

/// The words that a topic is written in: one slug may stand for `AI safety` and `AI Safety`.
pub(super) async fn of_topic(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    language: Option<Language>,
    slug: &str,
    window: &Window,
) -> Result<(Vec<String>, Head), ReadError> {
    let public = || {
        seminars::table
            .filter(seminars::visibility.eq("public"))
            .filter(seminars::state.ne("draft"))
            .select(sql::<Text>("unnest(topics)"))
            .distinct()
    };
    let coming: Vec<String> = public()
        .filter(seminars::ends_at.gt(window.from))
        .load(conn)
        .await?;
    let mut words = written_as(coming, slug);
    if words.is_empty() {
        // Nothing is coming: whether there was ever anything decides between an empty feed and none.
        words = written_as(public().load(conn).await?, slug);
    }
    let [word, ..] = words.as_slice() else {
        return Err(ReadError::NotFound);
    };
    let word = word.clone();
    let head = Head {
        about: About::Topic(word),
        zone: hub.zone,
        language: language.unwrap_or(hub.language),
        path: format!("/?topic={}", encoded(slug)),
    };
    Ok((words, head))
}

pub(super) async fn of_institution(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    language: Option<Language>,
    slug: &str,
) -> Result<(InstitutionId, Head), ReadError> {
    let (id, name): (InstitutionId, String) = institutions::table
        .filter(institutions::slug.eq(slug))
        .select((institutions::id, institutions::name))
        .first(conn)
        .await
        .optional()?
        .ok_or(ReadError::NotFound)?;
    let head = Head {
        about: About::Institution(name),
        zone: hub.zone,
        language: language.unwrap_or(hub.language),
        path: format!("/?institution={}", encoded(slug)),
    };
    Ok((id, head))
}

/// A list that anyone may see.
pub(super) async fn of_list(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    language: Option<Language>,
    slug: &str,
) -> Result<(ListId, Head), ReadError> {
    let list = queries::list_by_slug(conn, slug).await?;
    let list = list
        .filter(|list| list.visibility == ListVisibility::Public)
        .ok_or(ReadError::NotFound)?;
    Ok((
        list.id,
        list_head(&list, language.unwrap_or(hub.language), hub.zone),
    ))
}

/// What a feed of a list says of itself in a language.
pub(super) fn list_head(list: &List, language: Language, zone: Zone) -> Head {
    Head {
        about: About::List(
            list.name(language).to_owned(),
            list.description(language).to_owned(),
        ),
        zone,
        language,
        path: format!("/lists/{}", encoded(&list.slug)),
    }
}

pub(super) async fn of_room(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    language: Option<Language>,
    slug: &str,
) -> Result<(RoomId, Head), ReadError> {
    let (id, name, zone, site): (RoomId, String, String, Option<String>) = rooms::table
        .left_join(sites::table.on(rooms::site_id.eq(sites::id.nullable())))
        .filter(rooms::slug.eq(slug))
        .select((rooms::id, rooms::name, rooms::zone, sites::name.nullable()))
        .first(conn)
        .await
        .optional()?
        .ok_or(ReadError::NotFound)?;
    let head = Head {
        about: About::Room(name, site),
        zone: zone_or(&zone, hub),
        language: language.unwrap_or(hub.language),
        path: format!("/rooms/{}", encoded(slug)),
    };
    Ok((id, head))
}

pub(super) async fn of_seminar(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    language: Option<Language>,
    code: &str,
) -> Result<(SeminarId, Head), ReadError> {
    type Found = (SeminarId, String, Texts, String, Option<String>);
    let (id, title, texts, zone, own_language): Found = seminars::table
        .filter(seminars::code.eq(code))
        .filter(seminars::visibility.eq("public"))
        .filter(seminars::state.ne("draft"))
        .select((
            seminars::id,
            seminars::title,
            OfRow,
            seminars::zone,
            seminars::language,
        ))
        .first(conn)
        .await
        .optional()?
        .ok_or(ReadError::NotFound)?;
    let language = language.unwrap_or_else(|| language_or(own_language.as_deref(), hub));
    let read = texts.read(Read::main(&title, "", None), language);
    let head = Head {
        about: About::Seminar(read.title.to_owned()),
        zone: zone_or(&zone, hub),
        language,
        path: format!("/seminars/{}", encoded(code)),
    };
    Ok((id, head))
}

/// A stored language, or the hub's.
pub(super) fn language_or(stored: Option<&str>, hub: &Hub) -> Language {
    stored
        .and_then(|code| code.parse().ok())
        .unwrap_or(hub.language)
}

/// A stored zone, or the hub's.
pub(super) fn zone_or(stored: &str, hub: &Hub) -> Zone {
    stored.parse().unwrap_or(hub.zone)
}

fn written_as(words: Vec<String>, slug: &str) -> Vec<String> {
    let mut words: Vec<String> = words
        .into_iter()
        .filter(|word| slug_of(word) == slug)
        .collect();
    words.sort_unstable();
    words
}
