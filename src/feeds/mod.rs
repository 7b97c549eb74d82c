//! Calendars that people subscribe to: the hub's, and those of a series, a topic, an institution, a list, a room, one seminar
//! or one person; and what is listed of seminars in those that are public, for feed readers (Atom, JSON Feed).
//!
//! # What is promised
//!
//! * Public feeds hold what anyone may see: announced seminars whose visibility is `public`. The feed of a room shows
//!   everything else as a block of time that is taken. A personal feed holds what its person may see. Drafts are in
//!   none, and the real address to join is in none: it does not leave the database for this part.
//! * What was cancelled or postponed stays for 30 days, marked as such, then goes.
//! * The same data gives the same bytes; a body never contains the time of the request. It is rendered and compressed
//!   once per change, whoever asks first and however many ask at once, and then served from memory.
//! * A change is seen within a second, also when notifications are lost. When the database is away, the last body is
//!   served.
//! * Who has a seminar by a personal feed alone, and whose calendar program would show a change too late, is told by mail
//!   ([`late`]).
//! * Memory is bounded, whatever is asked for: 64 MiB for bodies, an eighth of it for what is asked of public feeds with
//!   wishes (`?past=`), 112 MiB for the stubs of 200,000 personal feeds, and eight octets for each feed there is while many
//!   ask for what there is not. Whoever has the current version of a feed whose body had to make room is told so without a
//!   render.
//!
//! # What must be raised when something changes
//!
//! A body rests on the counters of [`crate::base::changes`] that were read in the same snapshot as its rows. Whoever
//! writes raises, as the last statement of the transaction:
//!
//! | change | subjects |
//! |---|---|
//! | a seminar: anything people can see, its state, its visibility, its answers | `Seminar(id)`; and where it is or was public: `Hub`, `Series(id)`, `Topic(slug)` of each topic before and after, `Institution(id)` of each speaker before and after, `Room(id)` of each room before and after |
//! | a seminar of a series, public or not | `Series(id)`: those who follow the series see it by their own right |
//! | a speaker, owner or invited person is added or taken away | `Person(id)` of those added or taken away; for those who stay, `Seminar(id)` is enough |
//! | an answer | `Person(id)` or `Seminar(id)` |
//! | following a series, or no longer | `Person(id)` |
//! | a booking | `Room(id)` of each room it takes or took, parts included, and `Person(id)` of whose it is |
//! | a stay | `Person(id)` of visitor and host |
//! | roles, language or zone of a person | `Person(id)` |
//! | a series: description, zone, language, visibility, organisers | `Series(id)`; and `Person(id)` of those who organise it no longer, or only now |
//! | the name or slug of a series, room, site, institution or person; a person's institution and ORCID iD; an institution's kind | `Names` |
//! | a list: what it is called, who may see it and keeps it, what is on it | `List(id)`; what stands on it by its rules rests on their subjects, and what was chosen on `Seminar(id)`, or on `Hub` where very many were |
//! | closed days | `ClosedDays`: no feed shows them, pages that are kept do |
//!
//! `slug` of a topic is [`crate::base::text::slug`] of it.

pub mod access;
pub mod actions;
mod body;
pub mod cache;
mod entries;
mod entry;
mod given;
pub mod late;
pub mod model;
pub mod polls;
pub mod source;
mod stubs;
mod unknown;

pub use body::Body;
pub use cache::Feeds;
pub use given::{Counts, FeedError, Given, Outcome, Told};
pub use stubs::Version;
