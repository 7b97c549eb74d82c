//! Types of series and seminars, their speakers and those who come.

mod afterwards;
mod attendance;
mod audience;
mod confirmation;
mod details;
mod entrance;
mod files;
mod follows;
mod items;
mod lists;
mod replacement;
mod replies;
mod seats;
mod seminar;
mod series;
mod slots;
mod snapshot;
mod speakers;
mod speaking;
mod texts;

pub use afterwards::Materials;
pub use attendance::{Answer, Attendance};
pub use audience::{Audience, AudienceState, ToldOf};
pub use confirmation::{Confirmation, ConfirmationState, Question};
pub use details::Details;
pub use entrance::{Entrance, JoinFor};
pub use files::{Filed, Purpose};
pub use follows::{DigestTimes, Follow, Followed, Offered, Source};
pub use items::{Item, ItemChange, ItemKind, ItemRoom, ItemTold};
pub use lists::{List, ListItem, ListState, ListVisibility, OnList, OnListKind};
pub use replacement::Replaced;
pub use replies::{
    FormQuestion, GivenAnswer, Late, Party, QuestionAnswer, QuestionKind, ReplyTerms,
};
pub use seats::{CheckIn, Counted, Headcount, Taken};
pub use seminar::{Inherited, Place, Seminar, SeminarKind, SeminarState, Visibility};
pub use series::{Series, SeriesColour, SeriesState, Subscription};
pub use slots::{Offer, OfferRow, OfferState, OfferedSlot, SlotRow, SlotState};
pub use snapshot::Snapshot;
pub use speakers::{Speaker, SpeakerAnswer, SpeakerRole, SpeakerRow};
pub use speaking::{Consent, Given, Missing, Notes, Said, SaidBy, Speaking};
pub use texts::{OfRow, Read, Text, TextChange, TextLanguage, Texts, Written};
