//! Types of people, institutions and roles.

use std::collections::BTreeSet;

use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    base::{
        audit::Author,
        clock::Instant,
        hub::Hub,
        ids::{InstitutionId, PersonId, ProjectId},
        language::Language,
        schema::{addresses, institutions, people, projects},
        zone::Zone,
    },
    mail::{preferences::links, render::Frame},
};

crate::words! {
    /// What a person may do in the whole hub. Organisers are named with their series, hosts with their stays.
    Role {
        /// Sees what is for members, books rooms.
        Member = "member",
        /// Decides over every room; the keeper of one room is named with it.
        RoomKeeper = "room_keeper",
        /// Receives visitors: sees every stay and booking, enters and moves them.
        FrontDesk = "front_desk",
        /// May do everything.
        Administrator = "administrator",
    }
}

/// Someone who does something: the person, what they may do, and how they came.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who it is.
    pub id: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// Their roles in the hub.
    pub roles: BTreeSet<Role>,
    /// Whether they belong to the hub: by role, or through an institution that is a member.
    pub member: bool,
    /// Those whose assistant they are.
    pub acts_for: Vec<PersonId>,
    /// Their language, where they chose one.
    pub language: Option<Language>,
    /// Their zone, where they chose one.
    pub zone: Option<Zone>,
    /// What the audit trail says of them.
    pub author: Author,
}

impl Actor {
    /// Someone who is not known yet and may do nothing; what they ask for is written down under `author`.
    pub fn nobody(author: Author) -> Self {
        Self {
            id: PersonId(uuid::Uuid::nil()),
            name: None,
            roles: BTreeSet::new(),
            member: false,
            acts_for: Vec::new(),
            language: None,
            zone: None,
            author,
        }
    }

    /// Maru itself, which may do nothing that needs a right and answers for what comes round by itself.
    pub fn maru() -> Self {
        Self::nobody(Author::worker())
    }

    /// Who it is, where it is somebody.
    pub fn person(&self) -> Option<PersonId> {
        (!self.id.0.is_nil()).then_some(self.id)
    }

    /// Whether they have `role`, or may do everything.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role) || self.roles.contains(&Role::Administrator)
    }

    /// Whether they may do everything.
    pub fn is_administrator(&self) -> bool {
        self.roles.contains(&Role::Administrator)
    }

    /// Whether they may act as `person`: themselves, or someone whose assistant they are.
    pub fn acts_as(&self, person: PersonId) -> bool {
        self.id == person || self.acts_for.contains(&person)
    }
}

/// A recipient: a person at an address, with the language and zone in which they read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Who it is.
    pub person: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// Where they are told.
    pub address: String,
    /// Theirs, or the hub's.
    pub language: Language,
    /// Where they are at the time (a stay moves it), or their own, or the hub's.
    pub zone: Zone,
    /// The generation of the links to what they chose to be told.
    pub generation: i32,
    /// `Prof.`, `장관님`: written with the name; empty for none.
    pub title: String,
    /// How a mail to them begins, whole; empty: as any does.
    pub salutation: String,
    /// The office that answers for them and reads at this address, as it is called; `None` where they read themselves.
    pub office: Option<String>,
}

impl Recipient {
    /// How they are told: what every mail to them has in common. In its foot they choose what they are told.
    pub fn frame(&self, hub: &Hub) -> Frame {
        Frame {
            language: self.language,
            zone: self.zone,
            reader: self.name.clone(),
            greeting: greeting(
                self.language,
                self.name.as_deref(),
                &self.title,
                &self.salutation,
            ),
            hub: hub.name.clone(),
            home: hub.public_url.clone(),
            preferences: Some(links::page(hub, self.person, self.generation)),
            unsubscribe: None,
        }
    }
}

/// How someone is addressed in mails, and who reads those for them.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Prof.", "salutation": "", "office": {"name": "Office of the President", "email": "office@sample.example"},
}))]
pub struct FormOfAddress {
    /// `Prof.`, `Dr.`, `장관님`: written with the name; empty for none.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub title: String,
    /// How a mail to them begins, whole; empty: as any does.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub salutation: String,
    /// The office that answers for them; none: they read themselves.
    pub office: Option<Office>,
}

/// An office that answers for someone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// As it is called; empty for no name of its own.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub name: String,
    /// Its address, which may serve others too.
    #[schema(format = Email)]
    pub email: String,
}

/// How someone is addressed who is addressed otherwise than by their name: as they wish, or by title and name.
pub fn greeting(
    language: Language,
    name: Option<&str>,
    title: &str,
    salutation: &str,
) -> Option<String> {
    if !salutation.is_empty() {
        let ends = salutation.ends_with([',', '.', '!', ':', '，', '。', '！', '：']);
        return Some(match ends {
            true => salutation.to_owned(),
            false => format!("{salutation},"),
        });
    }
    if title.is_empty() {
        return None;
    }
    let called = titled(name?, title);
    let key = match called.ends_with('님') {
        true => "mail-hello-honoured",
        false => "mail-hello",
    };
    Some(language.with(key, &[("name", called.into())]))
}

/// A name with its title: before it, or behind it where that is Korean.
pub fn titled(name: &str, title: &str) -> String {
    let is_korean = |letter: char| matches!(letter, '가'..='힣');
    match (title.is_empty(), title.chars().any(is_korean)) {
        (true, _) => name.to_owned(),
        (false, true) => format!("{name} {title}"),
        (false, false) => format!("{title} {name}"),
    }
}

impl Recipient {
    /// The name with the title, where both are known.
    pub fn titled(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        Some(titled(name, &self.title))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_addressed_by_title_and_salutation() {
        let en = |name, title, salutation| greeting(Language::En, name, title, salutation);
        let ko = |name, title, salutation| greeting(Language::Ko, name, title, salutation);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(en(Some("Marie Sample"), "", ""), None);
        assert_eq!(
            en(Some("Marie Sample"), "Prof.", ""),
            some("Dear Prof. Marie Sample,")
        );
        assert_eq!(en(None, "Prof.", ""), None);
        assert_eq!(en(None, "", "Your Excellency"), some("Your Excellency,"));
        assert_eq!(
            ko(Some("홍길동"), "장관님", ""),
            some("홍길동 장관님, 안녕하십니까.")
        );
        assert_eq!(
            ko(Some("홍길동"), "교수", ""),
            some("홍길동 교수 님, 안녕하십니까.")
        );
        assert_eq!(
            ko(Some("홍길동"), "장관님", "존경하는 장관님께,"),
            some("존경하는 장관님께,")
        );
    }
}
