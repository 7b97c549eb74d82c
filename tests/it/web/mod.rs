//! The frame that serves pages and API: who is let in, what is refused, and how it is said.

mod api;
mod contract;
mod forms;
mod frame;
mod openapi;
mod sign_in;
