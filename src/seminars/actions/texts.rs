//! The versions of title and abstract in further languages, as they are checked and kept.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::create::too_long;
use crate::{
    base::{
        error::{Invalid, Reason},
        ids::SeminarId,
        schema::seminar_texts,
        text,
    },
    seminars::model::{Text, TextChange, TextLanguage, Texts},
};

/// The versions as they are to be, checked as the main text is. The fields are named as in the API: `texts.ko.title`.
pub(super) fn next(
    invalid: &mut Invalid,
    before: &Texts,
    wanted: &BTreeMap<TextLanguage, TextChange>,
) -> Texts {
    let mut next = before.clone();
    for (language, change) in wanted {
        let mut version = before.get(*language).cloned().unwrap_or_default();
        if let Some(title) = &change.title {
            version.title = text::line(title);
            let field = format!("texts.{language}.title");
            too_long(invalid, &field, &version.title, text::TITLE);
        }
        if let Some(words) = &change.abstract_text {
            version.abstract_text = text::lines(words);
            let field = format!("texts.{language}.abstract");
            too_long(invalid, &field, &version.abstract_text, text::LONG);
        }
        next = next.with(*language, version);
    }
    next
}

/// Notes that a version is in the language of the main text: beside the version, where that is given now, else beside the
/// language that is to become the seminar's own.
pub(super) fn in_other_languages(
    invalid: &mut Invalid,
    own: Option<&str>,
    next: &Texts,
    wanted: &BTreeMap<TextLanguage, TextChange>,
) {
    let own: Option<TextLanguage> = own.and_then(|own| own.parse().ok());
    let Some(own) = own.filter(|own| next.get(*own).is_some()) else {
        return;
    };
    if wanted.contains_key(&own) {
        let reason = Reason::new("reason-text-in-own-language").with("language", own.own_name());
        invalid.add(&format!("texts.{own}"), reason);
    } else {
        invalid.because("language", "reason-text-language");
    }
}

/// Removes the versions that are to be gone. Comes before the row: its own language may become one of theirs.
pub(super) async fn clear(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    before: &Texts,
    next: &Texts,
) -> QueryResult<()> {
    let gone = before.iter().map(|(language, _)| language);
    let gone: Vec<TextLanguage> = gone.filter(|one| next.get(*one).is_none()).collect();
    if gone.is_empty() {
        return Ok(());
    }
    diesel::delete(
        seminar_texts::table
            .filter(seminar_texts::seminar_id.eq(id))
            .filter(seminar_texts::language.eq_any(gone)),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes the versions that are new or otherwise. The row is locked, and its own language settled.
pub(super) async fn put(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    before: &Texts,
    next: &Texts,
) -> QueryResult<()> {
    let new = |(language, text): &(TextLanguage, &Text)| before.get(*language) != Some(*text);
    for (language, text) in next.iter().filter(new) {
        let says = (
            seminar_texts::title.eq(&text.title),
            seminar_texts::abstract_text.eq(&text.abstract_text),
        );
        diesel::insert_into(seminar_texts::table)
            .values((
                seminar_texts::seminar_id.eq(id),
                seminar_texts::language.eq(language),
                says,
            ))
            .on_conflict((seminar_texts::seminar_id, seminar_texts::language))
            .do_update()
            .set(says)
            .execute(conn)
            .await?;
    }
    Ok(())
}
