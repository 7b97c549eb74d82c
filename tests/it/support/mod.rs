//! What the tests share: a database each, the whole program over it, builders, a house, a mailbox.

pub mod app;
pub mod browser;
pub mod db;
pub mod house;
pub mod http;
pub mod imap_server;
pub mod mailbox;
pub mod make;
pub mod name_server;
pub mod smtp_sink;
pub mod upload;
pub mod watch;
