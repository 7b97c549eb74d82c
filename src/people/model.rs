//! Types of people, institutions and roles.

mod actor;
mod addressed;

use std::collections::BTreeSet;

use diesel::prelude::*;
use uuid::Uuid;

use crate::base::{
    clock::Instant,
    ids::{InstitutionId, PersonId, ProjectId},
    language::Language,
    schema::{addresses, institutions, people, projects},
    zone::Zone,
};

pub use actor::{Actor, Role};
pub use addressed::{FormOfAddress, Office, Recipient, greeting, titled};

crate::words! {
    /// How an institution stands to the hub.
    InstitutionKind {
        /// Its people are members of the hub.
        Member = "member",
        /// It works with the hub.
        Partner = "partner",
        /// Neither.
        Other = "other",
    }
}

crate::words! {
    /// What an address is for.
    AddressPurpose {
        /// For signing in, and for mail; nobody else's.
        SignIn = "sign_in",
        /// For mail alone; it may serve several people.
        Contact = "contact",
    }
}

/// A university or institute.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, serde::Serialize, utoipa::ToSchema,
)]
#[diesel(table_name = institutions, check_for_backend(diesel::pg::Pg))]
pub struct Institution {
    /// Its id.
    pub id: InstitutionId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2; none for an international organisation.
    pub country: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The zone it lies in.
    pub zone: String,
    /// How it stands to the hub.
    pub kind: InstitutionKind,
    /// University, public institute, company: in the hub's own words.
    pub sector: Option<String>,
    /// Its id in the Research Organization Registry, nine characters.
    pub ror: Option<String>,
    /// Its version: for stale forms, and its `ETag` in the API.
    pub lock_version: i32,
    /// When it was entered.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
}

/// A research project or theme under which seminars and stays are counted.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, serde::Serialize, utoipa::ToSchema,
)]
#[diesel(table_name = projects, check_for_backend(diesel::pg::Pg))]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Its version: for stale forms, and its `ETag` in the API.
    pub lock_version: i32,
    /// When it was entered.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
}

/// Anyone Maru knows.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, serde::Serialize)]
#[diesel(table_name = people, check_for_backend(diesel::pg::Pg))]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// Where they belong.
    pub institution_id: Option<InstitutionId>,
    /// The zone they chose.
    pub zone: Option<String>,
    /// The language they chose, `en` or `ko`.
    pub language: Option<String>,
    /// Their ORCID iD, with hyphens.
    pub orcid: Option<String>,
    /// For stale forms.
    pub lock_version: i32,
    /// When they were entered.
    pub created_at: Instant,
    /// When they were last changed.
    pub modified_at: Instant,
}

/// An address of a person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, serde::Serialize)]
#[diesel(table_name = addresses, check_for_backend(diesel::pg::Pg))]
pub struct Address {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: PersonId,
    /// As it was typed.
    pub address: String,
    /// What it is for.
    pub purpose: AddressPurpose,
    /// Since when.
    pub created_at: Instant,
    /// Of an office that answers for them: what it is called. It is no contact that anyone but those who name it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
}

/// A person with what belongs to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The person.
    pub person: Person,
    /// Their addresses: those for signing in first, older ones before newer ones.
    pub addresses: Vec<Address>,
    /// Their roles in the hub.
    pub roles: BTreeSet<Role>,
    /// Those who act for them, in order of their names.
    pub assistants: Vec<Named>,
    /// Those for whom they act, in order of their names.
    pub acts_for: Vec<Named>,
}

/// Just enough of a person to name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Who it is.
    pub id: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// Where they are told, if anywhere: for signing in first, else the oldest.
    pub address: Option<String>,
}

impl Person {
    /// The zone they chose.
    pub fn zone(&self) -> Option<Zone> {
        self.zone.as_deref()?.parse().ok()
    }

    /// The language they chose.
    pub fn language(&self) -> Option<Language> {
        self.language.as_deref()?.parse().ok()
    }
}

impl Institution {
    /// The zone it lies in; UTC should the database hold a name that the zone database no longer has.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }
}

impl Profile {
    /// The first address with this purpose, offices aside: `email` and `contact_email` in the API.
    pub fn address(&self, purpose: AddressPurpose) -> Option<&Address> {
        self.addresses
            .iter()
            .find(|address| address.purpose == purpose && address.office.is_none())
    }

    /// Just enough to name them.
    pub fn named(&self) -> Named {
        Named {
            id: self.person.id,
            name: self.person.name.clone(),
            address: self.addresses.first().map(|first| first.address.clone()),
        }
    }
}

impl Named {
    /// Their name; where none is known, their address. For readers who may see addresses, never for the public.
    pub fn called(&self) -> &str {
        let known = self.name.as_deref().or(self.address.as_deref());
        known.unwrap_or_default()
    }
}
