//! What becomes of each line of a list of guests, before anything is written.

use std::collections::{HashMap, HashSet};

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::meant::{Meant, of_these, owners};
use crate::{
    base::{
        error::Reason,
        ids::{InstitutionId, PersonId},
        schema::institutions,
    },
    people::{
        actions::GuestLine,
        model::{Actor, AddressPurpose, FormOfAddress, InstitutionKind, Named, Office},
        rules::{self, WrongCell},
    },
};

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// This person, of whom what is kept stays, and what is missing is filled in.
    Known {
        /// Who.
        person: Named,
        /// How they are addressed now.
        now: FormOfAddress,
        /// How they will be.
        then: FormOfAddress,
    },
    /// Someone who is entered.
    New,
    /// Nothing: whom it means stands on this line already.
    Twice(usize),
    /// Nothing, and nothing of the whole list, until this is put right.
    Wrong(WrongCell),
}

/// A line, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The line, made fit to keep where nothing is wrong with it.
    pub guest: GuestLine,
    /// What becomes of it.
    pub becomes: Becomes,
}

/// What is kept of how someone is addressed.
#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = sql_types::Uuid)]
    id: PersonId,
    #[diesel(sql_type = sql_types::Text)]
    title: String,
    #[diesel(sql_type = sql_types::Text)]
    salutation: String,
    #[diesel(sql_type = sql_types::Bool)]
    signs_in: bool,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    office: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    office_email: Option<String>,
}

/// By what it is known that two lines mean the same.
#[derive(PartialEq, Eq, Hash)]
enum Means {
    Person(PersonId),
    Address(String),
    NameAtOffice(String, String),
}

/// What becomes of each of `guests`, in their order, where `actor` invites them and has the right to. Who has an address is
/// whoever is known by it ([`super::meant()`]); who has an office alone is whoever it answers for under that name. Four
/// queries, however many lines there are.
///
/// # Errors
/// What the database says.
pub async fn foreseen(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    guests: &[GuestLine],
) -> QueryResult<Vec<Foreseen>> {
    let read: Vec<Result<GuestLine, WrongCell>> = guests.iter().map(rules::guest_line).collect();
    let fine: Vec<&GuestLine> = read.iter().flatten().collect();
    let folded: Vec<String> = fine
        .iter()
        .filter_map(|guest| guest.address())
        .map(str::to_lowercase)
        .collect();
    let owners = owners(conn, &folded).await?;
    let lists = of_lists(conn, &folded).await?;
    let institutions: Vec<InstitutionId> = fine
        .iter()
        .filter_map(|guest| guest.institution_id)
        .collect();
    let kinds = kinds_of(conn, &institutions).await?;
    let meant: Vec<Meant> = fine.iter().map(|guest| meant_by(guest, &owners)).collect();
    let kept = kept_of(conn, &meant).await?;

    let mut first: HashMap<Means, usize> = HashMap::new();
    let mut meant = meant.into_iter();
    let mut foreseen = Vec::with_capacity(guests.len());
    for (typed, read) in guests.iter().zip(read) {
        let guest = match read {
            Ok(guest) => guest,
            Err(wrong) => {
                foreseen.push(Foreseen {
                    guest: typed.clone(),
                    becomes: Becomes::Wrong(wrong),
                });
                continue;
            }
        };
        let becomes = match meant.next() {
            Some(Meant::Known(person)) => match kept.get(&person.id) {
                Some(kept) => known(actor, &guest, person, kept),
                // They were removed at this moment.
                None => Becomes::New,
            },
            Some(Meant::Shared(people)) => Becomes::Wrong(shared(&people)),
            Some(Meant::Unknown) | None => new(actor, &guest, &lists, &kinds),
        };
        let means = means(&guest, &becomes);
        let before = means.and_then(|means| {
            let on = *first.entry(means).or_insert(guest.line);
            (on != guest.line).then_some(on)
        });
        let becomes = before.map_or(becomes, Becomes::Twice);
        foreseen.push(Foreseen { guest, becomes });
    }
    Ok(foreseen)
}

fn meant_by(guest: &GuestLine, owners: &HashMap<String, Vec<(AddressPurpose, Named)>>) -> Meant {
    let name = guest.name.as_deref();
    let found = guest
        .address()
        .and_then(|address| owners.get(&address.to_lowercase()));
    match found {
        None => Meant::Unknown,
        Some(owners) if guest.email.is_some() => of_these(name, owners),
        Some(owners) => {
            let name = name.map(str::to_lowercase);
            let called = |named: &Named| {
                let theirs = named.name.as_ref().map(|name| name.to_lowercase());
                theirs.is_some() && theirs == name
            };
            let people = owners.iter().map(|(_, named)| named);
            let mut called: Vec<Named> = people.filter(|named| called(named)).cloned().collect();
            match called.len() {
                0 => Meant::Unknown,
                1 => Meant::Known(called.remove(0)),
                _ => Meant::Shared(called),
            }
        }
    }
}

/// What is kept stays, and what is missing is filled in; an office where that may be named.
fn known(actor: &Actor, guest: &GuestLine, person: Named, kept: &Kept) -> Becomes {
    let office = kept.office_email.clone().map(|email| Office {
        name: kept.office.clone().unwrap_or_default(),
        email,
    });
    let now = FormOfAddress {
        title: kept.title.clone(),
        salutation: kept.salutation.clone(),
        office,
    };
    let filled = |now: &str, typed: &str| match now.is_empty() {
        true => typed.to_owned(),
        false => now.to_owned(),
    };
    let then = FormOfAddress {
        title: filled(&now.title, &guest.form.title),
        salutation: filled(&now.salutation, &guest.form.salutation),
        office: now.office.clone().or_else(|| guest.form.office.clone()),
    };
    if then.office != now.office {
        // Whoever signs in decides for themselves where what is told to them goes.
        let may = rules::may_see(actor, person.id)
            .and_then(|()| rules::may_name_office(actor, person.id, !kept.signs_in));
        if may.is_err() {
            return Becomes::Wrong(WrongCell::new("office", "reason-guest-office"));
        }
    }
    Becomes::Known { person, now, then }
}

fn new(
    actor: &Actor,
    guest: &GuestLine,
    lists: &HashSet<String>,
    kinds: &HashMap<InstitutionId, InstitutionKind>,
) -> Becomes {
    // Who has an office signs in by no address, and a list may be no more than that.
    let signs_in = guest.email.as_ref().filter(|_| guest.form.office.is_none());
    if signs_in.is_some_and(|email| lists.contains(&email.to_lowercase())) {
        return Becomes::Wrong(WrongCell::new("email", "reason-address-of-list"));
    }
    match guest.institution_id.map(|id| kinds.get(&id)) {
        Some(None) => Becomes::Wrong(WrongCell::new("institution", "reason-unknown")),
        Some(Some(kind)) if rules::may_put_into(actor, *kind).is_err() => {
            Becomes::Wrong(WrongCell::new("institution", "reason-guest-institution"))
        }
        Some(Some(_)) | None => Becomes::New,
    }
}

fn shared(people: &[Named]) -> WrongCell {
    let names: Vec<&str> = people
        .iter()
        .map(|one| one.name.as_deref().unwrap_or("–"))
        .collect();
    WrongCell {
        column: "email",
        why: Reason::new("reason-address-shared").with("names", names.join(", ")),
    }
}

fn means(guest: &GuestLine, becomes: &Becomes) -> Option<Means> {
    match becomes {
        Becomes::Known { person, .. } => Some(Means::Person(person.id)),
        Becomes::New => {
            let address = guest.address()?.to_lowercase();
            Some(match (&guest.email, &guest.name) {
                (None, Some(name)) => Means::NameAtOffice(name.to_lowercase(), address),
                _ => Means::Address(address),
            })
        }
        Becomes::Twice(_) | Becomes::Wrong(_) => None,
    }
}

async fn kept_of(
    conn: &mut AsyncPgConnection,
    meant: &[Meant],
) -> QueryResult<HashMap<PersonId, Kept>> {
    let known: Vec<PersonId> = meant
        .iter()
        .filter_map(|meant| match meant {
            Meant::Known(person) => Some(person.id),
            Meant::Unknown | Meant::Shared(_) => None,
        })
        .collect();
    let rows: Vec<Kept> = sql_query(
        "SELECT p.id, p.title, p.salutation, o.office, o.address AS office_email, \
             EXISTS (SELECT FROM addresses s WHERE s.person_id = p.id AND s.purpose = 'sign_in') AS signs_in \
         FROM people p LEFT JOIN addresses o ON o.person_id = p.id AND o.office IS NOT NULL WHERE p.id = ANY($1)",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(&known)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|kept| (kept.id, kept)).collect())
}

/// Those of these addresses, in lower case, that are a mailing list's.
async fn of_lists(conn: &mut AsyncPgConnection, folded: &[String]) -> QueryResult<HashSet<String>> {
    #[derive(QueryableByName)]
    struct Listed {
        #[diesel(sql_type = sql_types::Text)]
        folded: String,
    }
    let rows: Vec<Listed> = sql_query(
        "SELECT lower(address) AS folded FROM audiences WHERE state = 'told' AND lower(address) = ANY($1)",
    )
    .bind::<sql_types::Array<sql_types::Text>, _>(folded)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|one| one.folded).collect())
}

async fn kinds_of(
    conn: &mut AsyncPgConnection,
    ids: &[InstitutionId],
) -> QueryResult<HashMap<InstitutionId, InstitutionKind>> {
    let rows: Vec<(InstitutionId, InstitutionKind)> = institutions::table
        .filter(institutions::id.eq_any(ids))
        .select((institutions::id, institutions::kind))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}
