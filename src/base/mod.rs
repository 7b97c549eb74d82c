//! What every part of Maru stands on: time, ids, the database, words and errors. It knows nothing of seminars or rooms.

pub mod clock;
pub mod embedded;
pub mod ids;
pub mod language;
pub mod slot;
pub mod text;
pub mod zone;
