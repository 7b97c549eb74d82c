//! What a speaker says on their page, saved in one transaction: what is private, what is announced, what they agree to,
//! whether they come. Title and abstract of the only talk go the way of every edit of a seminar.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::{Value, json};

use super::{
    locked, organised, said_by, stay,
    store::{store, store_consents, store_notes},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::{PersonId, SeminarId},
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
        model::{Consent, Details, Said, SaidBy, SpeakerRole, Speaking, TextChange, TextLanguage},
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

/// What a speaker tells the organisers alone; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct PageNotes {
    /// What they need there.
    pub equipment: Option<String>,
    /// How and when they arrive.
    pub arrival: Option<String>,
    /// What they eat and do not eat.
    pub dietary: Option<String>,
    /// Where they can be reached on the day.
    pub phone: Option<String>,
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
        let before = said_by(conn, id, speaker.id, Some(link_no)).await?;
        let details = queries::detail(conn, row).await?;
        put(conn, clock, hub, speaker, details, before, page).await
    })
    .await
}

/// Saves what an organiser was told by a speaker, in the speaker's place; who entered it is kept. A consent is marked as given to
/// them, and makes no more of what the speaker said themselves ([`rules::may_enter_consent`]).
///
/// # Errors
/// As [`save_page`]; not the actor's seminar, or what is the speaker's alone to say.
pub async fn enter_page(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    (id, speaker): (SeminarId, PersonId),
    page: SpeakerPage,
) -> Result<Said, WriteError> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        let before = said_by(conn, id, speaker, None).await?;
        let details = queries::detail(conn, row).await?;
        put(conn, clock, hub, actor, details, before, page).await?;
        Ok(said_by(conn, id, speaker, None).await?)
    })
    .await
}

/// What an organiser cannot say for a speaker. An ORCID iD that they entered themselves they may mend, as long as the speaker
/// has not let it stand.
async fn theirs_alone(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    details: &Details,
    before: &Said,
    page: &SpeakerPage,
) -> Result<(), Refusal> {
    let speaker = before.row.person_id;
    let mut invalid = Invalid::default();
    for (consent, given) in rules::changed_consents(before, &page.consents) {
        invalid.take(
            consent.word(),
            rules::may_enter_consent(before, consent, given),
        );
    }
    let mut speakers = details.speakers.iter();
    let announced = speakers.find(|one| one.person_id == speaker);
    let known = announced.and_then(|one| one.orcid.as_deref());
    if let (Some(known), Some(typed)) = (known, page.orcid.as_deref()) {
        // What is no iD is said with the rest.
        let another = match people::rules::orcid(typed) {
            Ok(orcid) => orcid != known,
            Err(_) => typed.trim().is_empty(),
        };
        if another && !queries::entered_orcid(conn, speaker, known, actor.id).await? {
            invalid.because("orcid", "reason-orcid-theirs");
        }
    }
    Ok(invalid.none_or()?)
}

/// Saves what is said of a speaker whose seminar is locked, by themselves or by an organiser.
async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: Details,
    before: Said,
    page: SpeakerPage,
) -> Result<(), WriteError> {
    let (id, speaker) = (before.row.seminar_id, before.row.person_id);
    let by = match actor.id == speaker {
        true => SaidBy::Speaker,
        false => SaidBy::Organiser,
    };
    if let Some(based_on) = page.page_version
        && based_on != before.row.page_version
    {
        return Err(Refusal::Stale {
            now: before.row.page_version,
        }
        .into());
    }
    if by == SaidBy::Organiser {
        theirs_alone(conn, actor, &details, &before, &page).await?;
    }
    let alone = rules::speaks_alone(&details, speaker);
    let next = checked(&before, &page, alone)?;
    store(conn, clock, (by, actor.id), &before, &next).await?;
    let notes = store_notes(conn, &before, &page).await?;
    let consents = store_consents(conn, clock, (by, actor.id), &before, &page).await?;
    let entry = Entry {
        action: match by {
            SaidBy::Speaker => "spoke for themselves",
            SaidBy::Organiser => "entered what a speaker said",
        },
        kind: "seminars",
        id: id.0,
        before: Some(public(&before, &[], &[])),
        after: Some(public(
            &Said {
                row: next.clone(),
                ..before.clone()
            },
            &consents,
            &notes,
        )),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    let mut subjects = match retitled(&details, &page, alone)? {
        Some(change) => {
            let fresh = reread(conn, id).await?;
            let (_, touched) = Box::pin(apply(conn, clock, hub, actor, fresh, &change)).await?;
            touched
        }
        None => {
            let fresh = reread(conn, id).await?;
            notices::chase(conn, clock, hub, &fresh, Some(speaker)).await?;
            notices::afterwards(conn, clock, hub, &fresh).await?;
            touched(conn, None, &fresh).await?
        }
    };
    let gone = rules::withdrawn(&before, &consents);
    if !gone.is_empty() {
        let by = actor.author.person;
        notices::consents_withdrawn(conn, clock, hub, &details, &before, &gone, by).await?;
    }
    if let Some(dates) = page
        .stay
        .filter(|_| by == SaidBy::Speaker && next.in_person == Some(true))
    {
        let made = stay::propose_stay(conn, clock, hub, actor, &details, &before, dates).await?;
        subjects.extend(made);
    }
    // The person last: it raises counters of its own.
    if let Some(orcid) = &page.orcid {
        identify(conn, clock, hub, actor, speaker, orcid).await?;
    }
    changes::raise(conn, clock, subjects).await?;
    Ok(())
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
            let typed = typed.as_deref().unwrap_or_default();
            too_long(&mut invalid, field, &text::lines(typed), most);
        }
    }
    invalid.none_or()?;
    Ok(next)
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

/// Sets the ORCID iD of the speaker, where it is another: as they would themselves, whoever typed it. Who that was is written
/// down.
async fn identify(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    speaker: PersonId,
    typed: &str,
) -> Result<(), Refusal> {
    let theirs = people::queries::actor(conn, speaker, actor.author.clone()).await?;
    let theirs = Actor {
        author: actor.author.clone(),
        ..theirs.ok_or(Refusal::NotFound)?
    };
    let change = ChangePerson {
        orcid: Some(text::some(text::line(typed))),
        ..ChangePerson::default()
    };
    match change_person(conn, clock, hub, &theirs, speaker, change).await {
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
