//! What is typed into the form of a stay, read; and the form as a stay stands in it.

use chrono::NaiveDate;

use super::ground::Ground;
use crate::{
    base::{
        error::{Invalid, Reason},
        ids::PersonId,
        text,
        zone::Zone,
    },
    rooms::model::Site,
    stays::{
        actions::{Change, NewStay, Visitor},
        model::{Certainty, Details},
    },
    web::{
        pages::{
            form::{Field, FormMeta},
            stays::StayForm,
        },
        typed,
    },
};

/// A new stay.
///
/// # Errors
/// What is wrong, by the form's own names.
pub(super) fn new(form: &StayForm, ground: &Ground) -> Result<NewStay, Invalid> {
    let mut invalid = Invalid::default();
    let visitor = visitor(form, ground, &mut invalid);
    let dates = dates(form, &mut invalid);
    let host = invalid.take("host", person(&form.host.value));
    let desk = invalid.take("desk", ground.desk_of(&form.desk.value));
    let site = invalid.take("site", ground.site_of(&form.site.value));
    let tentative = invalid.take("certainty", typed::word::<Certainty>(&form.certainty.value));
    match (visitor, dates, host, desk, site, tentative) {
        (Some(visitor), Some((from, to)), Some(host), Some(desk), Some(site), Some(certainty))
            if invalid.is_empty() =>
        {
            Ok(NewStay {
                visitor,
                host,
                from,
                to,
                site,
                project: None,
                purpose: form.purpose.value.clone(),
                topics: typed::words(&form.topics.value),
                desk,
                tentative: certainty == Certainty::Tentative,
            })
        }
        _ => Err(invalid),
    }
}

/// An edit: everything that the form has, based on the version that it was made of. Who comes cannot be changed.
///
/// # Errors
/// As [`new`].
pub(super) fn change(form: &StayForm, ground: &Ground) -> Result<Change, Invalid> {
    let mut invalid = Invalid::default();
    let dates = dates(form, &mut invalid);
    let host = invalid.take("host", person(&form.host.value));
    let desk = invalid.take("desk", ground.desk_of(&form.desk.value));
    let site = invalid.take("site", ground.site_of(&form.site.value));
    let certainty = invalid.take("certainty", typed::word::<Certainty>(&form.certainty.value));
    invalid.none_or()?;
    Ok(Change {
        host,
        from: dates.map(|(from, _)| from),
        to: dates.map(|(_, to)| to),
        // A hub with one site, or none, does not ask.
        site: site.filter(Option::is_some),
        project: None,
        purpose: Some(form.purpose.value.clone()),
        topics: Some(typed::words(&form.topics.value)),
        desk,
        tentative: certainty.map(|one| one == Certainty::Tentative),
        reason: None,
        lock_version: form.meta.lock_version,
    })
}

/// Someone chosen, or someone new.
fn visitor(form: &StayForm, ground: &Ground, invalid: &mut Invalid) -> Option<Visitor> {
    let name = text::some(text::name(&form.visitor_name.value));
    let email = text::some(form.visitor_email.value.trim().to_owned());
    if !form.visitor.value.is_empty() {
        if name.is_some() || email.is_some() {
            invalid.because("visitor", "reason-either-visitor");
        }
        return invalid
            .take("visitor", person(&form.visitor.value))
            .map(Visitor::Person);
    }
    if name.is_none() {
        invalid.because("visitor_name", "reason-required");
    }
    let institution = invalid.take(
        "institution",
        ground.institution_of(&form.institution.value),
    );
    Some(Visitor::New {
        name: name?,
        email,
        institution: institution?,
    })
}

fn dates(form: &StayForm, invalid: &mut Invalid) -> Option<(NaiveDate, NaiveDate)> {
    let from = invalid.take("from", typed::date(&form.from.value));
    let to = invalid.take("to", typed::date(&form.to.value));
    // The action says so too; here it is said together with what else is wrong.
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        invalid.because("to", "reason-end-before-start");
    }
    from.zip(to)
}

fn person(id: &str) -> Result<PersonId, Reason> {
    if id.is_empty() {
        return Err(Reason::new("reason-required"));
    }
    id.parse().map_err(|_| Reason::new("error-choice"))
}

/// The empty form. The reader is host where they can be; the site is one in the hub's zone, where there is one.
pub(super) fn blank(ground: &Ground, zone: Zone, key: String) -> StayForm {
    let near = |site: &&Site| site.zone == zone.name();
    let site = ground.sites.iter().find(near).or(ground.sites.first());
    let host = ground.host_choices().into_iter().next();
    StayForm {
        meta: FormMeta {
            key,
            ..FormMeta::default()
        },
        host: host.map_or_else(Field::default, |one| Field::of(one.value)),
        site: site.map_or_else(Field::default, |site| Field::of(&site.slug)),
        certainty: Field::of(Certainty::Firm.word()),
        ..StayForm::default()
    }
}

/// The form with a stay as it stands.
pub(super) fn of(ground: &Ground, details: &Details, key: String) -> StayForm {
    let stay = &details.stay;
    let site = ground
        .sites
        .iter()
        .find(|site| Some(site.id) == stay.site_id);
    let desk = details.desk.as_ref();
    StayForm {
        meta: FormMeta {
            key,
            lock_version: Some(stay.lock_version),
            ..FormMeta::default()
        },
        host: Field::of(stay.host_id.to_string()),
        site: Field::of(site.map(|site| site.slug.clone()).unwrap_or_default()),
        from: Field::of(stay.from_date.to_string()),
        to: Field::of(stay.to_date.to_string()),
        certainty: Field::of(stay.certainty.word()),
        desk: Field::of(desk.map(|desk| desk.slug.clone()).unwrap_or_default()),
        purpose: Field::of(&stay.purpose),
        topics: Field::of(stay.topics.join(", ")),
        ..StayForm::default()
    }
}

/// The input that a field of the domain stands in.
pub(super) fn field(name: &str) -> &str {
    match name {
        "host_id" => "host",
        "desk_id" => "desk",
        "site_id" => "site",
        "visitor.name" => "visitor_name",
        "visitor.email" => "visitor_email",
        "visitor.institution_id" => "institution",
        other => other,
    }
}
