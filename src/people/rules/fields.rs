//! What was typed of people, institutions and projects, made fit to keep, with every wrong field named at once.

use diesel::prelude::*;

use super::identifiers;
use crate::{
    base::{
        error::{Invalid, Reason},
        ids::InstitutionId,
        language::Language,
        schema::{institutions, people, projects},
        text,
        zone::Zone,
    },
    people::{
        actions::{NewInstitution, NewPerson, NewProject},
        model::{Institution, InstitutionKind, Person, Project},
    },
};

/// An institution, fit to keep; its slug apart.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = institutions, treat_none_as_null = true)]
pub struct InstitutionFields {
    /// The name.
    pub name: String,
    /// The country.
    pub country: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The zone.
    pub zone: String,
    /// How it stands to the hub.
    pub kind: InstitutionKind,
    /// The sector.
    pub sector: Option<String>,
    /// The ROR id.
    pub ror: Option<String>,
}

/// A project, fit to keep; its slug apart.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = projects)]
pub struct ProjectFields {
    /// The name.
    pub name: String,
    /// What it is about.
    pub description: String,
}

/// A person, fit to keep; the addresses apart.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
pub struct PersonFields {
    /// The name.
    pub name: Option<String>,
    /// Where they belong.
    pub institution_id: Option<InstitutionId>,
    /// The zone.
    pub zone: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// The ORCID iD.
    pub orcid: Option<String>,
}

impl From<&Institution> for InstitutionFields {
    fn from(kept: &Institution) -> Self {
        Self {
            name: kept.name.clone(),
            country: kept.country.clone(),
            city: kept.city.clone(),
            zone: kept.zone.clone(),
            kind: kept.kind,
            sector: kept.sector.clone(),
            ror: kept.ror.clone(),
        }
    }
}

impl From<&Project> for ProjectFields {
    fn from(kept: &Project) -> Self {
        Self {
            name: kept.name.clone(),
            description: kept.description.clone(),
        }
    }
}

impl From<&Person> for PersonFields {
    fn from(kept: &Person) -> Self {
        Self {
            name: kept.name.clone(),
            institution_id: kept.institution_id,
            zone: kept.zone.clone(),
            language: kept.language.clone(),
            orcid: kept.orcid.clone(),
        }
    }
}

/// An institution as it was typed.
///
/// # Errors
/// Every field that cannot be.
pub fn institution(typed: &NewInstitution) -> Result<InstitutionFields, Invalid> {
    let mut invalid = Invalid::default();
    let fields = InstitutionFields {
        name: required(&mut invalid, "name", text::line(&typed.name)),
        country: checked(
            &mut invalid,
            "country",
            typed.country.as_deref(),
            identifiers::country,
        ),
        city: short(&mut invalid, "city", typed.city.as_deref()),
        zone: invalid.take("zone", zone(&typed.zone)).unwrap_or_default(),
        kind: checked(&mut invalid, "kind", typed.kind.as_deref(), kind)
            .unwrap_or(InstitutionKind::Other),
        sector: short(&mut invalid, "sector", typed.sector.as_deref()),
        ror: checked(&mut invalid, "ror", typed.ror.as_deref(), identifiers::ror),
    };
    invalid.none_or()?;
    Ok(fields)
}

/// A project as it was typed.
///
/// # Errors
/// Every field that cannot be.
pub fn project(typed: &NewProject) -> Result<ProjectFields, Invalid> {
    let mut invalid = Invalid::default();
    let description = text::lines(typed.description.as_deref().unwrap_or_default());
    bounded(&mut invalid, "description", &description, text::LONG);
    let fields = ProjectFields {
        name: required(&mut invalid, "name", text::line(&typed.name)),
        description,
    };
    invalid.none_or()?;
    Ok(fields)
}

/// A person as they were typed, with the address for signing in and the one for mail alone. The latter is left out where
/// it is the former.
///
/// # Errors
/// Every field that cannot be; a name or an address is needed.
pub fn person(
    typed: &NewPerson,
) -> Result<(PersonFields, Option<String>, Option<String>), Invalid> {
    let mut invalid = Invalid::default();
    let name = typed.name.as_deref().map(text::name).and_then(text::some);
    if let Some(name) = &name {
        bounded(&mut invalid, "name", name, text::TITLE);
    }
    let fields = PersonFields {
        name,
        institution_id: typed.institution_id,
        zone: checked(&mut invalid, "zone", typed.zone.as_deref(), zone),
        language: checked(
            &mut invalid,
            "language",
            typed.language.as_deref(),
            language,
        ),
        orcid: checked(
            &mut invalid,
            "orcid",
            typed.orcid.as_deref(),
            identifiers::orcid,
        ),
    };
    let email = optional_address(&mut invalid, "email", typed.email.as_deref());
    let contact = optional_address(
        &mut invalid,
        "contact_email",
        typed.contact_email.as_deref(),
    );
    if invalid.is_empty() && fields.name.is_none() && email.is_none() && contact.is_none() {
        invalid.because("name", "reason-name-or-address");
    }
    invalid.none_or()?;
    let contact = contact.filter(|contact| {
        email
            .as_ref()
            .is_none_or(|email| !email.eq_ignore_ascii_case(contact))
    });
    Ok((fields, email, contact))
}

/// An address that may be missing; an empty one is.
pub fn optional_address(invalid: &mut Invalid, field: &str, typed: Option<&str>) -> Option<String> {
    checked(invalid, field, typed, |typed| {
        text::address(typed).ok_or(Reason::new("reason-address"))
    })
}

fn zone(typed: &str) -> Result<String, Reason> {
    match typed.parse::<Zone>() {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) if typed.trim().is_empty() => Err(Reason::new("reason-required")),
        Err(unknown) => Err(Reason::new("reason-zone").with("zone", text::line(&unknown.0))),
    }
}

fn language(typed: &str) -> Result<String, Reason> {
    match typed.trim().parse::<Language>() {
        Ok(language) => Ok(language.code().to_owned()),
        Err(_) => Err(Reason::new("reason-language")),
    }
}

fn kind(typed: &str) -> Result<InstitutionKind, Reason> {
    typed.trim().parse().map_err(|_| {
        let choices: Vec<_> = InstitutionKind::ALL
            .iter()
            .map(|kind| kind.word())
            .collect();
        Reason::new("reason-not-a-choice").with("choices", choices.join(", "))
    })
}

/// What `check` makes of a field that may be missing; what is blank is missing.
fn checked<T>(
    invalid: &mut Invalid,
    field: &str,
    typed: Option<&str>,
    check: impl Fn(&str) -> Result<T, Reason>,
) -> Option<T> {
    // Blanks alone are nothing; a line break is something, and for the check to refuse.
    let typed = typed.filter(|typed| !typed.trim_matches(' ').is_empty())?;
    invalid.take(field, check(typed))
}

fn short(invalid: &mut Invalid, field: &str, typed: Option<&str>) -> Option<String> {
    let cleaned = text::some(text::line(typed?))?;
    bounded(invalid, field, &cleaned, text::TITLE);
    Some(cleaned)
}

fn required(invalid: &mut Invalid, field: &str, cleaned: String) -> String {
    if cleaned.is_empty() {
        invalid.because(field, "reason-required");
    }
    bounded(invalid, field, &cleaned, text::TITLE);
    cleaned
}

fn bounded(invalid: &mut Invalid, field: &str, cleaned: &str, most: usize) {
    if cleaned.chars().count() > most {
        invalid.add(field, Reason::new("reason-too-long").with("max", most));
    }
}
