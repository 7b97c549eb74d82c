//! A message as a row.

use diesel::prelude::*;
use serde_json::Value;

use super::reader::Reader;
use crate::base::{
    clock::Instant,
    ids::{AudienceId, BookingId, MessageId, PersonId, SeminarId, StayId},
    schema::messages,
};

crate::words! {
    /// What a message tells.
    MessageKind {
        /// To a seminar.
        Invitation = "invitation",
        /// Of a seminar: old → new.
        Change = "change",
        /// Of a seminar.
        Cancellation = "cancellation",
        /// Of a seminar that is near.
        Reminder = "reminder",
        /// The programme of a day or week.
        Digest = "digest",
        /// Of a seminar, to many.
        Announcement = "announcement",
        /// Whether someone will speak.
        SpeakerRequest = "speaker_request",
        /// The same again, or what is still missing from a speaker.
        SpeakerChase = "speaker_chase",
        /// To a speaker, once it is over.
        Thanks = "thanks",
        /// For the slides of a talk that was given, to whoever gave it.
        SlidesChase = "slides_chase",
        /// For the recording of a seminar that is over, to its organisers.
        RecordingChase = "recording_chase",
        /// Answers that came in, to organisers.
        Answer = "answer",
        /// A place has become free.
        WaitingPlace = "waiting_place",
        /// Times that a speaker may choose from.
        SlotOffer = "slot_offer",
        /// What became of times that were offered, to organisers.
        SlotAnswer = "slot_answer",
        /// A booking was made, moved, refused, released or cancelled.
        Booking = "booking",
        /// A booking starts soon.
        BookingReminder = "booking_reminder",
        /// Someone's approval is wanted.
        Approval = "approval",
        /// A stay: to the visitor and the host.
        Stay = "stay",
        /// A stay's checklist has something due.
        StayChecklist = "stay_checklist",
        /// A letter for a stay.
        Letter = "letter",
        /// A link and a code for signing in.
        SignIn = "sign_in",
        /// Whether an address is someone's own.
        Confirmation = "confirmation",
        /// A report or an export is ready.
        ReportReady = "report_ready",
        /// What came in by mail and is for a person to read.
        Forwarded = "forwarded",
        /// Whether someone comes who has not said, while there is time.
        ReplyWanted = "reply_wanted",
        /// A speaker agrees no more to a use of their talk: to the organisers.
        ConsentWithdrawn = "consent_withdrawn",
    }
}

impl MessageKind {
    /// Whether what was sent stands in its reader's calendar: then their own feed need not show it as well.
    pub const fn is_in_calendars(self) -> bool {
        matches!(
            self,
            Self::Invitation
                | Self::SpeakerRequest
                | Self::Change
                | Self::Cancellation
                | Self::Stay
                | Self::Booking
        )
    }

    /// In which order messages that wait together go out: 0 first, where someone stands and waits; 9 last.
    pub const fn priority(self) -> i16 {
        match self {
            Self::SignIn | Self::Confirmation => 0,
            Self::Cancellation => 1,
            Self::Change
            | Self::WaitingPlace
            | Self::Approval
            | Self::Forwarded
            | Self::ConsentWithdrawn => 2,
            Self::Reminder | Self::BookingReminder => 3,
            Self::SpeakerRequest
            | Self::SlotOffer
            | Self::Booking
            | Self::Stay
            | Self::StayChecklist => 4,
            Self::Invitation
            | Self::SpeakerChase
            | Self::ReplyWanted
            | Self::Thanks
            | Self::SlidesChase
            | Self::RecordingChase
            | Self::Letter
            | Self::ReportReady => 5,
            Self::Answer | Self::SlotAnswer => 6,
            Self::Announcement => 8,
            Self::Digest => 9,
        }
    }

    /// Whether it answers its recipient's own wish: the only messages that people get about what they did themselves.
    pub const fn is_asked_for(self) -> bool {
        matches!(self, Self::SignIn | Self::Confirmation | Self::ReportReady)
    }
}

crate::words! {
    /// Where a message stands.
    MessageState {
        /// Waits for someone to let it go.
        Drafted = "drafted",
        /// Gathers edits until the end of the change window, which is its `send_after`.
        Held = "held",
        /// Goes out from its `send_after` on.
        Queued = "queued",
        /// A worker has it, for at most 30 s.
        Leased = "leased",
        /// The mail server took it, or it was captured.
        Sent = "sent",
        /// It could not be sent; `error` says why.
        Failed = "failed",
        /// It was no longer true or came too late; `error` says why.
        Void = "void",
    }
}

impl MessageState {
    /// Whether a message that stands there has ended: nothing becomes of it by itself any more.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Sent | Self::Failed | Self::Void)
    }
}

/// What a message is about.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Queryable, QueryableByName, Selectable,
)]
#[diesel(table_name = messages, check_for_backend(diesel::pg::Pg))]
pub struct About {
    /// A seminar.
    #[diesel(column_name = seminar_id)]
    pub seminar: Option<SeminarId>,
    /// A stay.
    #[diesel(column_name = stay_id)]
    pub stay: Option<StayId>,
    /// A booking.
    #[diesel(column_name = booking_id)]
    pub booking: Option<BookingId>,
}

impl From<SeminarId> for About {
    fn from(id: SeminarId) -> Self {
        Self {
            seminar: Some(id),
            ..Self::default()
        }
    }
}

impl From<StayId> for About {
    fn from(id: StayId) -> Self {
        Self {
            stay: Some(id),
            ..Self::default()
        }
    }
}

impl From<BookingId> for About {
    fn from(id: BookingId) -> Self {
        Self {
            booking: Some(id),
            ..Self::default()
        }
    }
}

/// A message to be queued.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMessage {
    /// What it tells.
    pub kind: MessageKind,
    /// What makes it the same message, the recipient included: `reminder:{seminar}:{sequence}:{offset}:{person}`.
    pub dedupe_key: String,
    /// Whom it is for.
    pub to: Reader,
    /// At which address.
    pub address: String,
    /// What it is about.
    pub about: About,
    /// The revision that it tells.
    pub revision: Option<i32>,
    /// The revision that the recipient knew before.
    pub from_revision: Option<i32>,
    /// The calendar sequence that it tells.
    pub sequence: Option<i32>,
    /// What its slice needs besides in order to render it; under `notice`, what it is to its recipient, where the kind does
    /// not say so ([`Notice::of`](crate::mail::preferences::Notice::of)).
    pub payload: Value,
    /// Whose doing it tells of: they are not told of it themselves.
    pub caused_by: Option<PersonId>,
    /// 0 first, 9 last; [`MessageKind::priority`] unless there is a reason.
    pub priority: i16,
    /// It goes out from then on; of a held one: the end of the change window.
    pub send_after: Instant,
    /// From then on it is too late.
    pub not_after: Instant,
    /// Whether it gathers further edits until `send_after`.
    pub held: bool,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = messages, check_for_backend(diesel::pg::Pg))]
pub struct Message {
    /// Its id; Message-ID is made of it.
    pub id: MessageId,
    /// What it tells.
    pub kind: MessageKind,
    /// Where it stands.
    pub state: MessageState,
    /// What makes it the same message.
    pub dedupe_key: String,
    /// Whom it is for.
    #[diesel(embed)]
    pub to: Reader,
    /// At which address.
    pub address: String,
    /// What it is about.
    #[diesel(embed)]
    pub about: About,
    /// The revision that it tells.
    pub revision: Option<i32>,
    /// The revision that the recipient knew before.
    pub from_revision: Option<i32>,
    /// The calendar sequence that it tells.
    pub sequence: Option<i32>,
    /// What its slice needs besides in order to render it.
    pub payload: Value,
    /// Whose doing it tells of.
    pub caused_by: Option<PersonId>,
    /// 0 first, 9 last.
    pub priority: i16,
    /// It goes out from then on.
    pub send_after: Instant,
    /// From then on it is too late.
    pub not_after: Instant,
    /// How often a worker has taken it in order to send it.
    pub attempts: i32,
    /// When the mail server took it.
    pub sent_at: Option<Instant>,
    /// When it was sent, failed or became void.
    pub ended_at: Option<Instant>,
    /// Why it failed, is void, or waits to be tried again.
    pub error: Option<String>,
    /// When it was queued.
    pub created_at: Instant,
}

impl Message {
    /// The person that it is for; none where it is for a mailing list, or for nobody who is known.
    pub fn person(&self) -> Option<PersonId> {
        self.to.person()
    }

    /// The mailing list to which it announces something; none where it is anything else. What is announced to one list at once
    /// goes as one mail.
    pub fn announces_to(&self) -> Option<AudienceId> {
        let is_announcement = self.kind == MessageKind::Announcement;
        self.to.audience().filter(|_| is_announcement)
    }

    /// Whether a worker has tried it before. One that has it now is counted as trying it already.
    pub fn was_tried(&self) -> bool {
        self.attempts > i32::from(self.state == MessageState::Leased)
    }

    /// As it would stand if no worker had it.
    #[must_use]
    pub fn given_back(&self) -> Self {
        if self.state != MessageState::Leased {
            return self.clone();
        }
        Self {
            state: MessageState::Queued,
            attempts: self.attempts - 1,
            ..self.clone()
        }
    }

    /// Whether it is about this seminar.
    pub fn is_about(&self, seminar: SeminarId) -> bool {
        self.about.seminar == Some(seminar)
    }

    /// Whether it is for this person.
    pub fn is_for(&self, person: PersonId) -> bool {
        self.person() == Some(person)
    }
}
