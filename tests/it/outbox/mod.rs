//! The outbox: what is queued, merged and made void, and how it goes out.

mod deliver;
mod make;
mod queue;
mod references;
mod written;
