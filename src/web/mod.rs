//! Maru in a browser and over HTTP: the one part that knows requests and pages.
//!
//! A handler translates: it reads a request, calls one action or query, fills one context of [`pages`] and renders it.
//! Addresses are written in [`urls`] alone, and the files that pages ask for are in [`assets`].

pub mod assets;
pub mod pages;
pub mod urls;
