//! Stays: entered, taken on, changed, told of, seen.

mod api;
mod changing;
mod entering;
mod make;
mod pages;
mod retelling;
mod seeing;
mod stepping;
mod telling;
mod told;
mod visitors;
