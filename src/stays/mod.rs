//! Visiting stays: who comes, whose guest they are, from when to when, and what they are told.

pub mod notices;
