//! Someone who does something, and what they may do.

use std::collections::BTreeSet;

use crate::base::{audit::Author, ids::PersonId, language::Language, zone::Zone};

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
