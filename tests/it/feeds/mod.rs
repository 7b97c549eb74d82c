//! Calendar feeds: what stands in them, for whom, and how fresh and how steady they are.

mod addresses;
mod bounds;
mod calendar;
mod calendar_entries;
mod dates;
mod fresh;
mod http;
mod kept_entries;
mod kept_lists;
mod large;
mod late;
mod lists;
mod make;
mod narrowed;
mod personal;
mod polls;
mod public;
mod read;
mod status;
mod stubs;
