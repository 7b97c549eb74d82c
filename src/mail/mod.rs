//! Mail: how a notice becomes a message that arrives and is believed.
//!
//! [`render`] turns a typed context into a subject, a text and an HTML part; [`compose`] makes the MIME message of them;
//! [`sign`] signs it, where that is set; [`transport`] hands it to an SMTP server. [`inbound`] reads what comes back, and
//! [`suspension`] says to whom nothing goes any more; [`preferences`] says what else someone does not want, and [`calendar`]
//! what stands in whose calendar by mail. [`dns`] and [`records`] look at what the hub's domain says of
//! its mail. What is told to whom is the business of each slice's `notices`.

pub mod calendar;
pub mod captured;
pub mod compose;
pub mod deliver;
pub mod digest;
pub mod dns;
pub mod draft;
pub mod inbound;
pub mod mailbox;
pub mod outbox;
pub mod preferences;
pub mod records;
pub mod reminder;
pub mod render;
pub mod sign;
pub mod suspension;
pub mod transport;
