//! Signing in, by mail and from the command line; sessions and tokens.

mod commands;
mod mails;
mod redeeming;
mod sessions;

use diesel_async::AsyncPgConnection;
use maru::{
    base::clock::Clock,
    mail::outbox::{self, Filter, Message, Page},
    people::sign_in::{self, SignInError, Visit},
};

use crate::support::make;

/// A browser in Seoul.
const VISIT: Visit<'_> = Visit {
    origin: Some("192.0.2.1"),
    user_agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
};

async fn ask(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    address: &str,
) -> Result<(), SignInError> {
    sign_in::request(conn, clock, &make::hub(), address, None, &VISIT).await
}

/// Every message there is, the oldest first.
async fn messages(conn: &mut AsyncPgConnection) -> Vec<Message> {
    let page = Page {
        limit: 100,
        after: None,
    };
    let mut listed = outbox::list(conn, &Filter::default(), page)
        .await
        .unwrap()
        .items;
    listed.sort_by_key(|message| message.created_at);
    listed
}

/// What a message for signing in says: the token of its link, and its code.
async fn read(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    message: &Message,
) -> (String, String) {
    let hub = make::hub();
    let drafts = maru::people::notices::render(conn, clock, &hub, std::slice::from_ref(message))
        .await
        .unwrap();
    let text = &drafts[0].1.content.text;
    let words = |label: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(label));
        line.unwrap().trim().to_owned()
    };
    let link = words("Sign in:");
    let token = link
        .strip_prefix("https://hub.example/sign-in/link/")
        .unwrap();
    (token.to_owned(), words("Code:"))
}

/// Asks for `address`, and reads the newest mail.
async fn asked(conn: &mut AsyncPgConnection, clock: &dyn Clock, address: &str) -> (String, String) {
    ask(conn, clock, address).await.unwrap();
    let newest = messages(conn).await.pop().unwrap();
    read(conn, clock, &newest).await
}

/// How it ended, in a word.
fn word<T>(outcome: &Result<T, SignInError>) -> &'static str {
    match outcome {
        Ok(_) => "in",
        Err(SignInError::Wrong) => "wrong",
        Err(SignInError::TooOften(_)) => "too often",
        Err(SignInError::Refused(_)) => "refused",
    }
}
