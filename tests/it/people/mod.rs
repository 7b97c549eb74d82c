//! People, institutions and projects, and how people sign in.

mod addressing;
mod changing;
mod claiming;
mod entering;
mod limiting;
mod reading;
mod resolving;
mod roles;
mod sign_in;
