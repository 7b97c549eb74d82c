//! What a speaker typed, or an organiser for them, read. What their form did not ask stays as it is.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::error::{Invalid, Reason},
    seminars::{
        actions::{PageNotes, SpeakerPage},
        model::{Consent, Speaker, TextChange, TextLanguage},
    },
    web::{
        forms::Posted,
        pages::{
            form::Field,
            speak::SpeakForm,
            versions::{self, Versions},
        },
        typed,
    },
};

/// What is said, based on the versions that it was made of.
///
/// # Errors
/// What is wrong, by the form's own names.
pub(in crate::web) fn page(
    posted: &Posted,
    form: &SpeakForm,
    announced: Option<&Speaker>,
) -> Result<SpeakerPage, Invalid> {
    let asked = |name: &str| posted.pairs().iter().any(|(posted, _)| posted == name);
    let typed = |name: &str| asked(name).then(|| posted.value(name).to_owned());
    let mut invalid = Invalid::default();
    let mut page = SpeakerPage {
        lock_version: form.meta.lock_version,
        page_version: form.page_version.value.parse().ok(),
        title: typed("title"),
        abstract_text: typed("abstract_text"),
        texts: texts(form, &asked),
        biography: typed("biography"),
        ror: typed("ror"),
        slides_url: typed("slides_url"),
        ..SpeakerPage::default()
    };
    // What is known of them anyway is not said by them because it stood in the form.
    let known = announced.and_then(|one| one.affiliation.as_deref());
    page.affiliation = typed("affiliation").filter(|typed| typed.trim() != known.unwrap_or(""));
    let known = announced.and_then(|one| one.orcid.as_deref());
    page.orcid = typed("orcid").filter(|typed| typed.trim() != known.unwrap_or(""));
    if asked("phone") {
        page.notes = Some(PageNotes {
            equipment: Some(form.equipment.value.clone()),
            arrival: Some(form.arrival.value.clone()),
            dietary: Some(form.dietary.value.clone()),
            phone: Some(form.phone.value.clone()),
        });
    }
    for consent in Consent::ALL {
        let field = form.consent(consent);
        if asked(consent.word())
            && let Some(said) = invalid.take(consent.word(), said(&field.value))
        {
            page.consents.insert(*consent, said);
        }
    }
    if asked("talk_language") {
        page.talk_language = match form.talk_language.value.as_str() {
            "" => Some(None),
            word => invalid.take("talk_language", typed::word(word)).map(Some),
        };
    }
    if asked("in_person") {
        page.in_person = invalid.take("in_person", said(&form.in_person.value));
    }
    if page.in_person == Some(Some(true)) {
        page.stay = stay(form, &mut invalid);
    }
    invalid.none_or()?;
    Ok(page)
}

/// Puts what is known into the fields that were not asked: they differ from nothing.
pub(in crate::web) fn keep_unasked(form: &mut SpeakForm, known: &SpeakForm, posted: &Posted) {
    let asked = |name: &str| posted.pairs().iter().any(|(posted, _)| posted == name);
    let keep = |name: &str, field: &mut Field, known: &Field| {
        if !asked(name) {
            field.clone_from(known);
        }
    };
    keep("title", &mut form.title, &known.title);
    keep(
        "abstract_text",
        &mut form.abstract_text,
        &known.abstract_text,
    );
    for language in TextLanguage::ALL.iter().copied() {
        let names = versions::names(language);
        let known = known.fields(language);
        for ((name, field), known) in names.iter().zip(form.fields_mut(language)).zip(known) {
            keep(name, field, known);
        }
    }
    keep(
        "talk_language",
        &mut form.talk_language,
        &known.talk_language,
    );
    keep("slides_url", &mut form.slides_url, &known.slides_url);
    keep("equipment", &mut form.equipment, &known.equipment);
    keep("in_person", &mut form.in_person, &known.in_person);
    keep("arrival", &mut form.arrival, &known.arrival);
    keep("dietary", &mut form.dietary, &known.dietary);
    keep("phone", &mut form.phone, &known.phone);
    for consent in Consent::ALL {
        let field = form.consent_mut(*consent);
        keep(consent.word(), field, known.consent(consent));
    }
}

/// The versions in further languages that the form had fields for.
fn texts(form: &SpeakForm, asked: &impl Fn(&str) -> bool) -> BTreeMap<TextLanguage, TextChange> {
    let had = |language| versions::names(language).into_iter().any(asked);
    let said = form.said().into_iter();
    said.filter(|(language, _)| had(*language))
        .map(|(language, version)| (language, version.into()))
        .collect()
}

/// A yes, a no, or nothing.
fn said(typed: &str) -> Result<Option<bool>, Reason> {
    match typed {
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        "" => Ok(None),
        _ => Err(Reason::new("error-choice")),
    }
}

/// The days of a stay, where one is wished: both or none.
fn stay(form: &SpeakForm, invalid: &mut Invalid) -> Option<(NaiveDate, NaiveDate)> {
    if form.stay_from.value.is_empty() && form.stay_to.value.is_empty() {
        return None;
    }
    let from = invalid.take("stay_from", typed::date(&form.stay_from.value));
    let to = invalid.take("stay_to", typed::date(&form.stay_to.value));
    Some((from?, to?))
}

/// The field of the form that an action calls `name`.
pub(in crate::web) fn field(name: &str) -> &str {
    match name {
        "abstract" => "abstract_text",
        "from" | "host_id" => "stay_from",
        "to" => "stay_to",
        other => versions::field_of(other).unwrap_or(other),
    }
}
