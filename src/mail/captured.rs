//! Captured mail, to be read: what was kept because no mail server is set.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bytea, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use mail_parser::{MessageParser, MimeHeaders, PartType};

use crate::base::ids::MessageId;

/// What a mail consists of (RFC 2045), decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// From whom: name and address.
    pub from: String,
    /// The plain text.
    pub text: String,
    /// The HTML body.
    pub html: Option<String>,
    /// The calendar, its lines unfolded (RFC 5545 §3.1).
    pub calendar: Option<String>,
}

/// The letter by which a message `m` was told: its own, or that of another one. What waits may have been meant for another mail
/// than the one that will tell it.
const LETTERS: &str = "messages m JOIN captured_mails c ON c.message_id = \
     CASE WHEN m.state IN ('sent', 'failed') THEN coalesce(m.told_in, m.id) ELSE m.id END";

/// The subjects of those of `messages` whose letter is kept.
///
/// # Errors
/// What the database says.
pub async fn subjects(
    conn: &mut AsyncPgConnection,
    messages: &[MessageId],
) -> QueryResult<HashMap<MessageId, String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
        #[diesel(sql_type = Text)]
        subject: String,
    }
    let found: Vec<Row> = sql_query(format!(
        "SELECT m.id, c.subject FROM {LETTERS} WHERE m.id = ANY ($1)"
    ))
    .bind::<Array<SqlUuid>, _>(messages)
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|row| (row.id, row.subject)).collect())
}

/// The letter of a message, where it is kept: subject and octets (RFC 5322).
///
/// # Errors
/// What the database says.
pub async fn letter(
    conn: &mut AsyncPgConnection,
    id: MessageId,
) -> QueryResult<Option<(String, Vec<u8>)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        subject: String,
        #[diesel(sql_type = Bytea)]
        source: Vec<u8>,
    }
    let found: Option<Row> = sql_query(format!(
        "SELECT c.subject, c.source FROM {LETTERS} WHERE m.id = $1"
    ))
    .bind::<SqlUuid, _>(id)
    .get_result(conn)
    .await
    .optional()?;
    Ok(found.map(|row| (row.subject, row.source)))
}

/// Takes a mail apart. The calendar may come twice, as an alternative and as a file; it is the same one.
pub fn parts(source: &[u8]) -> Parts {
    let Some(message) = MessageParser::default().parse(source) else {
        return Parts {
            text: String::from_utf8_lossy(source).into_owned(),
            ..Parts::default()
        };
    };
    let mut parts = Parts {
        from: message
            .from()
            .and_then(|from| from.first())
            .map(|from| match (from.name(), from.address()) {
                (Some(name), Some(address)) => format!("{name} <{address}>"),
                (name, address) => name.or(address).unwrap_or_default().to_owned(),
            })
            .unwrap_or_default(),
        ..Parts::default()
    };
    for part in &message.parts {
        let subtype = part.content_type().and_then(|kind| kind.subtype());
        match &part.body {
            PartType::Html(html) if parts.html.is_none() => parts.html = Some(html.to_string()),
            PartType::Text(text) if subtype == Some("calendar") => {
                parts.calendar.get_or_insert_with(|| unfolded(text));
            }
            PartType::Text(text) if parts.text.is_empty() => parts.text = text.to_string(),
            _ => {}
        }
    }
    parts
}

fn unfolded(calendar: &str) -> String {
    calendar
        .replace("\r\n", "\n")
        .replace("\n ", "")
        .replace("\n\t", "")
}

/// The addresses in a text that can be followed, each once.
pub fn links(text: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let begins = word.find("https://").or_else(|| word.find("http://"));
        let Some(begins) = begins else { continue };
        let link = word[begins..].trim_end_matches(['.', ',', ')', '>', ';', '»', '”']);
        if !links.iter().any(|known| known == link) {
            links.push(link.to_owned());
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_taken_apart() {
        let source = "From: Hub <hub@hub.example>\r\nTo: marie@mila.example\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/alternative; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=C3=A9\r\n\
            --x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Café</p>\r\n\
            --x\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:lo\r\n ng\r\n\
            END:VCALENDAR\r\n--x--\r\n";
        let parts = parts(source.as_bytes());
        assert_eq!(parts.from, "Hub <hub@hub.example>");
        assert_eq!(parts.text.trim(), "Café");
        assert_eq!(parts.html.as_deref().map(str::trim), Some("<p>Café</p>"));
        let calendar = parts.calendar.unwrap();
        assert_eq!(
            calendar.trim().lines().collect::<Vec<_>>(),
            ["BEGIN:VCALENDAR", "SUMMARY:long", "END:VCALENDAR"]
        );
    }

    #[test]
    fn links_end_before_the_sentence_does() {
        assert_eq!(
            links(
                "See https://hub.example/s/k7. Or (http://hub.example/a), and https://hub.example/s/k7."
            ),
            ["https://hub.example/s/k7", "http://hub.example/a"]
        );
    }
}
