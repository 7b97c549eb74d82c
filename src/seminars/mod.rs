//! Series and seminars: dated occasions, their speakers, who is invited and who comes, and what people are told of them.
//!
//! It promises: an edit is one transaction with the rooms that it moves, the revision that it makes and the notices that
//! it owes. What people were told is kept as snapshots, so that a change is told as old → new.

pub mod actions;
pub mod model;
pub mod notices;
pub mod queries;
pub mod rules;
