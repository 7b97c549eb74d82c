//! What people wish to be told by mail, and when not: one place that decides, of each message whose time has come, by what
//! kind of [`Notice`] it is and by what its recipient chose.
//!
//! | preset | what it has |
//! |---|---|
//! | quiet | invitations and requests to speak, changes (those that a feed would show too late, too), what becomes of one's own bookings and stays |
//! | normal | that, reminders after a yes (or of a series for which they were asked for), answers that come in, the programme of what one follows |
//! | everything | that, and reminders of every seminar of the series that one follows |
//!
//! Whoever chose nothing has the normal one. The kinds can be ticked one by one instead. What someone asked for at this
//! moment (a sign-in), what people write to them, and that something of their own is cancelled cannot be switched off.
//! Some kinds may come once a day, at eight in the morning ([`Notice::GATHERED`]), but for what is near by then, and for what
//! asks their reader for something.
//!
//! One kind of notice of one series is stopped by one click ([`links::one_click`], RFC 8058), and is resumed on the page of
//! preferences. In quiet hours a message waits for their end, unless its time would be over by then or what it is about
//! near ([`rules::decide`]). What is not wanted is void, so that whoever organises sees who does not know.

pub mod actions;
pub mod links;
mod model;
pub mod queries;
pub mod rules;

pub use model::{Choice, Matter, Notice, Pace, Preferences, Preset, QuietHours, Stopped};
