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

mod acts;
mod list;
mod model;
mod queue;
mod reader;
mod standing;
mod waiting;

pub use acts::{give_up, may_give_up, may_try_again, try_again};
pub use list::{Fault, Filter, Listed, Page, faults, list, one, told_in};
pub use model::{About, Message, MessageKind, MessageState, NewMessage};
pub use queue::{Which, queue, void};
pub use reader::Reader;
pub use standing::{DomainStanding, Standing, by_domain, standing, stands_still};
pub use waiting::{let_go, put_note, stop, waiting, waiting_for_update};
