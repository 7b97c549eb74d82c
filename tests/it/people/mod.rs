//! People, institutions and projects, and how people sign in.

mod changing;
mod claiming;
mod entering;
mod limiting;
mod reading;
mod resolving;
mod sign_in;
