//! What mails say, and what they are made of.

mod texts;
