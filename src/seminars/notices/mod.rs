//! What is told of seminars, and to whom.
//!
//! | what happens | who is told | kind |
//! |---|---|---|
//! | it is announced with speakers, or a speaker is added | the speaker | `speaker_request` |
//! | people are invited | each of them | invitation |
//! | time, place, title, speakers or state change | who was told before, or reminded: old → new, once, after the change window; within 48 hours of the start at once | change |
//! | someone takes a no back | they are told what changed since they were last told | change |
//! | it is cancelled or postponed | who was told before | cancellation |
//! | it is near | who said yes, speaks, or asked for it; who follows its series and chose to be told everything; never who said no | reminder |
//! | an answer comes in | the organisers, in a bundle | answer |
//!
//! Nobody is told of what they did themselves. All of it is queued in the transaction of the change; what is still true is
//! asked again seconds before sending ([`still_true`]), and what it says is rendered then ([`render`]).

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
pub use tell::{answered, asked, caught_up, invited, stopped, written};
pub use truth::{matters, still_true};
