//! What every part of Maru stands on: time, ids, the database, words and errors. It knows nothing of seminars or rooms.

pub mod audit;
pub mod changes;
pub mod clock;
pub mod csv;
pub mod db;
pub mod described;
pub mod embedded;
pub mod error;
pub mod file_kind;
pub mod holidays;
pub mod hub;
pub mod idempotency;
pub mod ids;
pub mod key_check;
pub mod language;
pub mod limit;
pub mod packed;
pub mod page;
pub mod picture;
pub mod prepared;
#[expect(
    missing_docs,
    reason = "printed from the migrations, where every table is described"
)]
pub mod schema;
pub mod secret;
pub mod shelf;
pub mod slot;
pub mod slugs;
pub mod telemetry;
pub mod text;
pub mod zone;
