//! Maru, the hall of a research hub: seminars, visiting stays and room bookings kept in PostgreSQL,
//! published as calendar feeds and told by mail.
//!
//! Modules stand in one direction; each may use what stands to its left, never to its right:
//!
//! ```text
//! base → ical → jobs → mail → people → rooms → stays → seminars → feeds → { web, worker, cli } → main
//! ```
//!
//! Beside that row stand what all of them are started with ([`config`], [`app`]) and what is made of all of them for people to
//! look at ([`sample`], [`previews`]).

pub mod app;
pub mod base;
pub mod cli;
pub mod config;
pub mod feeds;
pub mod ical;
pub mod jobs;
pub mod mail;
pub mod people;
pub mod previews;
pub mod rooms;
pub mod sample;
pub mod seminars;
pub mod stays;
pub mod web;
pub mod worker;
