//! What a speaker says on their page, saved in one transaction: what is private, what is announced, what they agree to,
//! whether they come. Title and abstract of the only talk go the way of every edit of a seminar.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{entry_changed, locked, said_by, stay};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::SeminarId,
        schema::{speaker_consents, speaker_notes, speakers},
        text,
    },
    people::{
        self,
        actions::{ChangePerson, PersonError, change_person},
        model::Actor,
    },
    seminars::{
        actions::{
            WriteError,
            change::{SeminarChange, apply},
            create::too_long,
            texts,
            write::{reread, touched, web_address},
        },
        model::{Consent, Details, Notes, Said, SpeakerRole, Speaking, TextChange, TextLanguage},
        notices, queries, rules,
    },
};

/// What a speaker says on their page; what is `None` was not asked, and stays.
#[derive(Debug, Clone, Default)]
pub struct SpeakerPage {
    /// The version of the seminar on which its title and abstract are based.
    pub lock_version: Option<i32>,
    /// The version of the page on which the rest is based.
    pub page_version: Option<i32>,
    /// The title of the talk.
    pub title: Option<String>,
    /// Its abstract.
    pub abstract_text: Option<String>,
    /// Both in further languages, where it is the only talk; those that are not named stay.
    pub texts: BTreeMap<TextLanguage, TextChange>,
    /// In which language they speak; `Some(None)`: in that of the seminar.
    pub talk_language: Option<Option<TextLanguage>>,
    /// Who they are.
    pub biography: Option<String>,
    /// Where they come from.
    pub affiliation: Option<String>,
    /// The ROR id of that, or its address; empty: none.
    pub ror: Option<String>,
    /// Their ORCID iD; empty: none.
    pub orcid: Option<String>,
    /// Where their slides are; empty: nowhere.
    pub slides_url: Option<String>,
    /// What they tell the organisers alone.
    pub notes: Option<PageNotes>,
    /// What they say to each use; `None` to a use: nothing yet.
    pub consents: BTreeMap<Consent, Option<bool>>,
    /// Whether they come.
    pub in_person: Option<Option<bool>>,
    /// From when until when, where that is to make a stay.
    pub stay: Option<(NaiveDate, NaiveDate)>,
}

/// What a speaker tells the organisers alone.
#[derive(Debug, Clone, Default)]
pub struct PageNotes {
    /// What they need there.
    pub equipment: String,
    /// How and when they arrive.
    pub arrival: String,
    /// What they eat and do not eat.
    pub dietary: String,
    /// Where they can be reached on the day.
    pub phone: String,
}

/// Saves what `speaker`, who came by the link with this number, says of their own part in a seminar.
///
/// # Errors
/// [`WriteError`]: they are no speaker of it, the link is not good any more, something typed cannot be, someone else was
/// quicker, or the seminar is cancelled and its title is to be another.
pub async fn save_page(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    speaker: &Actor,
    (id, link_no): (SeminarId, i32),
    page: SpeakerPage,
) -> Result<(), WriteError> {
    conn.transaction(async |conn| {
        let row = locked(conn, id).await?;
        let details = queries::detail(conn, row).await?;
        let before = said_by(conn, id, speaker.id, Some(link_no)).await?;
        if let Some(based_on) = page.page_version
            && based_on != before.row.page_version
        {
            return Err(Refusal::Stale {
                now: before.row.page_version,
            }
            .into());
        }
        let alone = rules::speaks_alone(&details, speaker.id);
        let next = checked(&before, &page, alone)?;
        store(conn, clock, &before, &next).await?;
        let notes = store_notes(conn, &before, &page).await?;
        let consents = store_consents(conn, clock, &before, &page).await?;
        let entry = Entry {
            action: "spoke for themselves",
            kind: "seminars",
            id: id.0,
            before: Some(public(&before, &[], &[])),
            after: Some(public(
                &Said {
                    row: next.clone(),
                    consents: before.consents.clone(),
                },
                &consents,
                &notes,
            )),
        };
        audit::record(conn, clock, &speaker.author, entry).await?;
        let mut subjects = match retitled(&details, &page, alone)? {
            Some(change) => {
                let fresh = reread(conn, id).await?;
                let (_, touched) =
                    Box::pin(apply(conn, clock, hub, speaker, fresh, &change)).await?;
                touched
            }
            None => {
                let fresh = reread(conn, id).await?;
                notices::chase(conn, clock, hub, &fresh, Some(speaker.id)).await?;
                notices::afterwards(conn, clock, hub, &fresh).await?;
                touched(conn, None, &fresh).await?
            }
        };
        if let Some(dates) = page.stay.filter(|_| next.in_person == Some(true)) {
            let made =
                stay::propose_stay(conn, clock, hub, speaker, &details, &before, dates).await?;
            subjects.extend(made);
        }
        // The person last: it raises counters of its own.
        if let Some(orcid) = &page.orcid {
            identify(conn, clock, hub, speaker, orcid).await?;
        }
        changes::raise(conn, clock, subjects).await?;
        Ok(())
    })
    .await
}

/// The row as it is to be.
fn checked(before: &Said, page: &SpeakerPage, alone: bool) -> Result<Speaking, Invalid> {
    let mut invalid = Invalid::default();
    let mut next = before.row.clone();
    if next.role == SpeakerRole::Speaker && !alone {
        if let Some(title) = &page.title {
            next.talk_title = text::line(title);
            too_long(&mut invalid, "title", &next.talk_title, text::TITLE);
        }
        if let Some(words) = &page.abstract_text {
            next.talk_abstract = text::lines(words);
            too_long(&mut invalid, "abstract", &next.talk_abstract, text::LONG);
        }
    }
    if let Some(language) = page.talk_language {
        next.talk_language = language;
    }
    if let Some(words) = &page.biography {
        next.biography = text::lines(words);
        too_long(&mut invalid, "biography", &next.biography, text::LONG);
    }
    if let Some(name) = &page.affiliation {
        next.affiliation = text::name(name);
        too_long(&mut invalid, "affiliation", &next.affiliation, text::TITLE);
    }
    if let Some(typed) = &page.ror {
        let ror = (!typed.trim().is_empty()).then(|| people::rules::ror(typed));
        if let Some(ror) = invalid.take("ror", ror.transpose()) {
            next.ror = ror;
        }
    }
    if let Some(typed) = page.orcid.as_ref().filter(|typed| !typed.trim().is_empty()) {
        invalid.take("orcid", people::rules::orcid(typed));
    }
    if let Some(typed) = &page.slides_url
        && let Some(slides) = invalid.take("slides_url", web_address(typed))
    {
        next.slides_url = slides;
    }
    if let Some(in_person) = page.in_person {
        next.in_person = in_person;
    }
    if let Some(notes) = &page.notes {
        for (field, typed, most) in [
            ("equipment", &notes.equipment, text::OWN_WORDS),
            ("arrival", &notes.arrival, text::OWN_WORDS),
            ("dietary", &notes.dietary, text::OWN_WORDS),
            ("phone", &notes.phone, 100),
        ] {
            too_long(&mut invalid, field, &text::lines(typed), most);
        }
    }
    invalid.none_or()?;
    Ok(next)
}

async fn store(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    before: &Said,
    next: &Speaking,
) -> QueryResult<()> {
    diesel::update(speakers::table.find((next.seminar_id, next.person_id)))
        .set((
            speakers::talk_title.eq(&next.talk_title),
            speakers::talk_abstract.eq(&next.talk_abstract),
            speakers::biography.eq(&next.biography),
            speakers::affiliation.eq(&next.affiliation),
            speakers::ror.eq(&next.ror),
            speakers::slides_url.eq(&next.slides_url),
            speakers::in_person.eq(next.in_person),
            speakers::talk_language.eq(next.talk_language),
            speakers::page_version.eq(before.row.page_version + 1),
            speakers::page_at.eq(Some(clock.now())),
        ))
        .execute(conn)
        .await?;
    let row = &before.row;
    if next.affiliation != row.affiliation || next.talk_language != row.talk_language {
        entry_changed(conn, clock, next.seminar_id).await?;
    }
    Ok(())
}

/// Keeps what is for the organisers alone; answers which of it was changed, but not how: the trail is kept for longer.
async fn store_notes(
    conn: &mut AsyncPgConnection,
    before: &Said,
    page: &SpeakerPage,
) -> QueryResult<Vec<&'static str>> {
    let Some(typed) = &page.notes else {
        return Ok(Vec::new());
    };
    let (seminar, person) = (before.row.seminar_id, before.row.person_id);
    let known = queries::notes(conn, seminar).await?.remove(&person);
    let known = known.unwrap_or_default();
    let next = Notes {
        words: known.words.clone(),
        equipment: text::lines(&typed.equipment),
        arrival: text::lines(&typed.arrival),
        dietary: text::lines(&typed.dietary),
        phone: text::line(&typed.phone),
    };
    if next == known {
        return Ok(Vec::new());
    }
    let row = (
        speaker_notes::equipment.eq(&next.equipment),
        speaker_notes::arrival.eq(&next.arrival),
        speaker_notes::dietary.eq(&next.dietary),
        speaker_notes::phone.eq(&next.phone),
    );
    diesel::insert_into(speaker_notes::table)
        .values((
            speaker_notes::seminar_id.eq(seminar),
            speaker_notes::person_id.eq(person),
            row,
        ))
        .on_conflict((speaker_notes::seminar_id, speaker_notes::person_id))
        .do_update()
        .set(row)
        .execute(conn)
        .await?;
    let changed = [
        ("equipment", known.equipment != next.equipment),
        ("arrival", known.arrival != next.arrival),
        ("dietary", known.dietary != next.dietary),
        ("phone", known.phone != next.phone),
    ];
    Ok(changed
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect())
}

/// Keeps what was said to each use, with its time where it is said anew; answers what differs.
async fn store_consents(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    before: &Said,
    page: &SpeakerPage,
) -> QueryResult<Vec<(Consent, Option<bool>)>> {
    let (seminar, person) = (before.row.seminar_id, before.row.person_id);
    let changed = rules::changed_consents(before, &page.consents);
    for (consent, given) in &changed {
        match given {
            Some(given) => {
                let said = (
                    speaker_consents::given.eq(*given),
                    speaker_consents::at.eq(clock.now()),
                );
                diesel::insert_into(speaker_consents::table)
                    .values((
                        speaker_consents::seminar_id.eq(seminar),
                        speaker_consents::person_id.eq(person),
                        speaker_consents::purpose.eq(*consent),
                        said,
                    ))
                    .on_conflict((
                        speaker_consents::seminar_id,
                        speaker_consents::person_id,
                        speaker_consents::purpose,
                    ))
                    .do_update()
                    .set(said)
                    .execute(conn)
                    .await?;
            }
            None => {
                diesel::delete(speaker_consents::table.find((seminar, person, *consent)))
                    .execute(conn)
                    .await?;
            }
        }
    }
    Ok(changed)
}

/// The edit of the seminar that a new title or abstract is; none where both stay.
fn retitled(
    details: &Details,
    page: &SpeakerPage,
    alone: bool,
) -> Result<Option<SeminarChange>, Refusal> {
    let seminar = &details.seminar;
    let title = page.title.as_deref().map(text::line);
    let words = page.abstract_text.as_deref().map(text::lines);
    let same = title.as_ref().is_none_or(|title| *title == seminar.title)
        && words
            .as_ref()
            .is_none_or(|words| *words == seminar.abstract_text)
        && texts::next(&mut Invalid::default(), &seminar.written.texts, &page.texts)
            == seminar.written.texts;
    if !alone || same {
        return Ok(None);
    }
    if let Some(based_on) = page.lock_version
        && based_on != seminar.lock_version
    {
        return Err(Refusal::Stale {
            now: seminar.lock_version,
        });
    }
    rules::still_open(seminar)?;
    Ok(Some(SeminarChange {
        title,
        abstract_text: words,
        texts: page.texts.clone(),
        ..SeminarChange::default()
    }))
}

/// Sets the ORCID iD of the person, where it is another.
async fn identify(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    speaker: &Actor,
    typed: &str,
) -> Result<(), Refusal> {
    let change = ChangePerson {
        orcid: Some(text::some(text::line(typed))),
        ..ChangePerson::default()
    };
    match change_person(conn, clock, hub, speaker, speaker.id, change).await {
        Ok(_) => Ok(()),
        Err(PersonError::Refused(refusal)) => Err(refusal),
        // No address is changed.
        Err(PersonError::AddressKnown { .. }) => Err(Refusal::invalid("orcid", "reason-taken")),
    }
}

/// What the audit trail says of it: nothing that is private.
fn public(said: &Said, consents: &[(Consent, Option<bool>)], notes: &[&'static str]) -> Value {
    let row = &said.row;
    let consents = consents.iter();
    let consents: BTreeMap<_, _> = consents
        .map(|(consent, given)| (consent.word(), *given))
        .collect();
    json!({
        "person": row.person_id, "talk_title": row.talk_title, "talk_abstract": row.talk_abstract,
        "biography": row.biography, "affiliation": row.affiliation, "ror": row.ror,
        "slides_url": row.slides_url, "in_person": row.in_person, "talk_language": row.talk_language,
        "consents": consents, "notes": notes,
    })
}
