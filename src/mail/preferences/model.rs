//! What can be chosen.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde::Serialize;

use crate::{
    base::{clock::Instant, ids::SeriesId, secret::Purpose},
    mail::outbox::{Message, MessageKind},
};

crate::words! {
    /// What a message is to its recipient: what they choose by.
    Notice {
        /// To come, or to speak.
        Invitation = "invitation",
        /// A seminar is otherwise than they were told.
        Change = "change",
        /// A seminar is otherwise than their calendar program shows that fetches their feed too rarely.
        LateFeed = "late_feed",
        /// Someone else did something with a booking of theirs, or their approval is wanted.
        Booking = "booking",
        /// Where a stay of theirs stands.
        Stay = "stay",
        /// Something is near that they said yes to, speak at, booked, or asked to be reminded of.
        Reminder = "reminder",
        /// What others answered them.
        Answer = "answer",
        /// The week's programme of what they follow, and what becomes otherwise than it told.
        Weekly = "weekly",
        /// The same for each day.
        Daily = "daily",
        /// Reminders of the series that they follow.
        Followed = "followed",
        /// What cannot be switched off.
        Always = "always",
    }
}

impl Notice {
    /// Those that can be chosen.
    pub const CHOSEN: [Self; 10] = [
        Self::Invitation,
        Self::Change,
        Self::LateFeed,
        Self::Booking,
        Self::Stay,
        Self::Reminder,
        Self::Answer,
        Self::Weekly,
        Self::Daily,
        Self::Followed,
    ];

    /// Those that may come once a day: what is told of one thing is gathered while it waits, and the last mail tells it all.
    pub const GATHERED: [Self; 4] = [Self::Change, Self::Booking, Self::Stay, Self::Answer];

    /// What `message` is: as its slice wrote it under `notice` in the payload, else by its kind.
    pub fn of(message: &Message) -> Self {
        let written = message.payload["notice"].as_str();
        written
            .and_then(|word| word.parse().ok())
            .unwrap_or_else(|| Self::of_kind(message.kind))
    }

    fn of_kind(kind: MessageKind) -> Self {
        match kind {
            MessageKind::Invitation
            | MessageKind::SpeakerRequest
            | MessageKind::SpeakerChase
            | MessageKind::ReplyWanted
            | MessageKind::SlotOffer
            | MessageKind::Thanks
            | MessageKind::SlidesChase
            | MessageKind::RecordingChase
            | MessageKind::WaitingPlace => Self::Invitation,
            MessageKind::Change => Self::Change,
            MessageKind::Booking | MessageKind::Approval => Self::Booking,
            MessageKind::Stay | MessageKind::StayChecklist | MessageKind::Letter => Self::Stay,
            MessageKind::Reminder | MessageKind::BookingReminder => Self::Reminder,
            MessageKind::Answer | MessageKind::SlotAnswer => Self::Answer,
            MessageKind::Digest => Self::Weekly,
            MessageKind::Announcement => Self::Followed,
            MessageKind::Cancellation
            | MessageKind::SignIn
            | MessageKind::Confirmation
            | MessageKind::ReportReady
            | MessageKind::Forwarded
            // To go on without someone's word is no matter of taste.
            | MessageKind::ConsentWithdrawn => Self::Always,
        }
    }

    /// Since when `message` gathers, whose reader may have chosen to have its kind once a day; none where somebody waits for what
    /// they do upon it: it asks for their approval, for other times, or whether they come (`asks` in the payload).
    pub fn gathers_since(message: &Message) -> Option<Instant> {
        let asks = matches!(
            message.kind,
            MessageKind::Approval | MessageKind::SlotAnswer
        ) || message.payload["asks"] == true;
        (!asks).then_some(message.created_at)
    }

    /// What its one-click link is good for; none where it is for this person alone and not for many.
    pub const fn stop(self) -> Option<Purpose> {
        match self {
            Self::LateFeed => Some(Purpose::StopLateFeed),
            Self::Reminder => Some(Purpose::StopReminders),
            Self::Weekly => Some(Purpose::StopWeekly),
            Self::Daily => Some(Purpose::StopDaily),
            Self::Followed => Some(Purpose::StopFollowed),
            Self::Answer => Some(Purpose::StopAnswers),
            Self::Invitation | Self::Change | Self::Booking | Self::Stay | Self::Always => None,
        }
    }
}

crate::words! {
    /// A choice made for one, the fewest first.
    Preset {
        /// What concerns them in person, and what is otherwise than they were told.
        Quiet = "quiet",
        /// And reminders after a yes, answers, and the programme of what they follow.
        Normal = "normal",
        /// And reminders of the series that they follow.
        Everything = "everything",
    }
}

crate::words! {
    /// When something comes that is wanted.
    Pace {
        /// When there is something to tell.
        AtOnce = "at_once",
        /// At eight in the morning.
        OnceADay = "once_a_day",
    }
}

/// What someone wants to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Choice {
    /// As it was made for them; it has what is added to it later.
    Preset(Preset),
    /// As they ticked it: these, each at its pace; once a day only what is [`Notice::GATHERED`].
    Own(BTreeMap<Notice, Pace>),
}

/// Hours in which nothing comes, in the person's zone: from the first until the second, over midnight where that is the
/// earlier one. They are never the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct QuietHours {
    /// They begin.
    pub from: NaiveTime,
    /// They end.
    pub to: NaiveTime,
}

/// What someone chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preferences {
    /// What they want to be told.
    pub choice: Choice,
    /// When not.
    pub quiet: Option<QuietHours>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            choice: Choice::Preset(Preset::Normal),
            quiet: None,
        }
    }
}

/// One kind of notice of one series that someone stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stopped {
    /// Which kind.
    pub notice: Notice,
    /// Of which series; none: of seminars that stand in no series, and of a programme the whole of it.
    pub series: Option<SeriesId>,
}

/// What a message is about, as far as it matters for when it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matter {
    /// When that begins.
    pub starts_at: Option<Instant>,
    /// When its reader was told before that it begins, where the message may tell another time.
    pub told_start: Option<Instant>,
    /// The series in which it stands.
    pub series: Option<SeriesId>,
}
