//! What is told of seminars, and to whom.
//!
//! | what happens | who is told | kind |
//! |---|---|---|
//! | it is announced with speakers, or a speaker is added | the speaker | `speaker_request` |
//! | people are invited | each of them | invitation |
//! | time, place, title, speakers or state change | who was told before: old → new, once, after the change window; within 48 hours of the start at once | change |
//! | it is cancelled or postponed | who was told before | cancellation |
//! | it is near | who said yes, speaks, or asked for it; who follows its series and chose to be told everything; never who said no | reminder |
//! | a day or a week begins | who follows a series, a topic or the hub: its programme, and what a digest told that is no longer so | digest |
//! | what a digest told is moved, put elsewhere or called off before the next one | its readers who are not told in person | change, cancellation |
//! | an answer comes in | the organisers, in a bundle | answer |
//!
//! Nobody is told of what they did themselves. All of it is queued in the transaction of the change; what is still true is
//! asked again seconds before sending ([`still_true`]), and what it says is rendered then ([`render`]).

pub mod digest;
mod links;
pub mod mails;
mod remind;
mod render;
mod rest;
mod tell;
mod truth;

pub use links::{Links, in_token};
pub use remind::{remind_one, remind_person};
pub use render::render;
pub use rest::rest;
pub use tell::{answered, asked, invited, stopped, written};
pub use truth::{matters, still_true};
