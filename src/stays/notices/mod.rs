//! What is told of stays, and to whom.

pub mod mails;
