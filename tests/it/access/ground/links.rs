//! The addresses that are handed to someone: whoever brings one is let in by it.

use maru::{
    base::{ids::PersonId, secret::Purpose},
    mail::preferences::{Notice, Stopped, links},
};

use super::{people::People, seminars::Seminars, text};
use crate::support::{app::TestApp, mailbox::Mail};

/// What stands last in them.
pub struct Links {
    /// To answer an invitation.
    pub answer: String,
    /// To say which notices one wants.
    pub notices: String,
    /// To stop reminders by one click.
    pub click: String,
}

impl Links {
    /// Those of the invitation, which is sent now.
    pub async fn of(app: &TestApp, people: &People, seminars: &Seminars) -> Self {
        let mails = app.mails().await;
        let mail: &Mail = mails.last().unwrap();
        let last = |path: &str| {
            let link = mail.link(&format!("{}{path}", app.hub.public_url));
            let last = link.rsplit('/').next().unwrap();
            last.split('?').next().unwrap().to_owned()
        };
        let stop = Stopped {
            notice: Notice::Reminder,
            series: Some(text(&seminars.open, "id").parse().unwrap()),
        };
        let click = links::one_click(&app.hub, people.ids["invited"], stop).unwrap();
        Self {
            answer: last("/answer/"),
            notices: last("/notices/"),
            click: click.rsplit('/').next().unwrap().to_owned(),
        }
    }
}

/// The link of whoever speaks at the seminar.
pub fn speaks(app: &TestApp, seminar: &str, person: PersonId) -> String {
    let ids = [seminar.parse().unwrap(), person.0];
    app.hub.key.token(Purpose::Speak, &ids, 0)
}

/// What the owner shows at the door of the seminar.
pub fn pass(app: &TestApp, seminar: &str, person: PersonId) -> String {
    let ids = [seminar.parse().unwrap(), person.0];
    app.hub.key.token(Purpose::Door, &ids, 0)
}
