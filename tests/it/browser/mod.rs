//! Journeys in a real headless Chromium. Every page that they come by is looked at: narrow and wide, light and dark, with
//! its names, its structure, its contrast, and whatever the browser complains of.

mod chrome;
mod driver;
mod journey;
mod scripts;
mod term;
