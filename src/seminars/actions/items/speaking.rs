//! Who speaks in the items of a programme: people of the seminar, and those whom the items bring.

use diesel_async::AsyncPgConnection;

use super::NewItem;
use crate::{
    base::{
        changes::Subject,
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::PersonId,
    },
    people::{self, actions::PersonEntry, model::Actor},
    seminars::{
        actions::create::{NewSpeaker, SpeakerEntry, WhoSpeaks, resolve_speakers},
        model::Speaker,
    },
};

/// Who speaks: those of the seminar with those whom the items bring, and of each item who. None of the seminar where nobody
/// comes or goes.
pub(in crate::seminars::actions) struct Speaking {
    pub seminar: Option<Vec<SpeakerEntry>>,
    pub items: Option<Vec<Vec<PersonId>>>,
    /// What is to be raised, last.
    pub raised: Vec<Subject>,
}

/// The people behind what was typed; `before` speak at the seminar so far.
///
/// # Errors
/// An address that is none or is shared; too many of them.
pub(in crate::seminars::actions) async fn resolve(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    before: &[Speaker],
    speakers: Option<&[NewSpeaker]>,
    items: Option<&[NewItem]>,
) -> Result<Speaking, Refusal> {
    let mut raised = Vec::new();
    let mut seminar = match speakers {
        Some(wanted) => {
            let (entries, names) = resolve_speakers(conn, clock, actor, wanted).await?;
            raised.extend(names);
            Some(entries)
        }
        None => None,
    };
    let Some(items) = items else {
        return Ok(Speaking {
            seminar,
            items: None,
            raised,
        });
    };
    let wanted = || items.iter().flat_map(|item| &item.speakers);
    let entries: Vec<PersonEntry> = wanted()
        .filter_map(|speaker| match &speaker.who {
            WhoSpeaks::Entry(entry) => Some(entry.clone()),
            WhoSpeaks::Person(_) => None,
        })
        .collect();
    let resolved = people::actions::resolve(conn, clock, actor, &entries).await?;
    raised.extend(resolved.names);
    let mut entered = resolved.people.into_iter();
    let known = before.iter();
    let known = known.map(|speaker| (speaker.person_id, speaker.role));
    let mut all: Vec<SpeakerEntry> = seminar.clone().unwrap_or_else(|| known.collect());
    let before = all.len();
    let mut of_items = Vec::with_capacity(items.len());
    for item in items {
        let mut speaking: Vec<PersonId> = Vec::with_capacity(item.speakers.len());
        for speaker in &item.speakers {
            let person = match &speaker.who {
                WhoSpeaks::Person(person) => *person,
                WhoSpeaks::Entry(_) => entered.next().ok_or(Refusal::NotFound)?,
            };
            if !all.iter().any(|(known, _)| *known == person) {
                all.push((person, speaker.role));
            }
            if !speaking.contains(&person) {
                speaking.push(person);
            }
        }
        of_items.push(speaking);
    }
    if all.len() > 100 {
        let reason = Reason::new("reason-too-many").with("max", 100);
        return Err(Invalid::one("speakers", reason).into());
    }
    if all.len() > before {
        seminar = Some(all);
    }
    Ok(Speaking {
        seminar,
        items: Some(of_items),
        raised,
    })
}
