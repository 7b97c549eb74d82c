//! What is told of seminars, and to whom.

pub mod mails;
