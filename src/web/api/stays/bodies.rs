//! What is sent to enter a stay and to change one.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    base::{
        error::Refusal,
        ids::{InstitutionId, PersonId, ProjectId, RoomId, SiteId},
    },
    stays::actions::{self, NewStay, Visitor},
    web::api::{Change, IfMatch},
};

/// A stay to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStay, example = json!({
    "visitor": {"name": "Marie Sample", "email": "marie@sample.example"},
    "host_id": "01938f2e-7a10-7c41-9d0e-5b7d3c1f0a23", "from": "2026-12-01", "to": "2026-12-18",
    "purpose": "Joint work on scaling laws", "topics": ["Scaling"],
}))]
pub struct New {
    /// Who comes.
    visitor: Who,
    /// Whose guest they are.
    host_id: PersonId,
    /// The first day, in the zone of the site.
    from: NaiveDate,
    /// The last day, inclusive. At most five years.
    to: NaiveDate,
    /// Where; the desk's site goes before it. Without both, the hub's only site, where it has one.
    site_id: Option<SiteId>,
    /// The project under which it is counted.
    project_id: Option<ProjectId>,
    /// What for.
    #[schema(max_length = 50_000)]
    purpose: Option<String>,
    /// What it is about, at most 20 topics.
    #[serde(default)]
    #[schema(max_items = 20)]
    topics: Vec<String>,
    /// The desk: it is held as soon as the stay is proposed.
    desk_id: Option<RoomId>,
    /// Whether the dates may still move; members who have nothing to do with the stay do not see it then.
    #[serde(default)]
    tentative: bool,
}

/// Who comes: `{person_id}`, or `{name, email?, institution_id?}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewVisitor)]
pub struct Who {
    /// A person who is known.
    person_id: Option<PersonId>,
    /// The name of someone who is new; needed without `person_id`.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Their address. Whoever signs in by it, or whose alone it is, is who comes.
    #[schema(format = Email)]
    email: Option<String>,
    /// Where they come from, for someone who is new.
    institution_id: Option<InstitutionId>,
}

/// What is to be otherwise about a stay; what is absent stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StayChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another host.
    host_id: Option<PersonId>,
    /// Another first day.
    from: Option<NaiveDate>,
    /// Another last day, inclusive.
    to: Option<NaiveDate>,
    /// Another site.
    #[serde(default)]
    #[schema(value_type = Option<SiteId>)]
    site_id: Change<SiteId>,
    /// Another project.
    #[serde(default)]
    #[schema(value_type = Option<ProjectId>)]
    project_id: Change<ProjectId>,
    /// Another purpose.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    purpose: Change<String>,
    /// Other topics, all of them.
    #[schema(max_items = 20)]
    topics: Option<Vec<String>>,
    /// Another desk.
    #[serde(default)]
    #[schema(value_type = Option<RoomId>)]
    desk_id: Change<RoomId>,
    /// Whether the dates may still move.
    tentative: Option<bool>,
    /// Why it is changed: told with the change.
    reason: Option<String>,
}

impl New {
    /// What is to be entered.
    pub(super) fn stay(self) -> Result<NewStay, Refusal> {
        Ok(NewStay {
            visitor: self.visitor.visitor()?,
            host: self.host_id,
            from: self.from,
            to: self.to,
            site: self.site_id,
            project: self.project_id,
            purpose: self.purpose.unwrap_or_default(),
            topics: self.topics,
            desk: self.desk_id,
            tentative: self.tentative,
        })
    }
}

impl Who {
    fn visitor(self) -> Result<Visitor, Refusal> {
        match self {
            Self {
                person_id: Some(person),
                name: None,
                email: None,
                institution_id: None,
            } => Ok(Visitor::Person(person)),
            Self {
                person_id: None,
                name,
                email,
                institution_id,
            } => Ok(Visitor::New {
                name: name.unwrap_or_default(),
                email,
                institution: institution_id,
            }),
            _ => Err(Refusal::invalid("visitor", "reason-either-visitor")),
        }
    }
}

impl Edit {
    /// What is to be changed.
    pub(super) fn change(self, if_match: IfMatch) -> actions::Change {
        actions::Change {
            host: self.host_id,
            from: self.from,
            to: self.to,
            site: self.site_id.option(),
            project: self.project_id.option(),
            purpose: self.purpose.option().map(Option::unwrap_or_default),
            topics: self.topics,
            desk: self.desk_id.option(),
            tentative: self.tentative,
            reason: self.reason,
            lock_version: if_match.or(self.lock_version),
        }
    }
}
