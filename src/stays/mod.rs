//! Visiting stays: who comes, whose guest they are, from when to when, where they sit, and what they are told.
//!
//! It promises: a desk is held from the moment a stay is proposed, under the constraint that holds every room
//! (`occupancies_room_free`), and is free again once the stay does not take place; every step has a time, an author and
//! where they gave one a reason; a visitor's zone follows them from the approval on ([`crate::people::queries::recipients`]).

pub mod actions;
pub mod model;
pub mod notices;
pub mod queries;
pub mod rules;
pub mod state;
