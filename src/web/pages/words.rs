//! The hub's words as pages use them: states, kinds and answers that a page shows or branches on.

use crate::words;

words! {
    /// What a seminar is.
    SeminarKind {
        /// One or more talks.
        Seminar = "seminar",
        /// A day or more of work together.
        Workshop = "workshop",
        /// A lecture.
        Lecture = "lecture",
        /// An opening, a signing, a prize.
        Ceremony = "ceremony",
        /// A tour of the house.
        Tour = "tour",
    }
}

words! {
    /// Where a seminar stands.
    SeminarState {
        /// Seen by its organisers alone.
        Draft = "draft",
        /// It will take place.
        Announced = "announced",
        /// It will take place at another time, not yet known.
        Postponed = "postponed",
        /// It will not take place.
        Cancelled = "cancelled",
    }
}

words! {
    /// Who may see a seminar.
    Visibility {
        /// Everyone.
        Public = "public",
        /// Whoever is signed in.
        Members = "members",
        /// Those invited.
        Invited = "invited",
    }
}

words! {
    /// What a person answered to a seminar.
    Answer {
        /// Comes.
        Yes = "yes",
        /// May come.
        Maybe = "maybe",
        /// Does not come.
        No = "no",
        /// Would come, waits for a place.
        Waiting = "waiting",
    }
}

words! {
    /// What a person does in a seminar.
    SpeakerRole {
        /// Speaks.
        Speaker = "speaker",
        /// Sits on a panel.
        Panellist = "panellist",
        /// Leads through it.
        Moderator = "moderator",
        /// Receives the speaker.
        Host = "host",
    }
}

words! {
    /// What a speaker answered to the organisers.
    SpeakerAnswer {
        /// Not answered yet.
        Asked = "asked",
        /// Will speak.
        Accepted = "accepted",
        /// Will not speak.
        Declined = "declined",
    }
}

words! {
    /// Where a stay stands.
    StayState {
        /// Entered, waits for approval; holds its desk already.
        Proposed = "proposed",
        /// Approved, the visitor is not told yet.
        Approved = "approved",
        /// Refused.
        Refused = "refused",
        /// The visitor has the invitation.
        Invited = "invited",
        /// The visitor will come.
        Confirmed = "confirmed",
        /// The visitor is here.
        Arrived = "arrived",
        /// The visitor has left.
        Departed = "departed",
        /// It will not take place.
        Cancelled = "cancelled",
        /// The visitor did not come.
        NoShow = "no_show",
    }
}

words! {
    /// What a room is.
    RoomKind {
        /// A hall.
        Hall = "hall",
        /// A meeting room.
        Meeting = "meeting",
        /// A laboratory.
        Lab = "lab",
        /// A desk.
        Desk = "desk",
        /// Equipment that is booked like a room.
        Equipment = "equipment",
    }
}

words! {
    /// Where a booking stands.
    BookingState {
        /// Waits for a room keeper; the room is held.
        Held = "held",
        /// It stands.
        Confirmed = "confirmed",
        /// A room keeper refused it; the room is free again.
        Refused = "refused",
        /// It was taken back; the room is free again.
        Cancelled = "cancelled",
    }
}

words! {
    /// What a person does in the hub.
    Role {
        /// Belongs to the hub.
        Member = "member",
        /// Organises a series.
        Organiser = "organiser",
        /// Receives visitors.
        Host = "host",
        /// Keeps rooms.
        RoomKeeper = "room_keeper",
        /// Sits at the front desk.
        FrontDesk = "front_desk",
        /// Keeps the hub.
        Administrator = "administrator",
    }
}
