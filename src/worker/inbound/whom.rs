//! What a message that came in is about, and who is to hear of it.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Desk;
use crate::{
    base::{
        hub::Hub,
        ids::{MessageId, PersonId},
        schema::{addresses, messages, roles},
        secret::{Key, Purpose},
    },
    mail::{
        inbound::Incoming,
        outbox::{About, Message},
    },
    people::{
        self,
        model::{AddressPurpose, Role},
    },
    rooms, seminars, stays,
    web::urls,
};

/// The message of ours to which `incoming` came back: by the token, which only whoever got it has.
pub async fn by_token(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    incoming: &Incoming,
) -> QueryResult<Option<Message>> {
    let Some(token) = incoming.token.as_deref() else {
        return Ok(None);
    };
    match Key::ids_in::<1>(token) {
        Some([id]) if hub.key.holds(token, Purpose::Reply, &[id], 0) => {
            message(conn, MessageId(id)).await
        }
        _ => Ok(None),
    }
}

/// The message of ours that has this Message-ID.
pub async fn by_message_id(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    message_id: &str,
) -> QueryResult<Option<Message>> {
    let named = message_id
        .rsplit_once('@')
        .filter(|(_, host)| host.eq_ignore_ascii_case(hub.mail_host()))
        .and_then(|(id, _)| id.parse().ok());
    match named {
        Some(id) => message(conn, id).await,
        None => Ok(None),
    }
}

/// The message of ours that someone answers, by token or by what stands in their mail's headers.
pub async fn answered(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    incoming: &Incoming,
) -> QueryResult<Option<Message>> {
    match by_token(conn, hub, incoming).await? {
        Some(found) => Ok(Some(found)),
        None => by_headers(conn, hub, incoming).await,
    }
}

/// The message of ours that someone answers, by what stands in their mail's headers alone.
pub async fn by_headers(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    incoming: &Incoming,
) -> QueryResult<Option<Message>> {
    for id in incoming.answers.iter().take(20) {
        if let Some(found) = by_message_id(conn, hub, id).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn message(conn: &mut AsyncPgConnection, id: MessageId) -> QueryResult<Option<Message>> {
    messages::table
        .find(id)
        .select(Message::as_select())
        .first(conn)
        .await
        .optional()
}

/// Something that mail is about: what it is called, where it is seen, who is told of it.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    pub about: About,
    pub name: Option<String>,
    pub path: Option<String>,
    pub readers: Vec<PersonId>,
}

/// What `about` is. Where nobody is named for it, nobody is here either.
pub async fn subject(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    about: About,
) -> QueryResult<Subject> {
    let mut subject = Subject {
        about,
        ..Subject::default()
    };
    if let Some(id) = about.seminar
        && let Some(found) = seminars::queries::seminar(conn, id).await?
    {
        subject.readers = seminars::queries::told_of(conn, &found).await?;
        let details = seminars::queries::detail(conn, found).await?;
        subject.name = Some(details.label().to_owned());
        subject.path = Some(urls::seminar(&details.seminar.code));
    } else if let Some(id) = about.stay
        && let Some(found) = stays::queries::stay(conn, id).await?
    {
        subject.readers = vec![found.host_id];
        let names = people::queries::names(conn, &[found.visitor_id]).await?;
        subject.name = names
            .get(&found.visitor_id)
            .and_then(|one| one.name.clone());
        subject.path = Some(urls::stay(&found.code));
    } else if let Some(id) = about.booking
        && let Some(found) = rooms::queries::booking(conn, id).await?
    {
        // What its owner writes goes to whoever entered it for them.
        subject.readers = vec![found.for_id, found.entered_by];
        subject.readers.dedup();
        subject.name = Some(found.title);
        subject.path = Some(urls::booking(&found.code));
    }
    subject.path = subject.path.map(|path| desk.hub.url(&path));
    Ok(subject)
}

diesel::define_sql_function! {
    /// In lower case, as the index has it.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// What the address to which `message` went is for to its reader; `None` where it is no address of a person, or not theirs
/// any more.
pub async fn purpose(
    conn: &mut AsyncPgConnection,
    message: &Message,
) -> QueryResult<Option<AddressPurpose>> {
    let Some(person) = message.person() else {
        return Ok(None);
    };
    addresses::table
        .filter(addresses::person_id.eq(person))
        .filter(lower(addresses::address).eq(message.address.to_lowercase()))
        .select(addresses::purpose)
        .first(conn)
        .await
        .optional()
}

/// Who has this address.
pub async fn owners(conn: &mut AsyncPgConnection, address: &str) -> QueryResult<Vec<PersonId>> {
    addresses::table
        .filter(lower(addresses::address).eq(address.to_lowercase()))
        .select(addresses::person_id)
        .load(conn)
        .await
}

/// Who looks after the hub.
pub async fn administrators(conn: &mut AsyncPgConnection) -> QueryResult<Vec<PersonId>> {
    roles::table
        .filter(roles::role.eq(Role::Administrator))
        .order(roles::person_id)
        .select(roles::person_id)
        .load(conn)
        .await
}
