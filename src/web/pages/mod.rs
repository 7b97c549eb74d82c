//! The pages: a typed context for each, filled by a handler from the database, and samples of each that can be looked at.
//!
//! A context is plain data in the hub's words. Instants stand in it as instants, with the zone in which they were meant;
//! the page writes them. Every text comes from `locales/`; every address from [`super::urls`]. What was typed into a form
//! is in a form declared by [`typed_form!`](crate::typed_form), whose field names are the names of the inputs.
//!
//! A handler renders with [`askama::Template::render`]. [`previews`] renders every page with every sample in every
//! language, for tests and for `maru previews`.

pub mod admin;
mod ago;
pub mod announce_term;
pub mod answer;
pub mod api;
pub mod archive;
pub mod audiences;
pub mod board;
pub mod booking;
pub mod closed;
pub mod coming;
pub mod common;
pub mod confirm;
pub mod day_view;
pub mod door;
pub mod embed;
pub mod errors;
pub mod feeds;
pub mod files;
pub mod follows;
pub mod foretold;
pub mod form;
pub mod guest_table;
pub mod how_to;
pub mod html;
pub mod inbound;
pub mod invitations;
pub mod items;
pub mod join;
pub mod knowledge;
pub mod linked;
pub mod list_found;
pub mod lists;
pub mod markdown;
pub mod marked;
pub mod me;
pub mod message;
pub mod next_step;
pub mod notices;
pub mod open_answer;
pub mod page;
pub mod person_feeds;
pub mod previews;
pub mod print;
pub mod programme;
pub mod qr;
pub mod queue;
pub mod replacement;
pub mod replies;
pub mod replies_form;
pub mod rooms;
pub mod samples;
pub mod seminar;
pub mod seminar_acts;
pub mod seminar_form;
pub mod series;
pub mod sign_in;
pub mod slot_weeks;
pub mod slots;
pub mod speak;
pub mod speak_steps;
pub mod speaker_page;
pub mod speakers;
pub mod speakers_glance;
pub mod stale;
pub mod stays;
pub mod step;
pub mod strip;
pub mod suspensions;
pub mod term;
pub mod time;
pub mod tokens;
pub mod versions;
pub mod words;
pub mod zones;

use crate::base::language::Language;

/// A page that can be looked at without a hub behind it.
pub trait Sample: askama::Template + Sized {
    /// The page's name in file names.
    const NAME: &'static str;

    /// The page as it is seen: empty, full, with errors, no longer possible. Each with a name for file names.
    fn samples(language: Language) -> Vec<(&'static str, Self)>;
}
