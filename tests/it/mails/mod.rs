//! What mails say, and what they are made of.

mod ahead;
mod compose;
mod hostile;
mod sign;
mod texts;
mod transport;
