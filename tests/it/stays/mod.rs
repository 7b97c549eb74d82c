//! Stays: entered, taken on, changed, told of, seen.

mod api;
mod changing;
mod entering;
mod make;
mod pages;
mod seeing;
mod stepping;
mod telling;
mod visitors;
