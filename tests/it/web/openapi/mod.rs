//! The description of the API: that it is sound, that it says what there is and nothing else, and that what is answered
//! looks as it says.

mod answers;
mod bodies;
mod calls;
mod described;
mod docs;
mod feeds;
mod shape;
mod walk;
