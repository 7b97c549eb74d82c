//! Maru in a browser and over HTTP: the one part that knows requests and pages.
//!
//! A handler translates: it reads a request, calls one action or query, fills one context of [`pages`] and renders it.
//! Addresses are written in [`urls`] and stand in one table in [`routes`]; the files that pages ask for are in [`assets`].

pub mod actor;
pub mod admin;
pub mod answers;
pub mod api;
pub mod assets;
pub mod audiences;
pub mod bookings;
pub mod confirm;
pub mod csrf;
pub mod docs;
pub mod errors;
pub mod feeds;
pub mod figures;
pub mod files;
pub mod flash;
pub mod follows;
pub mod forms;
pub mod headers;
pub mod health;
pub mod how_to;
pub mod idempotency;
pub mod join;
pub mod kept;
pub mod letters;
pub mod limits;
pub mod link;
pub mod me;
pub mod notices;
pub mod nul;
pub mod organise;
pub mod pages;
pub mod people;
pub mod preferences;
pub mod problems;
pub mod programme;
pub mod reader;
pub mod representation;
pub mod rooms;
pub mod routes;
pub mod seminars;
pub mod series;
pub mod server;
pub mod session;
pub mod sign_in;
pub mod speak;
pub mod stays;
pub mod subscribing;
pub mod taken;
pub mod tracing;
pub mod typed;
pub mod unsubscribe;
pub mod urls;
