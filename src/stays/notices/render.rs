//! What messages about stays say: rendered for a whole batch at once, in a fixed number of queries.

mod calendar;

pub use calendar::by_mail;

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    About, Tells,
    mails::{self, Changed, HostStay, Reader, Standing, StayChange, VisitorStay},
};
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{MessageId, PersonId, StayId},
        schema::addresses,
    },
    mail::{
        calendar::by_feed,
        draft::{self, Draft},
        outbox::Message,
        render::{Content, Frame, Rendered},
    },
    people::{
        self,
        model::{AddressPurpose, Recipient},
    },
    stays::{
        model::{Details, Snapshot},
        state::StayState,
    },
};

/// The drafts of `batch`; those about a stay that is gone are missing.
///
/// # Errors
/// What the database says.
pub async fn render(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let about = About::read(conn, batch).await?;
    let people: BTreeSet<PersonId> = batch.iter().filter_map(Message::person).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    // Mails about stays name days, which are the site's: the moment does not matter.
    let recipients = people::queries::recipients(conn, hub, &people, clock.now()).await?;
    let known = Known {
        threads: threads(conn, &about, &people).await?,
        who_signs_in: who_signs_in(conn, &people).await?,
        in_calendars: {
            let stays: Vec<StayId> = about.now.keys().copied().collect();
            calendar::in_calendars(conn, &stays, &people).await?
        },
        by_feed: by_feed(conn, &people).await?,
    };
    let draft = |message: &Message| {
        let told = Told {
            hub,
            message,
            details: about.details(message)?,
            before: about.before(message),
            recipient: recipients.get(&message.person()?)?,
            known: &known,
        };
        Some((message.id, told.draft(Tells::of(message)?)))
    };
    Ok(batch.iter().filter_map(draft).collect())
}

/// What depends on the recipient.
struct Known {
    /// The first message that each got about each stay: what the later ones are answers to.
    threads: HashMap<(StayId, PersonId), MessageId>,
    /// Those who can open pages.
    who_signs_in: HashSet<PersonId>,
    /// Those who have it in their calendar.
    in_calendars: HashSet<(StayId, PersonId)>,
    /// Those who have chosen to have it there by their feed.
    by_feed: HashSet<PersonId>,
}

async fn threads(
    conn: &mut AsyncPgConnection,
    about: &About,
    people: &[PersonId],
) -> QueryResult<HashMap<(StayId, PersonId), MessageId>> {
    #[derive(QueryableByName)]
    struct First {
        #[diesel(sql_type = SqlUuid)]
        stay_id: StayId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let rows: Vec<First> = sql_query(
        "SELECT DISTINCT ON (stay_id, person_id) stay_id, person_id, id FROM messages \
         WHERE stay_id = ANY ($1) AND person_id = ANY ($2) AND state = 'sent' AND kind = 'stay' \
         ORDER BY stay_id, person_id, sent_at, id",
    )
    .bind::<Array<SqlUuid>, _>(about.now.keys().copied().collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.stay_id, row.person_id), row.id))
        .collect())
}

async fn who_signs_in(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
) -> QueryResult<HashSet<PersonId>> {
    let found: Vec<PersonId> = addresses::table
        .filter(addresses::person_id.eq_any(people))
        .filter(addresses::purpose.eq(AddressPurpose::SignIn))
        .select(addresses::person_id)
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

/// One message with all that it tells.
struct Told<'a> {
    hub: &'a Hub,
    message: &'a Message,
    details: &'a Details,
    before: Option<&'a Snapshot>,
    recipient: &'a Recipient,
    known: &'a Known,
}

impl Told<'_> {
    fn draft(&self, tells: Tells) -> Draft {
        let (name, language) = (self.recipient.name.clone(), self.recipient.language);
        let mut draft = Draft::new(name, language, self.content(tells));
        let thread = (self.details.stay.id, self.recipient.person);
        draft.calendar = self.calendar();
        draft.thread = self
            .known
            .threads
            .get(&thread)
            .filter(|first| **first != self.message.id)
            .and_then(|first| draft::message_id(self.hub, *first).ok())
            .into_iter()
            .collect();
        draft
    }

    fn content(&self, tells: Tells) -> Rendered {
        let reader = self.reader();
        match tells {
            Tells::Step { state, reason, .. } if reader == Reader::Visitor => {
                // Where the visitor says that they come is the stay's page; opening it changes nothing.
                let invited = state == StayState::Invited;
                let (page, confirm) = if invited {
                    (None, self.page())
                } else {
                    (self.page(), None)
                };
                VisitorStay {
                    frame: self.frame(),
                    stay: mails::Stay {
                        page,
                        ..self.stay()
                    },
                    standing: Standing::from(state),
                    reason,
                    confirm,
                }
                .render()
            }
            Tells::Step { state, reason, by } => HostStay {
                frame: self.frame(),
                stay: self.stay(),
                standing: Standing::from(state),
                reason,
                by: by.filter(|_| state == StayState::Proposed),
            }
            .render(),
            Tells::Change { reason } => {
                let now = Snapshot::of(self.details);
                StayChange {
                    frame: self.frame(),
                    stay: mails::Stay {
                        page: self.page().filter(|_| reader != Reader::FormerHost),
                        ..self.stay()
                    },
                    to: reader,
                    changes: changes(self.before.unwrap_or(&now), &now),
                    reason,
                }
                .render()
            }
        }
    }

    fn reader(&self) -> Reader {
        let stay = &self.details.stay;
        if self.recipient.person == stay.visitor_id {
            Reader::Visitor
        } else if self.recipient.person == stay.host_id {
            Reader::Host
        } else {
            Reader::FormerHost
        }
    }

    fn frame(&self) -> Frame {
        self.recipient.frame(self.hub)
    }

    fn stay(&self) -> mails::Stay {
        let Details {
            stay,
            visitor,
            institution,
            host,
            site,
            desk,
        } = self.details;
        mails::Stay {
            visitor: visitor.called().to_owned(),
            institution: institution.as_ref().map(|home| home.name.clone()),
            host: host.called().to_owned(),
            from: stay.from_date,
            to: stay.to_date,
            site: site.clone(),
            desk: desk.as_ref().map(|desk| desk.name.clone()),
            purpose: Some(stay.purpose.clone()).filter(|purpose| !purpose.is_empty()),
            page: self.page(),
        }
    }

    /// The page of the stay, for those who can sign in.
    fn page(&self) -> Option<String> {
        let page = || self.hub.url(&format!("/stays/{}", self.details.stay.code));
        let signs_in = self.known.who_signs_in.contains(&self.recipient.person);
        signs_in.then(page)
    }
}

/// What differs, as it is told.
fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Changed> {
    let given = |purpose: &String| Some(purpose.clone()).filter(|purpose| !purpose.is_empty());
    let mut changes = Vec::new();
    if (old.from, old.to) != (new.from, new.to) {
        changes.push(Changed::Dates {
            old: (old.from, old.to),
            new: (new.from, new.to),
        });
    }
    if old.desk_id != new.desk_id {
        changes.push(Changed::Desk {
            old: old.desk.clone(),
            new: new.desk.clone(),
        });
    }
    if old.host_id != new.host_id {
        changes.push(Changed::Host {
            old: old.host.clone(),
            new: new.host.clone(),
        });
    }
    if old.purpose != new.purpose {
        changes.push(Changed::Purpose {
            old: given(&old.purpose),
            new: given(&new.purpose),
        });
    }
    changes
}
