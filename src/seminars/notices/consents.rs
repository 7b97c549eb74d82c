//! A speaker agrees no more to a use of their talk: its organisers are told at once, also of what is over, for what was published
//! elsewhere is theirs to take down. What is shown here follows by itself.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde_json::json;

use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
    },
    mail::outbox::{self, Message, MessageKind, NewMessage},
    people::{self, model::Named},
    seminars::{
        model::{Consent, Details, Said},
        queries,
    },
};

/// How late it may be told.
const LASTS: Duration = Duration::days(7);

/// Tells the organisers that a speaker, who said so much `before`, does not agree any more to these uses.
///
/// # Errors
/// What the database says.
pub async fn consents_withdrawn(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    before: &Said,
    consents: &[Consent],
    by: Option<PersonId>,
) -> QueryResult<()> {
    let (seminar, speaker) = (&details.seminar, before.row.person_id);
    let mut organisers = queries::told_of(conn, seminar).await?;
    organisers.retain(|organiser| Some(*organiser) != by);
    let recipients = people::queries::recipients(conn, hub, &organisers, seminar.starts_at).await?;
    let (now, kind) = (clock.now(), MessageKind::ConsentWithdrawn);
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|organiser| NewMessage {
            kind,
            // What is taken back again later is told again.
            dedupe_key: format!(
                "consent:{}:{speaker}:{}-{}:{}",
                seminar.id,
                now.timestamp_millis(),
                before.row.page_version,
                organiser.person
            ),
            to: organiser.person.into(),
            address: organiser.address.clone(),
            about: seminar.id.into(),
            revision: None,
            from_revision: None,
            sequence: None,
            payload: json!({ "speaker": speaker, "consents": consents }),
            caused_by: by,
            priority: kind.priority(),
            send_after: now,
            not_after: now + LASTS,
            held: false,
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Whether a message tells of that.
pub(super) fn is_about_consents(message: &Message) -> bool {
    message.kind == MessageKind::ConsentWithdrawn
}

/// Why messages of `batch` that tell of it need not go: they agree again.
pub(super) async fn untrue(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let known = Withdrawn::read(conn, batch).await?;
    let about = batch.iter().filter(|message| is_about_consents(message));
    let again = about.filter(|message| known.of(message).is_none());
    Ok(again
        .map(|message| (message.id, "they agree again".to_owned()))
        .collect())
}

/// What the speakers say now of whom a batch tells that they agree no more, and what they are called.
#[derive(Default)]
pub(super) struct Withdrawn {
    said: HashMap<(SeminarId, PersonId), Said>,
    names: HashMap<PersonId, Named>,
}

impl Withdrawn {
    pub(super) async fn read(conn: &mut AsyncPgConnection, batch: &[Message]) -> QueryResult<Self> {
        let about = || batch.iter().filter(|message| is_about_consents(message));
        let seminars: BTreeSet<SeminarId> = about()
            .filter_map(|message| message.about.seminar)
            .collect();
        if seminars.is_empty() {
            return Ok(Self::default());
        }
        let seminars: Vec<SeminarId> = seminars.into_iter().collect();
        let said = queries::said(conn, &seminars).await?;
        let speakers: Vec<PersonId> = about().filter_map(speaker_of).collect();
        Ok(Self {
            said: said
                .into_iter()
                .map(|one| ((one.row.seminar_id, one.row.person_id), one))
                .collect(),
            names: people::queries::names(conn, &speakers).await?,
        })
    }

    /// What whoever it tells of is called, and to what they still do not agree; none where they agree to all of it again.
    pub(super) fn of(&self, message: &Message) -> Option<(String, Vec<Consent>)> {
        let speaker = speaker_of(message)?;
        let said = self.said.get(&(message.about.seminar?, speaker));
        let told: Vec<Consent> =
            serde_json::from_value(message.payload["consents"].clone()).ok()?;
        let open: Vec<Consent> = told
            .into_iter()
            .filter(|consent| !said.is_some_and(|said| said.agrees(*consent)))
            .collect();
        let named = self.names.get(&speaker);
        let name = named.map_or_else(String::new, |named| named.called().to_owned());
        (!open.is_empty()).then_some((name, open))
    }
}

fn speaker_of(message: &Message) -> Option<PersonId> {
    message.payload["speaker"].as_str()?.parse().ok()
}
