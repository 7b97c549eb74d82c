//! Seats and who sits there: by which way an answer was taken, who came to the door, how many heads were counted.

use diesel::prelude::*;

use crate::base::{
    audit::Channel,
    clock::Instant,
    ids::{CheckInId, HeadcountId, PersonId, SeminarId},
    schema::{check_ins, headcounts},
};

crate::words! {
    /// By which way an answer was taken.
    Taken {
        /// On a page, by the person.
        Page = "page",
        /// By the API.
        Api = "api",
        /// By the link in a mail.
        Link = "link",
        /// By a calendar's reply.
        Calendar = "calendar",
        /// Entered by an organiser.
        Organiser = "organiser",
        /// By telephone; whoever took it entered it.
        Telephone = "telephone",
    }
}

impl Taken {
    /// The way of whoever came by `channel` themselves.
    pub const fn of(channel: Channel) -> Self {
        match channel {
            Channel::Page => Self::Page,
            Channel::Link => Self::Link,
            Channel::Calendar => Self::Calendar,
            Channel::Api | Channel::Command | Channel::Worker => Self::Api,
        }
    }
}

crate::words! {
    /// Where heads are counted.
    Counted {
        /// In the room.
        Room = "room",
        /// Online.
        Online = "online",
    }
}

/// Someone who came to the door.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = check_ins, check_for_backend(diesel::pg::Pg))]
pub struct CheckIn {
    /// Its id.
    pub id: CheckInId,
    /// To what they came.
    pub seminar_id: SeminarId,
    /// Who; none for a guest who is known by name alone.
    pub person_id: Option<PersonId>,
    /// What such a guest is called; empty once that is of no more use.
    pub guest: Option<String>,
    /// When.
    pub at: Instant,
    /// Who let them in.
    pub by_id: Option<PersonId>,
    /// How many came along with them.
    pub companions: i32,
}

/// Heads that were counted.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = headcounts, check_for_backend(diesel::pg::Pg))]
pub struct Headcount {
    /// Its id.
    pub id: HeadcountId,
    /// At what.
    pub seminar_id: SeminarId,
    /// Where.
    pub place: Counted,
    /// How many.
    pub heads: i32,
    /// When.
    pub at: Instant,
    /// Who counted.
    pub by_id: Option<PersonId>,
}
