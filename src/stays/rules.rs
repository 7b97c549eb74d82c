//! Who may see and do what with stays: pure decisions.
//!
//! | | visitor | host | front desk, administrators | other members |
//! |---|---|---|---|---|
//! | see all of it | yes | yes | yes | |
//! | see who comes, from where, when, as whose guest | | | | while it is firm and approved, invited, confirmed or here |
//! | enter and change | | for themselves | for anyone | |
//! | approve, refuse | | | yes | |
//! | invite, note arrival, departure and no-show | | yes | yes | |
//! | confirm, cancel | yes | yes | yes | |
//!
//! Assistants may do what those for whom they act may do. Whoever entered a stay keeps seeing it.

use super::{
    model::{Details, Stay},
    state::{StayAct, StayState, after},
};
use crate::{
    base::{
        error::{Reason, Refusal},
        ids::PersonId,
    },
    ical::write::Status,
    people::model::{Actor, Role},
    stays::model::Certainty,
};

/// How much of a stay someone sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Who comes, from where, when, as whose guest: no purpose, no reasons, no addresses.
    Brief,
    /// All of it.
    Full,
}

/// How much of `stay` `viewer` sees; `None`: they may not know of it. `queries::visible` says the same
/// to the database.
pub fn sight(viewer: &Actor, stay: &Stay) -> Option<Sight> {
    let concerned = viewer.has(Role::FrontDesk)
        || viewer.acts_as(stay.visitor_id)
        || viewer.acts_as(stay.host_id)
        || viewer.id == stay.entered_by;
    if concerned {
        Some(Sight::Full)
    } else if viewer.member && is_known(stay) {
        Some(Sight::Brief)
    } else {
        None
    }
}

/// Whether members who have nothing to do with a stay may know of it: those who come or are here, once that is settled.
pub fn is_known(stay: &Stay) -> bool {
    stay.certainty == Certainty::Firm && KNOWN.contains(&stay.state)
}

/// The states of stays of which members know.
pub const KNOWN: [StayState; 4] = [
    StayState::Approved,
    StayState::Invited,
    StayState::Confirmed,
    StayState::Arrived,
];

/// The stay as `sight` shows it.
#[must_use]
pub fn shown(mut details: Details, sight: Sight) -> Details {
    if sight == Sight::Brief {
        details.stay.purpose.clear();
        details.stay.topics.clear();
        details.stay.project_id = None;
        details.stay.state_reason = None;
        details.visitor.address = None;
        details.host.address = None;
    }
    details
}

/// Whether `actor` may enter a stay with `host` as host, or hand one over to them.
///
/// # Errors
/// Forbidden.
pub fn may_enter(actor: &Actor, host: PersonId) -> Result<(), Refusal> {
    if actor.has(Role::FrontDesk) || (actor.member && actor.acts_as(host)) {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-host"))
    }
}

/// Whether `actor` may enter stays at all: as host, for those whose assistant they are, or at the front desk.
///
/// # Errors
/// Forbidden.
pub fn may_enter_any(actor: &Actor) -> Result<(), Refusal> {
    may_enter(actor, actor.id)
}

/// Whether `actor` may change dates, desk, host and purpose of `stay`.
///
/// # Errors
/// Forbidden; a conflict where it has come to its end.
pub fn may_change(actor: &Actor, stay: &Stay) -> Result<(), Refusal> {
    if !(actor.has(Role::FrontDesk) || actor.acts_as(stay.host_id)) {
        return Err(Refusal::forbidden("refused-not-host"));
    }
    if stay.state.is_final() {
        return Err(not_in(stay.state));
    }
    Ok(())
}

/// Whether `actor` may do `act` with `stay`, and where that leads.
///
/// # Errors
/// Forbidden; a conflict that names the state where it cannot be done there.
pub fn may_step(actor: &Actor, stay: &Stay, act: StayAct) -> Result<StayState, Refusal> {
    let host = || actor.acts_as(stay.host_id);
    let visitor = || actor.acts_as(stay.visitor_id);
    let allowed = actor.has(Role::FrontDesk)
        || match act {
            StayAct::Approval | StayAct::Refusal => false,
            StayAct::Invitation | StayAct::Arrival | StayAct::Departure | StayAct::NoShow => host(),
            StayAct::Confirmation | StayAct::Cancellation => host() || visitor(),
        };
    if !allowed {
        return Err(match act {
            StayAct::Approval | StayAct::Refusal => Refusal::forbidden("refused-not-allowed"),
            _ => Refusal::forbidden("refused-not-host"),
        });
    }
    after(stay.state, act).ok_or_else(|| not_in(stay.state))
}

/// What `actor` can do with `stay` now, in the order in which it comes.
pub fn acts(actor: &Actor, stay: &Stay) -> Vec<StayAct> {
    StayAct::ALL
        .iter()
        .copied()
        .filter(|act| may_step(actor, stay, *act).is_ok())
        .collect()
}

/// How a stay stands in calendars, by mail and by feed (RFC 5545 section 3.8.1.11): it may take place until its visitor has
/// said that it does, and SEQUENCE rises with this word.
pub fn status(state: StayState, certainty: Certainty) -> Status {
    match state {
        StayState::Arrived | StayState::Departed => Status::Confirmed,
        StayState::Confirmed if certainty == Certainty::Firm => Status::Confirmed,
        state if state.is_off() => Status::Cancelled,
        _ => Status::Tentative,
    }
}

fn not_in(state: StayState) -> Refusal {
    Refusal::Conflict(Reason::new("refused-stay-state").with("state", state))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::{
        base::{audit::Author, clock::Instant, ids::StayId},
        people::model::Named,
    };

    const VISITOR: u128 = 1;
    const HOST: u128 = 2;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn actor(n: u128, roles: &[Role], acts_for: &[u128]) -> Actor {
        Actor {
            id: person(n),
            name: None,
            roles: roles.iter().copied().collect(),
            member: !roles.is_empty(),
            acts_for: acts_for.iter().map(|n| person(*n)).collect(),
            language: None,
            zone: None,
            author: Author::worker(),
        }
    }

    fn stay(state: StayState, certainty: Certainty) -> Stay {
        let day = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        Stay {
            id: StayId(Uuid::from_u128(9)),
            code: "k7m4xq".into(),
            uid: "9@hub.example".into(),
            visitor_id: person(VISITOR),
            host_id: person(HOST),
            entered_by: person(HOST),
            site_id: None,
            project_id: None,
            from_date: day,
            to_date: day,
            zone: "Asia/Seoul".into(),
            purpose: "joint work".into(),
            topics: vec!["logic".into()],
            certainty,
            state,
            state_at: Instant::UNIX_EPOCH,
            state_by: None,
            state_reason: Some("why".into()),
            revision: 1,
            sequence: 0,
            lock_version: 1,
            created_at: Instant::UNIX_EPOCH,
            modified_at: Instant::UNIX_EPOCH,
        }
    }

    #[test]
    fn who_may_do_what() {
        let visitor = actor(VISITOR, &[], &[]);
        let visitors_office = actor(5, &[], &[VISITOR]);
        let host = actor(HOST, &[Role::Member], &[]);
        let assistant = actor(3, &[Role::Member], &[HOST]);
        let desk = actor(6, &[Role::FrontDesk], &[]);
        let administrator = actor(7, &[Role::Administrator], &[]);
        let member = actor(4, &[Role::Member], &[]);
        let who = |state, act| -> Vec<&str> {
            let stay = stay(state, Certainty::Firm);
            [
                ("visitor", &visitor),
                ("office", &visitors_office),
                ("host", &host),
                ("assistant", &assistant),
                ("desk", &desk),
                ("administrator", &administrator),
                ("member", &member),
            ]
            .into_iter()
            .filter(|(_, actor)| may_step(actor, &stay, act).is_ok())
            .map(|(name, _)| name)
            .collect()
        };
        let desks = ["desk", "administrator"];
        let hosts = ["host", "assistant", "desk", "administrator"];
        let all = [
            "visitor",
            "office",
            "host",
            "assistant",
            "desk",
            "administrator",
        ];
        assert_eq!(who(StayState::Proposed, StayAct::Approval), desks);
        assert_eq!(who(StayState::Proposed, StayAct::Refusal), desks);
        assert_eq!(who(StayState::Approved, StayAct::Invitation), hosts);
        assert_eq!(who(StayState::Invited, StayAct::Confirmation), all);
        assert_eq!(who(StayState::Confirmed, StayAct::Arrival), hosts);
        assert_eq!(who(StayState::Arrived, StayAct::Departure), hosts);
        assert_eq!(who(StayState::Approved, StayAct::NoShow), hosts);
        assert_eq!(who(StayState::Arrived, StayAct::Cancellation), all);
        assert_eq!(
            who(StayState::Departed, StayAct::Cancellation),
            Vec::<&str>::new()
        );
        assert_eq!(
            acts(&desk, &stay(StayState::Proposed, Certainty::Firm)),
            [StayAct::Approval, StayAct::Refusal, StayAct::Cancellation]
        );
    }

    #[test]
    fn hosts_enter_for_themselves_and_the_front_desk_for_anyone() {
        let may = |actor: Actor| may_enter(&actor, person(HOST)).is_ok();
        assert!(may(actor(HOST, &[Role::Member], &[])));
        assert!(may(actor(3, &[Role::Member], &[HOST])));
        assert!(may(actor(6, &[Role::FrontDesk], &[])));
        assert!(may(actor(7, &[Role::Administrator], &[])));
        assert!(!may(actor(4, &[Role::Member], &[])));
        assert!(!may(actor(6, &[Role::RoomKeeper], &[])));
        // A guest is no host, whatever they say.
        assert!(!may(actor(HOST, &[], &[])));
    }

    #[test]
    fn members_know_who_is_here_and_comes_for_sure() {
        let member = actor(4, &[Role::Member], &[]);
        let known: Vec<&str> = StayState::ALL
            .iter()
            .filter(|state| sight(&member, &stay(**state, Certainty::Firm)).is_some())
            .map(|state| state.word())
            .collect();
        assert_eq!(known, ["approved", "invited", "confirmed", "arrived"]);
        let tentative = stay(StayState::Approved, Certainty::Tentative);
        assert_eq!(sight(&member, &tentative), None);
        let firm = stay(StayState::Approved, Certainty::Firm);
        assert_eq!(sight(&actor(4, &[], &[]), &firm), None);
        for concerned in [
            actor(VISITOR, &[], &[]),
            actor(5, &[], &[VISITOR]),
            actor(3, &[], &[HOST]),
            actor(6, &[Role::FrontDesk], &[]),
        ] {
            assert_eq!(sight(&concerned, &tentative), Some(Sight::Full));
        }
    }

    #[test]
    fn what_is_not_for_everyone_is_left_out() {
        let named = |n, address: Option<&str>| Named {
            id: person(n),
            name: None,
            address: address.map(str::to_owned),
        };
        let full = Details {
            stay: stay(StayState::Approved, Certainty::Firm),
            visitor: named(VISITOR, Some("visitor@partner.example")),
            institution: None,
            host: named(HOST, Some("host@hub.example")),
            site: None,
            desk: None,
        };
        let brief = shown(full.clone(), Sight::Brief);
        assert_eq!(shown(full.clone(), Sight::Full), full);
        let mut expected = full;
        expected.stay.purpose = String::new();
        expected.stay.topics = Vec::new();
        expected.stay.state_reason = None;
        expected.visitor.address = None;
        expected.host.address = None;
        assert_eq!(brief, expected);
    }
}
