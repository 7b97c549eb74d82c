//! Who comes in by the living link, and when.

use chrono::Duration;

use crate::{
    base::clock::Instant,
    seminars::model::{Details, JoinFor, SeminarState, SpeakerAnswer},
};

/// For how long after its end a seminar can still be come into: it may run over.
pub const GRACE: Duration = Duration::minutes(15);

/// What matters at the door of someone who may know of a seminar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Caller {
    /// Organises it, or has said that they will speak: lets the others in.
    pub lets_in: bool,
    /// Is asked to speak, and has not said no.
    pub speaks: bool,
    /// Belongs to the hub.
    pub member: bool,
    /// Is invited by name.
    pub named: bool,
    /// Has said yes, and has a place.
    pub said_yes: bool,
}

/// How someone comes to the living link of a seminar of which they may know. The first of several ways counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guest {
    /// Lets the others in.
    Early,
    /// Is one of those for whom it opens.
    Welcome,
    /// Is none of them.
    Outside,
    /// Has a link that a later invitation has replaced.
    Former,
}

/// What a living link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// It leads in.
    Open,
    /// It will, from then on.
    Opens(Instant),
    /// It does not for this guest.
    NotForYou,
    /// There is nothing to lead to: it is over, or does not take place then.
    Over,
}

/// How `caller` comes to a link that opens `join_for` some. Who takes part in it comes in whatever the rung.
pub fn guest(join_for: JoinFor, caller: Caller) -> Guest {
    if caller.lets_in {
        return Guest::Early;
    }
    let welcome = match join_for {
        JoinFor::Open => true,
        JoinFor::Members => caller.member || caller.named,
        JoinFor::Yes => caller.said_yes,
        JoinFor::Named => caller.named,
    };
    match welcome || caller.speaks {
        true => Guest::Welcome,
        false => Guest::Outside,
    }
}

/// Where a seminar takes place online, for a speaker who gave this answer: from their yes on, until it is over.
pub fn address_for(details: &Details, answer: SpeakerAnswer, now: Instant) -> Option<String> {
    let seminar = &details.seminar;
    let leads_in = door(details, Guest::Early, now) == Door::Open;
    let address = seminar.join_url.clone();
    address.filter(|_| leads_in && answer == SpeakerAnswer::Accepted)
}

/// When the living link opens for those who do not let the others in.
pub fn opens_at(details: &Details) -> Instant {
    let before = Duration::minutes(details.entrance.join_minutes.into());
    details.seminar.starts_at - before
}

/// What the living link does for `guest` at `now`: it opens some minutes before the start, for those who let the others in at
/// once, and is closed [`GRACE`] after the end.
pub fn door(details: &Details, guest: Guest, now: Instant) -> Door {
    let seminar = &details.seminar;
    let stopped = matches!(
        seminar.state,
        SeminarState::Cancelled | SeminarState::Postponed
    );
    let opens = opens_at(details);
    match guest {
        // By then they may be none of those who may know of it any more.
        Guest::Former => Door::NotForYou,
        _ if stopped || seminar.ends_at + GRACE <= now => Door::Over,
        Guest::Outside => Door::NotForYou,
        Guest::Early => Door::Open,
        Guest::Welcome if opens <= now => Door::Open,
        Guest::Welcome => Door::Opens(opens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rung_lets_in_those_whom_it_names_and_whoever_takes_part() {
        use Guest::{Early, Outside, Welcome};
        let nobody = Caller::default();
        let callers = [
            nobody,
            Caller {
                member: true,
                ..nobody
            },
            Caller {
                named: true,
                ..nobody
            },
            // By the open page: not invited by name.
            Caller {
                said_yes: true,
                ..nobody
            },
            Caller {
                speaks: true,
                ..nobody
            },
            Caller {
                lets_in: true,
                ..nobody
            },
        ];
        let ways = |join_for| callers.map(|caller| guest(join_for, caller));
        assert_eq!(
            JoinFor::ALL
                .iter()
                .map(|rung| ways(*rung))
                .collect::<Vec<_>>(),
            [
                [Welcome, Welcome, Welcome, Welcome, Welcome, Early],
                [Outside, Welcome, Welcome, Outside, Welcome, Early],
                [Outside, Outside, Outside, Welcome, Welcome, Early],
                [Outside, Outside, Welcome, Outside, Welcome, Early],
            ]
        );
    }
}
