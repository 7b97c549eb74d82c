//! Messages that the mail of another one tells: they end as that one does.

use std::{collections::HashMap, iter};

use super::Batch;
use crate::{
    base::ids::MessageId,
    mail::{deliver::lease::End, outbox::Message},
};

impl<'a> Batch<'a> {
    /// Some of its messages, by their ids, are told by the mails of others.
    pub(super) fn with(self, along: &HashMap<MessageId, MessageId>) -> Self {
        let mut told: HashMap<MessageId, Vec<&'a Message>> = HashMap::new();
        for message in &self.lease.messages {
            if let Some(mail) = along.get(&message.id) {
                told.entry(*mail).or_default().push(message);
            }
        }
        Self {
            along: told,
            ..self
        }
    }

    /// What becomes of a message becomes of those that its mail tells as well. That nobody is at the address is heard of once.
    pub(super) fn each(&self, message: &'a Message, end: End) -> Vec<(&'a Message, End)> {
        let alike = match &end {
            End::Gone(why) => End::Failed(why.clone()),
            end => end.clone(),
        };
        let others = self.along.get(&message.id).into_iter().flatten();
        let others = others.map(|other| (*other, alike.clone()));
        iter::once((message, end)).chain(others).collect()
    }

    /// The ids of a message and of those that its mail tells as well.
    pub(super) fn ids(&self, id: MessageId) -> Vec<MessageId> {
        let others = self.along.get(&id).into_iter().flatten();
        iter::once(id).chain(others.map(|one| one.id)).collect()
    }
}
