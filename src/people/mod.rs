//! The people whom Maru knows (members, speakers, visitors, hosts and guests), their institutions and roles, and how
//! they sign in.
//!
//! A person has none, one or several addresses; an address may serve several people (an office that answers for a
//! minister) and belongs to one alone for signing in. A name is never guessed.

pub mod actions;
pub mod model;
pub mod notices;
pub mod queries;
pub mod rules;
pub mod sign_in;
