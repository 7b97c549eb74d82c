//! People, institutions and projects, and how people sign in.

mod entering;
mod reading;
