//! What people are told about themselves.

pub mod mails;
