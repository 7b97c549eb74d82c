//! Seminars: dated occasions, their speakers, their answers, and what people are told of them.

pub mod notices;
