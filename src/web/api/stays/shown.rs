//! What is answered about a stay.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    base::{
        clock::Instant,
        ids::{InstitutionId, PersonId, ProjectId, RoomId, SiteId, StayId},
    },
    stays::{
        model::{Certainty, Details, Step},
        queries::Seen,
        rules::{self, Sight},
        state::StayState,
    },
    web::actor::ApiActor,
};

/// A stay. What it is for and about, its project, and who entered it, are `null` for those whom it does not concern.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stay)]
pub struct Shown {
    /// Its id.
    id: StayId,
    /// Its short code, in the addresses of pages.
    code: String,
    /// Where it stands.
    state: StayState,
    /// Since when.
    #[schema(value_type = DateTime)]
    state_at: Instant,
    /// Who comes.
    visitor: VisitorShown,
    /// Whose guest they are.
    host_id: PersonId,
    /// Their name, where it is known.
    host: Option<String>,
    /// The first day, in `zone`.
    from: NaiveDate,
    /// The last day, inclusive, in `zone`.
    to: NaiveDate,
    /// The IANA zone of the site, or the hub's.
    zone: String,
    /// Where.
    site_id: Option<SiteId>,
    /// The name of the site.
    site: Option<String>,
    /// The desk that is held.
    desk_id: Option<RoomId>,
    /// The name of the desk.
    desk: Option<String>,
    /// Whether the dates may still move.
    tentative: bool,
    /// The project under which it is counted.
    project_id: Option<ProjectId>,
    /// What for.
    purpose: Option<String>,
    /// What it is about.
    topics: Option<Vec<String>>,
    /// Why it stands where it does, in the words of whoever brought it there.
    reason: Option<String>,
    /// Who entered it.
    entered_by: Option<PersonId>,
    /// Rises with every change that people can see.
    revision: i32,
    /// Rises when dates, place or state change (RFC 5546).
    sequence: i32,
    /// Its version; also its `ETag`.
    lock_version: i32,
    /// The steps that it took; there where one stay is read, by those whom it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    steps: Option<Vec<StepShown>>,
}

/// Who comes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Visitor)]
pub struct VisitorShown {
    /// Who.
    person_id: PersonId,
    /// Their name, where it is known.
    name: Option<String>,
    /// Where they come from.
    institution_id: Option<InstitutionId>,
    /// The name of that institution.
    institution: Option<String>,
}

/// A step that a stay took.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StayStep)]
pub struct StepShown {
    /// To which state.
    state: StayState,
    /// When.
    #[schema(value_type = DateTime)]
    at: Instant,
    /// By whom, where it was a person who is still known.
    by: Option<PersonId>,
    /// Why, in their words.
    reason: Option<String>,
}

impl From<Seen> for Shown {
    fn from(seen: Seen) -> Self {
        let full = seen.sight == Sight::Full;
        let Details {
            stay,
            visitor,
            institution,
            host,
            site,
            desk,
        } = seen.details;
        let (institution_id, institution) =
            institution.map_or((None, None), |home| (Some(home.id), Some(home.name)));
        let (desk_id, desk) =
            desk.map_or((None, None), |desk| (Some(desk.room_id), Some(desk.name)));
        Self {
            id: stay.id,
            code: stay.code,
            state: stay.state,
            state_at: stay.state_at,
            visitor: VisitorShown {
                person_id: visitor.id,
                name: visitor.name,
                institution_id,
                institution,
            },
            host_id: host.id,
            host: host.name,
            from: stay.from_date,
            to: stay.to_date,
            zone: stay.zone,
            site_id: stay.site_id,
            site,
            desk_id,
            desk,
            tentative: stay.certainty == Certainty::Tentative,
            project_id: stay.project_id,
            purpose: full.then_some(stay.purpose),
            topics: full.then_some(stay.topics),
            reason: stay.state_reason,
            entered_by: full.then_some(stay.entered_by),
            revision: stay.revision,
            sequence: stay.sequence,
            lock_version: stay.lock_version,
            steps: None,
        }
    }
}

impl Shown {
    /// What whoever wrote it is answered.
    pub(super) fn written(api: &ApiActor, details: Details) -> Self {
        // Who has handed a stay over may know of it no more.
        let sight = rules::sight(&api.actor, &details.stay).unwrap_or(Sight::Brief);
        let details = rules::shown(details, sight);
        Self::from(Seen { details, sight })
    }

    /// The same with the steps that it took.
    pub(super) fn with_steps(mut self, steps: Vec<Step>) -> Self {
        self.steps = Some(steps.into_iter().map(StepShown::from).collect());
        self
    }
}

impl From<Step> for StepShown {
    fn from(step: Step) -> Self {
        Self {
            state: step.state,
            at: step.at,
            by: step.by.map(|by| by.id),
            reason: step.reason,
        }
    }
}
