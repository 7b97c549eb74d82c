//! The calendar object that goes with a message about a stay (RFC 5546): whole days, in which nobody is busy.
//!
//! A host has the stay in their calendar from its approval on, a visitor from their invitation on, whose yes confirms it.
//! It has the UID, the times and the SEQUENCE of the entry in their personal feeds. A host who has chosen these has it by
//! them alone; a visitor is asked by it whether they come, and gets it all the same.

use std::collections::HashSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Told;
use crate::{
    base::{
        ids::{PersonId, StayId},
        language::Language,
    },
    ical::{
        itip::{self, Attendee, Organizer, Partstat},
        write::{Class, Event, When},
    },
    mail::{calendar::BY_INVITATION, draft::Calendar},
    stays::{notices::mails::Reader, rules, state::StayState},
};

/// The condition that the message `m` puts the stay `s` into a calendar, or follows one that did.
fn puts_it() -> String {
    format!(
        "m.state = 'sent' AND m.kind = 'stay' AND (m.person_id = s.visitor_id OR {BY_INVITATION}) \
         AND EXISTS (SELECT FROM stay_steps t WHERE t.stay_id = s.id AND t.at <= m.sent_at \
             AND t.state = CASE WHEN m.person_id = s.visitor_id THEN 'invited' ELSE 'approved' END)"
    )
}

/// What of the stays of `person` stands in their calendar by mail as it is now, or was taken away there. What they did
/// themselves no mail tells: of that their feed knows alone.
///
/// # Errors
/// What the database says.
pub async fn by_mail(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<HashSet<StayId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: StayId,
    }
    let puts_it = puts_it();
    let rows: Vec<Row> = sql_query(format!(
        "SELECT s.id FROM stays s WHERE $1 IN (s.visitor_id, s.host_id) \
           AND EXISTS (SELECT FROM messages m WHERE m.stay_id = s.id AND m.person_id = $1 AND {puts_it}) \
           AND EXISTS (SELECT FROM messages m WHERE m.stay_id = s.id AND m.person_id = $1 AND m.state = 'sent' \
               AND m.kind = 'stay' AND m.sequence = s.sequence)",
    ))
    .bind::<SqlUuid, _>(person)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Who has which stay in their calendar by a message that went out.
pub(super) async fn in_calendars(
    conn: &mut AsyncPgConnection,
    stays: &[StayId],
    people: &[PersonId],
) -> QueryResult<HashSet<(StayId, PersonId)>> {
    #[derive(QueryableByName)]
    struct Asked {
        #[diesel(sql_type = SqlUuid)]
        stay_id: StayId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Asked> = sql_query(format!(
        "SELECT DISTINCT m.stay_id, m.person_id FROM messages m JOIN stays s ON s.id = m.stay_id \
         WHERE m.stay_id = ANY ($1) AND m.person_id = ANY ($2) AND {}",
        puts_it()
    ))
    .bind::<Array<SqlUuid>, _>(stays)
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.stay_id, row.person_id))
        .collect())
}

impl Told<'_> {
    /// What puts the stay into the recipient's calendar, moves it there, or takes it away.
    pub(super) fn calendar(&self) -> Option<Calendar> {
        let reader = self.reader();
        let state = self.details.stay.state;
        let has_it = self
            .known
            .in_calendars
            .contains(&(self.details.stay.id, self.recipient.person));
        let method = if state.is_off() || reader == Reader::FormerHost {
            has_it.then_some("CANCEL")
        } else {
            let by_feed = self.known.by_feed.contains(&self.recipient.person);
            let by_mail = reader == Reader::Visitor || has_it || !by_feed;
            (is_in(reader, state) && by_mail).then_some("REQUEST")
        }?;
        let organizer = Organizer {
            name: &self.hub.mail_name,
            address: &self.hub.mail_address,
        };
        let attendee = Attendee {
            name: self.recipient.name.as_deref(),
            address: &self.message.address,
            partstat: partstat(reader, state),
            answer_wanted: reader == Reader::Visitor && state == StayState::Invited,
            language: Some(self.recipient.language.code()),
        };
        let event = self.event(reader);
        let body = match method {
            "CANCEL" => itip::cancel(&event, &organizer, &attendee),
            _ => itip::request(&event, &organizer, &attendee),
        };
        Some(Calendar {
            method: Some(method),
            body,
        })
    }

    fn event(&self, reader: Reader) -> Event {
        let language = self.recipient.language;
        let stay = &self.details.stay;
        let desk = self.details.desk.as_ref().map(|desk| desk.name.clone());
        let places: Vec<String> = desk.into_iter().chain(self.details.site.clone()).collect();
        let mut summary = self.summary(reader, language);
        if stay.state.is_off() {
            summary = language.with("calendar-cancelled", &[("title", summary.into())]);
        }
        Event {
            uid: stay.uid.clone(),
            sequence: stay.sequence,
            stamp: stay.modified_at,
            modified: stay.modified_at,
            created: stay.created_at,
            when: When::AllDay {
                from: stay.from_date,
                to_inclusive: stay.to_date,
            },
            summary,
            description: self.description(reader, language),
            location: Some(places.join(", ")).filter(|places| !places.is_empty()),
            geo: None,
            url: self.page(),
            categories: stay.topics.clone(),
            status: rules::status(stay.state, stay.certainty),
            conference: None,
            transparent: true,
            class: Class::Private,
        }
    }

    /// To the host, who comes; to the visitor, where they stay.
    fn summary(&self, reader: Reader, language: Language) -> String {
        let details = self.details;
        if reader == Reader::Visitor {
            let place = details.site.as_ref().unwrap_or(&self.hub.name);
            return language.with("feed-stay", &[("place", place.as_str().into())]);
        }
        let name = details.visitor.called();
        let visitor = match &details.institution {
            Some(home) => format!("{name} ({})", home.name),
            None => name.to_owned(),
        };
        language.with("feed-visit", &[("visitor", visitor.into())])
    }

    fn description(&self, reader: Reader, language: Language) -> Option<String> {
        let host = self.details.host.called();
        let host = (reader == Reader::Visitor)
            .then(|| language.with("feed-host", &[("host", host.into())]));
        let purpose = Some(self.details.stay.purpose.clone()).filter(|text| !text.is_empty());
        let parts: Vec<String> = [host, purpose, self.page()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }
}

/// Whether a stay in `state` stands in the calendar of `reader`.
fn is_in(reader: Reader, state: StayState) -> bool {
    match reader {
        Reader::Visitor => matches!(
            state,
            StayState::Invited | StayState::Confirmed | StayState::Arrived
        ),
        Reader::Host => matches!(
            state,
            StayState::Approved | StayState::Invited | StayState::Confirmed | StayState::Arrived
        ),
        Reader::FormerHost => false,
    }
}

/// A host has agreed by being one; a visitor answers their invitation.
fn partstat(reader: Reader, state: StayState) -> Partstat {
    let says_so = matches!(state, StayState::Confirmed | StayState::Arrived);
    match reader {
        Reader::Visitor if !says_so => Partstat::NeedsAction,
        Reader::Visitor | Reader::Host | Reader::FormerHost => Partstat::Accepted,
    }
}
