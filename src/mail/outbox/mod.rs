//! The outbox: a row per notice and recipient, written in the transaction of the change that it tells.
//!
//! What it promises: a message exists once (its [`NewMessage::dedupe_key`]); what has not gone out yet can be rewritten or
//! made void, what has gone out stays as it is; several edits within the change window become one message, from what the
//! recipient knew to what is now. [`super::deliver`] takes the rows from here.
//!
//! ```text
//! drafted → held → queued → leased → sent | failed
//!             └───────┴────────┴──→ void
//! ```

mod list;
mod model;
mod queue;
mod standing;

pub use list::{Filter, Listed, Page, list, one};
pub use model::{About, Message, MessageKind, MessageState, NewMessage};
pub use queue::{Which, queue, void};
pub use standing::{Standing, standing};
