//! Who speaks, as typed into the form of a seminar.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::shown::Shown;
use crate::{
    base::{
        error::{Invalid, Reason},
        text,
    },
    people::{self, actions::PersonEntry, model::Named, queries::Meant},
    seminars::{
        actions::{NewSpeaker, WhoSpeaks},
        model::SpeakerRole,
    },
    web::typed::{self, Line},
};

/// Who speaks, in the order of the lines. Someone of `shown` is known by their line, whether they have an address or not.
pub(in crate::web::seminars) async fn speakers(
    conn: &mut AsyncPgConnection,
    typed: &str,
    shown: &[Shown],
) -> QueryResult<Result<Vec<NewSpeaker>, Invalid>> {
    let mut invalid = Invalid::default();
    let lines = typed::lines(typed);
    let entries: Vec<PersonEntry> = lines
        .iter()
        .map(|line| PersonEntry {
            name: line.name.clone(),
            address: line.address.clone(),
        })
        .collect();
    let meant = people::queries::meant(conn, &entries).await?;
    let mut found = Vec::with_capacity(lines.len());
    for ((line, entry), meant) in lines.iter().zip(entries).zip(meant) {
        let known = shown.iter().find(|one| one.who == line.whole);
        let who = match (known, meant) {
            (Some(known), _) => Ok(WhoSpeaks::Person(known.person)),
            (None, _) if text::address(&line.address).is_none() => {
                Err(Reason::new("error-address-line").with("line", line.number))
            }
            (None, Meant::Shared(people)) => Err(shared(line, &people)),
            // A known person without a name gets the one that was typed.
            (None, Meant::Known(named)) if named.name.is_some() => Ok(WhoSpeaks::Person(named.id)),
            (None, Meant::Known(_) | Meant::Unknown) => Ok(WhoSpeaks::Entry(entry)),
        };
        let role = match &line.more {
            None => Ok(SpeakerRole::Speaker),
            Some(word) => word
                .parse()
                .map_err(|_| Reason::new("error-role-line").with("line", line.number)),
        };
        let who = invalid.take("speakers", who);
        let role = invalid.take("speakers", role);
        found.extend(who.zip(role).map(|(who, role)| NewSpeaker { who, role }));
    }
    Ok(invalid.none_or().map(|()| found))
}

/// That several people share the address of a line.
fn shared(line: &Line, people: &[Named]) -> Reason {
    let names: Vec<&str> = people.iter().map(Named::called).collect();
    Reason::new("reason-address-shared-line")
        .with("line", line.number)
        .with("address", &line.address)
        .with("names", names.join(", "))
}
