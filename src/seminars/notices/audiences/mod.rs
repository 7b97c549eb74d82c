//! What mailing lists are told. A list is not a person: it is told that a seminar is announced, changes, or does not take
//! place (then), each with a file for calendars; it is asked nothing, and nothing in its mails is good for one person alone.
//!
//! | what happens to a public seminar | what a list reads | kind |
//! |---|---|---|
//! | it is announced, or opened to everyone | an announcement, at the end of the change window | announcement |
//! | what was told is different | old → new, once, at the end of the change window | change |
//! | it is cancelled or postponed | that, at once | cancellation |
//! | it is no longer open to everyone | that, of what it was told and of nothing new; then no more | cancellation |
//!
//! Within 48 hours of the start all of it is told at once. What is taken back in time is not told.
//!
//! Announcements to one list that are due together are one mail (`one_mail`), each with a message of its own: so it is when a
//! term is announced by one act. Those that come one after the other wait for each other ([`gathering`]): the window begins anew
//! with each, as with edits, and nothing waits for longer than three of them.

mod beside;
mod gather;
mod one_mail;
mod render;
mod tell;
mod truth;

pub use beside::beside;
pub use gather::gathering;
pub(super) use render::render;
pub use tell::joined;
pub(super) use tell::{stopped, written};
pub(super) use truth::still_true;
