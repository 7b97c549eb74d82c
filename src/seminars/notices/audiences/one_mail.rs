//! What goes out in one mail each.

use std::collections::HashMap;

use diesel::{QueryResult, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{AudienceId, MessageId},
        schema::messages,
    },
    mail::outbox::Message,
};

/// Puts a batch together by [`together`].
pub(super) async fn mails<'b>(
    conn: &mut AsyncPgConnection,
    batch: &'b [Message],
) -> QueryResult<Vec<Vec<&'b Message>>> {
    let given = given_before(conn, batch).await?;
    Ok(together(batch, &given))
}

/// What is announced to a list together, and every other message by itself. What a server may have is repeated as the set that it
/// was `given`: whoever has a mail drops another one under its Message-ID, and with it what came due meanwhile.
pub(super) fn together<'b>(
    batch: &'b [Message],
    given: &HashMap<MessageId, MessageId>,
) -> Vec<Vec<&'b Message>> {
    let mut mails: Vec<Vec<&Message>> = Vec::new();
    let mut announced: HashMap<(AudienceId, Option<MessageId>), Vec<&Message>> = HashMap::new();
    for message in batch {
        let Some(list) = message.announces_to() else {
            mails.push(vec![message]);
            continue;
        };
        let given = given.get(&message.id).copied();
        announced.entry((list, given)).or_default().push(message);
    }
    mails.extend(announced.into_values());
    mails
}

/// Under which message each announcement that was tried before was given to a server, or was about to be.
async fn given_before(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, MessageId>> {
    let tried: Vec<MessageId> = batch
        .iter()
        .filter(|message| message.was_tried() && message.announces_to().is_some())
        .map(|message| message.id)
        .collect();
    if tried.is_empty() {
        return Ok(HashMap::new());
    }
    let given: Vec<(MessageId, MessageId)> = messages::table
        .filter(messages::id.eq_any(tried))
        .filter(messages::told_in.is_not_null())
        .select((messages::id, messages::told_in.assume_not_null()))
        .load(conn)
        .await?;
    Ok(given.into_iter().collect())
}
