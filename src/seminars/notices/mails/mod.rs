//! The mails about seminars: what each needs to know. Their templates are in `templates/mail`.

mod afterwards;
mod answer_confirmation;
mod answers;
mod cancellations;
mod changes;
mod chase;
mod confirmation;
mod consents;
mod digest;
pub mod items;
mod list_announcements;
mod list_notice;
mod reply_wanted;
mod samples;
mod slots;
mod told;
mod told_changes;
mod waiting_place;

pub use afterwards::{RecordingChase, SlidesChase, Thanks};
pub use answer_confirmation::AnswerConfirmation;
pub use cancellations::{Cancellation, Closed, InPlace, Postponement, Released};
pub use changes::{By, Change, Changed, Standing};
pub use chase::SpeakerChase;
pub use confirmation::Confirmation;
pub use consents::ConsentWithdrawn;
pub use digest::{Day, Digest, Item, Mark};
pub use list_announcements::{ListAnnouncements, ListNote};
pub use list_notice::{ListNotice, ListTells, ListVersion};
pub use reply_wanted::{ReplyBy, ReplyWanted};
pub use slots::{SlotAnswer, SlotLine, SlotOffer, SlotSaid};
pub use waiting_place::{Place, WaitingPlace};

use chrono::Duration;

use crate::{
    base::{clock::Instant, language::Language},
    content,
    mail::render::{Content, Frame, Preview, When},
};

/// A seminar, as mails tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seminar {
    /// Its title; `None` while it is not known.
    pub title: Option<String>,
    /// The name of its series.
    pub series: Option<String>,
    /// When, in the zone of its series.
    pub when: When,
    /// Its rooms, or its place elsewhere with the address: a line each, none where it is not known.
    pub places: Vec<String>,
    /// A map or page of a place elsewhere, as it was typed; shown only if it is http or https.
    pub place_url: Option<String>,
    /// Its speakers, in order.
    pub speakers: Vec<Speaker>,
    /// Its page: `https://maru.example/seminars/{code}`.
    pub page: String,
    /// How to take part from elsewhere, as far as this recipient may know.
    pub online: Option<Online>,
}

/// A person who speaks, as they are announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The name; an address stands here where no name is known.
    pub name: String,
    /// Their institution.
    pub affiliation: Option<String>,
}

/// How to take part from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Online {
    /// The living link, which opens some minutes before the start.
    Living {
        /// `https://maru.example/s/{code}/join?…`
        url: String,
        /// How many minutes before the start it opens.
        opens_minutes: i64,
    },
    /// The real address, for speakers and hosts, and where the organiser chose so for those who said yes. As typed.
    Address(String),
}

/// What a person does in a seminar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Gives the talk.
    Speaker,
    /// Sits on the panel.
    Panellist,
    /// Leads the discussion.
    Moderator,
    /// Receives the guests.
    Host,
}

/// An answer to an invitation or to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Will come.
    Yes,
    /// May come.
    Maybe,
    /// Will not come.
    No,
    /// Would come, and stands on the waiting list.
    Waiting,
    /// Will speak.
    Accepted,
    /// Will not speak.
    Declined,
}

/// The pages on which an invitation is answered; opening one changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLinks {
    /// To the page that says yes.
    pub yes: String,
    /// To the page that says maybe.
    pub maybe: String,
    /// To the page that says no.
    pub no: String,
}

/// You are invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Who reads it.
    pub frame: Frame,
    /// To what.
    pub seminar: Seminar,
    /// The abstract, in full; the mail tells its beginning.
    pub abstract_text: Option<String>,
    /// The name of who invites.
    pub inviter: Option<String>,
    /// What the inviter wrote.
    pub note: Option<String>,
    /// How to answer.
    pub answers: AnswerLinks,
    /// A file or page to add it to a calendar by hand.
    pub add_to_calendar: String,
    /// Until when a reply is wanted.
    pub reply_by: Option<ReplyBy>,
    /// Whom it is for, where an office reads it that answers for them.
    pub office_for: Option<String>,
}

/// It is soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Who reads it.
    pub frame: Frame,
    /// Of what.
    pub seminar: Seminar,
    /// How long it is until the start, at the time of sending.
    pub starts_in: Duration,
    /// What the recipient does there, if more than listen.
    pub part: Option<Part>,
    /// Whether the recipient asked to be reminded of the whole series, rather than having said yes to this seminar.
    pub follows: bool,
    /// The page on which the recipient changes their answer.
    pub change_answer: Option<String>,
    /// What the organiser wrote about it.
    pub note: Option<String>,
}

/// You are asked to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerRequest {
    /// Who reads it.
    pub frame: Frame,
    /// Where.
    pub seminar: Seminar,
    /// As what.
    pub part: Part,
    /// The name of who asks.
    pub asker: Option<String>,
    /// What they wrote.
    pub note: Option<String>,
    /// Until when an answer is hoped for.
    pub answer_by: Option<Instant>,
    /// To the page that accepts; opening it changes nothing.
    pub accept: String,
    /// To the page that declines; opening it changes nothing.
    pub decline: String,
}

/// What came in since the organiser was last told, in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersReceived {
    /// The organiser.
    pub frame: Frame,
    /// To what.
    pub seminar: Seminar,
    /// The latest of each person, in the order in which they came; at least one.
    pub answers: Vec<Received>,
    /// How it stands in all.
    pub totals: Totals,
    /// The organiser's board for this seminar.
    pub board: String,
}

/// One person's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Their name; an address stands here where no name is known.
    pub name: String,
    /// Their institution.
    pub affiliation: Option<String>,
    /// What they said.
    pub answer: Answer,
    /// What they wrote with it.
    pub note: Option<String>,
}

/// How many of those who were invited said what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Will come.
    pub yes: i64,
    /// May come.
    pub maybe: i64,
    /// Will not come.
    pub no: i64,
    /// Stand on the waiting list.
    pub waiting: i64,
    /// Have not answered yet.
    pub silent: i64,
}

content!(
    Invitation, "invitation":
    "mail/invitation/subject.txt", "mail/invitation/text.txt", "mail/invitation/html.html";
    samples::invitation
);
content!(
    Change, "change":
    "mail/change/subject.txt", "mail/change/text.txt", "mail/change/html.html";
    samples::change
);
content!(
    Cancellation, "cancellation":
    "mail/cancellation/subject.txt", "mail/cancellation/text.txt", "mail/cancellation/html.html";
    samples::cancellation
);
content!(
    Released, "released":
    "mail/released/subject.txt", "mail/released/text.txt", "mail/released/html.html";
    samples::released
);
content!(
    Closed, "closed":
    "mail/closed/subject.txt", "mail/closed/text.txt", "mail/closed/html.html";
    samples::closed
);
content!(
    Postponement, "postponement":
    "mail/postponement/subject.txt", "mail/postponement/text.txt", "mail/postponement/html.html";
    samples::postponement
);
content!(
    Reminder, "reminder":
    "mail/reminder/subject.txt", "mail/reminder/text.txt", "mail/reminder/html.html";
    samples::reminder
);
content!(
    SpeakerRequest, "speaker_request":
    "mail/speaker_request/subject.txt", "mail/speaker_request/text.txt", "mail/speaker_request/html.html";
    samples::speaker_request
);
content!(
    SpeakerChase, "speaker_chase":
    "mail/speaker_chase/subject.txt", "mail/speaker_chase/text.txt", "mail/speaker_chase/html.html";
    samples::speaker_chase
);
content!(
    Thanks, "thanks":
    "mail/thanks/subject.txt", "mail/thanks/text.txt", "mail/thanks/html.html";
    samples::thanks
);
content!(
    SlidesChase, "slides_chase":
    "mail/slides_chase/subject.txt", "mail/slides_chase/text.txt", "mail/slides_chase/html.html";
    samples::slides_chase
);
content!(
    RecordingChase, "recording_chase":
    "mail/recording_chase/subject.txt", "mail/recording_chase/text.txt", "mail/recording_chase/html.html";
    samples::recording_chase
);
content!(
    AnswersReceived, "answers_received":
    "mail/answers_received/subject.txt", "mail/answers_received/text.txt", "mail/answers_received/html.html";
    samples::answers_received
);
content!(
    Confirmation, "confirmation":
    "mail/confirmation/subject.txt", "mail/confirmation/text.txt", "mail/confirmation/html.html";
    samples::confirmation
);
content!(
    AnswerConfirmation, "answer_confirmation":
    "mail/answer_confirmation/subject.txt", "mail/answer_confirmation/text.txt", "mail/answer_confirmation/html.html";
    samples::answer_confirmation
);
content!(
    WaitingPlace, "waiting_place":
    "mail/waiting_place/subject.txt", "mail/waiting_place/text.txt", "mail/waiting_place/html.html";
    samples::waiting_place
);
content!(
    ReplyWanted, "reply_wanted":
    "mail/reply_wanted/subject.txt", "mail/reply_wanted/text.txt", "mail/reply_wanted/html.html";
    samples::reply_wanted
);
content!(
    ConsentWithdrawn, "consent_withdrawn":
    "mail/consent_withdrawn/subject.txt", "mail/consent_withdrawn/text.txt", "mail/consent_withdrawn/html.html";
    samples::consent_withdrawn
);
content!(
    SlotOffer, "slot_offer":
    "mail/slot_offer/subject.txt", "mail/slot_offer/text.txt", "mail/slot_offer/html.html";
    samples::slots::slot_offer
);
content!(
    SlotAnswer, "slot_answer":
    "mail/slot_answer/subject.txt", "mail/slot_answer/text.txt", "mail/slot_answer/html.html";
    samples::slots::slot_answer
);
content!(
    ListNotice, "list_notice":
    "mail/list_notice/subject.txt", "mail/list_notice/text.txt", "mail/list_notice/html.html";
    samples::list_notice
);
content!(
    ListAnnouncements, "list_announcements":
    "mail/list_announcements/subject.txt", "mail/list_announcements/text.txt", "mail/list_announcements/html.html";
    samples::list_announcements
);

/// Every mail about seminars with its samples, to look at.
pub fn previews(language: Language) -> Vec<Preview> {
    [
        Invitation::previews(language),
        Change::previews(language),
        Cancellation::previews(language),
        Released::previews(language),
        Closed::previews(language),
        Postponement::previews(language),
        Reminder::previews(language),
        SpeakerRequest::previews(language),
        SpeakerChase::previews(language),
        Thanks::previews(language),
        SlidesChase::previews(language),
        RecordingChase::previews(language),
        AnswersReceived::previews(language),
        WaitingPlace::previews(language),
        ReplyWanted::previews(language),
        ConsentWithdrawn::previews(language),
        SlotOffer::previews(language),
        SlotAnswer::previews(language),
        ListNotice::previews(language),
        ListAnnouncements::previews(language),
        Confirmation::previews(language),
        AnswerConfirmation::previews(language),
        Digest::previews(language),
    ]
    .concat()
}
