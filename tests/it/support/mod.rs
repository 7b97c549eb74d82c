//! What the tests share: a database each, the whole program over it, builders, a mailbox.

pub mod db;
pub mod smtp_sink;
