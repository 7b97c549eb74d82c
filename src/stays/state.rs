//! Where a stay stands, and how it gets on from there.
//!
//! ```text
//! proposed → approved → invited → confirmed → arrived → departed
//!     └→ refused
//! anything before departed → cancelled        approved, invited, confirmed → no_show
//! ```

crate::words! {
    /// Where a stay stands.
    StayState {
        /// Entered, not decided; its desk is held.
        Proposed = "proposed",
        /// The hub agrees.
        Approved = "approved",
        /// The hub does not agree.
        Refused = "refused",
        /// The visitor has the invitation.
        Invited = "invited",
        /// The visitor says that they come.
        Confirmed = "confirmed",
        /// The visitor is here.
        Arrived = "arrived",
        /// The visitor has left.
        Departed = "departed",
        /// It does not take place.
        Cancelled = "cancelled",
        /// The visitor did not come.
        NoShow = "no_show",
    }
}

crate::words! {
    /// What can be done with a stay; the words are those of the addresses.
    StayAct {
        /// The hub agrees.
        Approval = "approval",
        /// The hub does not agree.
        Refusal = "refusal",
        /// The visitor gets the invitation.
        Invitation = "invitation",
        /// The visitor says that they come.
        Confirmation = "confirmation",
        /// The visitor is here.
        Arrival = "arrival",
        /// The visitor has left.
        Departure = "departure",
        /// It will not take place.
        Cancellation = "cancellation",
        /// The visitor did not come.
        NoShow = "no-show",
    }
}

impl StayAct {
    /// Whether it calls the stay off: such an act stands apart and asks for a reason.
    pub fn calls_off(self) -> bool {
        matches!(self, Self::Refusal | Self::Cancellation | Self::NoShow)
    }
}

/// Where `act` leads from `state`; `None` where it cannot be done there.
pub fn after(state: StayState, act: StayAct) -> Option<StayState> {
    use StayState::{
        Approved, Arrived, Cancelled, Confirmed, Departed, Invited, NoShow, Proposed, Refused,
    };
    match (state, act) {
        (Proposed, StayAct::Approval) => Some(Approved),
        (Proposed, StayAct::Refusal) => Some(Refused),
        (Approved, StayAct::Invitation) => Some(Invited),
        (Invited, StayAct::Confirmation) => Some(Confirmed),
        (Confirmed, StayAct::Arrival) => Some(Arrived),
        (Arrived, StayAct::Departure) => Some(Departed),
        (Proposed | Approved | Invited | Confirmed | Arrived, StayAct::Cancellation) => {
            Some(Cancelled)
        }
        (Approved | Invited | Confirmed, StayAct::NoShow) => Some(NoShow),
        _ => None,
    }
}

impl StayState {
    /// Whether nothing follows.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Refused | Self::Departed | Self::Cancelled | Self::NoShow
        )
    }

    /// Whether it does not take place, or did not.
    pub fn is_off(self) -> bool {
        matches!(self, Self::Refused | Self::Cancelled | Self::NoShow)
    }

    /// Whether the hub has agreed and it takes place, or did: the visitor's zone follows it, and its desk is firm.
    pub fn stands(self) -> bool {
        matches!(
            self,
            Self::Approved | Self::Invited | Self::Confirmed | Self::Arrived | Self::Departed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_in_every_state() {
        let table: Vec<String> = StayState::ALL
            .iter()
            .map(|state| {
                let leads: Vec<&str> = StayAct::ALL
                    .iter()
                    .map(|act| after(*state, *act).map_or("–", StayState::word))
                    .collect();
                format!("{state}: {}", leads.join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "proposed: approved refused – – – – cancelled –",
                "approved: – – invited – – – cancelled no_show",
                "refused: – – – – – – – –",
                "invited: – – – confirmed – – cancelled no_show",
                "confirmed: – – – – arrived – cancelled no_show",
                "arrived: – – – – – departed cancelled –",
                "departed: – – – – – – – –",
                "cancelled: – – – – – – – –",
                "no_show: – – – – – – – –",
            ]
        );
    }

    #[test]
    fn what_is_final_leads_nowhere() {
        for state in StayState::ALL {
            let leads = StayAct::ALL.iter().any(|act| after(*state, *act).is_some());
            assert_eq!(state.is_final(), !leads, "{state}");
            assert!(!(state.is_off() && state.stands()), "{state}");
        }
    }
}
