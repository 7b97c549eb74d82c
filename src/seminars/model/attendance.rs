//! Who is invited, and what they answer.

use diesel::prelude::*;

use super::Party;
use crate::base::{
    clock::Instant,
    ids::{PersonId, SeminarId},
    schema::attendances,
};

crate::words! {
    /// A person's answer to a seminar.
    Answer {
        /// Will come.
        Yes = "yes",
        /// Will not come.
        No = "no",
        /// May come.
        Maybe = "maybe",
        /// Would come, and stands on the waiting list.
        Waiting = "waiting",
    }
}

/// Someone who is invited, or answered unasked.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = attendances, check_for_backend(diesel::pg::Pg))]
pub struct Attendance {
    /// To what.
    pub seminar_id: SeminarId,
    /// Who.
    pub person_id: PersonId,
    /// How often they were invited; links of an older invitation no longer work.
    pub invitation_no: i32,
    /// When they were last invited.
    pub invited_at: Option<Instant>,
    /// By whom.
    pub invited_by: Option<PersonId>,
    /// At which address.
    pub address: Option<String>,
    /// What they answered.
    pub answer: Option<Answer>,
    /// When.
    pub answered_at: Option<Instant>,
    /// Who answered, where that was someone else.
    pub answered_by: Option<PersonId>,
    /// By which way.
    pub channel: Option<String>,
    /// The SEQUENCE of the calendar's reply by which they answered.
    pub reply_sequence: Option<i32>,
    /// Its DTSTAMP, but never later than its arrival.
    pub reply_stamp: Option<Instant>,
    /// Whether nobody vouches that the answer is from them.
    pub unverified: bool,
    /// Where they wait for a place: the number under which, the lowest first.
    pub waiting_no: Option<i32>,
    /// How many come along with them.
    pub companions: i32,
    /// What those are called, as far as it was said.
    pub companion_names: Vec<String>,
}

impl Attendance {
    /// Who comes along.
    pub fn party(&self) -> Party {
        Party {
            companions: self.companions,
            names: self.companion_names.clone(),
        }
    }
}
