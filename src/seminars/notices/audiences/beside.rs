//! Which others one mail tells with a message: what is announced to one mailing list together.

use std::collections::HashMap;

use diesel::{QueryResult, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{gather::Gathering, one_mail};
use crate::{
    base::{
        clock::Instant,
        hub::Hub,
        ids::{AudienceId, MessageId},
        schema::messages,
    },
    mail::outbox::{Message, MessageKind, MessageState},
};

/// The others of one mail with `message`, by id: those of the mail `told_in` ([`outbox::told_in`](crate::mail::outbox::told_in))
/// by which it was told, or was to be told where it failed; or where it has not gone yet, those that it is told with as all of them
/// stand at `now`, each as it stands when it goes. That is foretold by the rules that workers follow and by what the rows say; what
/// a worker finds as it puts the mail together decides, such as what is true by then.
///
/// # Errors
/// What the database says.
pub async fn beside(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    message: &Message,
    told_in: MessageId,
    now: Instant,
) -> QueryResult<Vec<Message>> {
    let Some(list) = message.announces_to() else {
        return Ok(Vec::new());
    };
    let mut mail = match message.state {
        MessageState::Sent => told(conn, list, told_in, &[MessageState::Sent]).await?,
        // Some of its mail may have been tried again since.
        MessageState::Failed => {
            let states = [MessageState::Sent, MessageState::Failed];
            told(conn, list, told_in, &states).await?
        }
        MessageState::Held | MessageState::Queued | MessageState::Leased => {
            foretold(conn, hub, list, message.id, now).await?
        }
        // Nobody has let it go yet, or nobody is told of it.
        MessageState::Drafted | MessageState::Void => Vec::new(),
    };
    mail.retain(|one| one.id != message.id);
    Ok(mail)
}

/// What was announced to a list by the mail `told_in` and stands in one of `states`.
async fn told(
    conn: &mut AsyncPgConnection,
    list: AudienceId,
    told_in: MessageId,
    states: &[MessageState],
) -> QueryResult<Vec<Message>> {
    messages::table
        .filter(messages::audience_id.eq(list))
        .filter(messages::kind.eq(MessageKind::Announcement))
        .filter(messages::told_in.eq(told_in))
        .filter(messages::state.eq_any(states))
        .order(messages::id)
        .select(Message::as_select())
        .load(conn)
        .await
}

/// What goes to a list in one mail with the message `id`, itself among it.
async fn foretold(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    list: AudienceId,
    id: MessageId,
    now: Instant,
) -> QueryResult<Vec<Message>> {
    let found: Vec<(Message, Option<MessageId>)> = messages::table
        .filter(messages::audience_id.eq(list))
        .filter(messages::kind.eq(MessageKind::Announcement))
        .filter(messages::ended_at.is_null())
        .filter(messages::state.ne(MessageState::Drafted))
        .order(messages::id)
        .select((Message::as_select(), messages::told_in))
        .load(conn)
        .await?;
    let told_in: HashMap<MessageId, MessageId> = found
        .iter()
        .filter_map(|(one, mail)| Some((one.id, (*mail)?)))
        .collect();
    let waiting: Vec<Message> = found.into_iter().map(|(one, _)| one).collect();
    if waiting.len() < 2 {
        return Ok(waiting);
    }
    let all: Vec<&Message> = waiting.iter().collect();
    let rule = Gathering::of(conn, hub, &all).await?;
    Ok(mail_of(id, waiting, &told_in, &rule, now))
}

/// What goes in one mail with the message `id`, by id, where workers do from `now` on what they do with those that are `waiting`
/// for one list, and nothing comes between; `told_in` says of some in which mail a worker has put them. None where it is too late
/// before.
fn mail_of(
    id: MessageId,
    mut waiting: Vec<Message>,
    told_in: &HashMap<MessageId, MessageId>,
    rule: &Gathering,
    now: Instant,
) -> Vec<Message> {
    let tried = waiting.iter().filter(|one| one.was_tried());
    let given: HashMap<MessageId, MessageId> = tried
        .filter_map(|one| Some((one.id, *told_in.get(&one.id)?)))
        .collect();
    let mut at = now;
    while waiting.iter().any(|one| one.id == id) {
        // While a worker has any, nobody takes another; then one takes all that are due.
        let in_hand = waiting.iter().any(|one| one.state == MessageState::Leased);
        let (mut batch, mut rest): (Vec<Message>, Vec<Message>) =
            waiting.into_iter().partition(|one| match in_hand {
                true => one.state == MessageState::Leased,
                false => one.send_after <= at,
            });
        batch.retain(|one| in_hand || one.not_after > at);
        // A worker asks once what waits, and then writes of all others that it has in which mail each is: these are on their way.
        let is_put_together = in_hand && batch.iter().all(|one| told_in.contains_key(&one.id));
        let held = rest.iter().filter(|one| one.state == MessageState::Held);
        let ends: Vec<Instant> = held.map(|one| one.send_after).collect();
        let all: Vec<&Message> = batch.iter().collect();
        let until = match is_put_together {
            true => HashMap::new(),
            false => rule.until(at, &all, &ends),
        };
        let (wait, go): (Vec<Message>, Vec<Message>) = batch
            .into_iter()
            .partition(|one| until.contains_key(&one.id));
        let known = match is_put_together {
            true => told_in,
            false => &given,
        };
        let mut mails = one_mail::together(&go, known).into_iter();
        if let Some(mail) = mails.find(|mail| mail.iter().any(|one| one.id == id)) {
            let mut mail: Vec<Message> = mail.into_iter().cloned().collect();
            mail.sort_by_key(|one| one.id);
            return mail;
        }
        rest.extend(wait.into_iter().map(|one| Message {
            state: MessageState::Held,
            send_after: until.get(&one.id).copied().unwrap_or(one.send_after),
            ..one.given_back()
        }));
        let next = rest.iter().map(|one| one.send_after).min();
        at = next.map_or(at, |next| next.max(at));
        waiting = rest;
    }
    Vec::new()
}
