//! A list of guests that an organiser brings becomes people: all of them, or nobody.

mod filled;

use diesel::{sql_query, sql_types};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};
use uuid::Uuid;

use self::filled::{Filled, fill_in};
use super::{PersonEntry, PersonError, Resolved, address_person, resolve};
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{self, InstitutionId, PersonId},
        language::Language,
    },
    people::{
        model::{Actor, AddressPurpose, FormOfAddress},
        queries::{self, Becomes, Foreseen},
    },
};

/// Most guests on one list.
pub const MOST_GUESTS: usize = 2_000;

/// A guest as an organiser lists them: an address, or a name and the office that answers for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuestLine {
    /// On which line of the list, each on another: what is wrong is said of it.
    pub line: usize,
    /// The name.
    pub name: Option<String>,
    /// Their own address.
    pub email: Option<String>,
    /// How they are addressed, and which office answers for them.
    pub form: FormOfAddress,
    /// Where they belong; of those alone who are not known yet, as is the language.
    pub institution_id: Option<InstitutionId>,
    /// The language of their mails.
    pub language: Option<Language>,
}

impl GuestLine {
    /// By which address they are looked up: their own, else that of the office.
    pub fn address(&self) -> Option<&str> {
        let office = self
            .form
            .office
            .as_ref()
            .map(|office| office.email.as_str());
        self.email.as_deref().or(office)
    }
}

/// The people behind a list of guests, each once: as [`queries::foreseen`] tells. Whether `actor` may invite them is for the
/// caller to settle; who invites someone is asked to know how they are addressed.
///
/// * What is kept of someone stays; title, salutation, name and office are filled in where they are missing.
/// * Who is entered with an office has no address to sign in with: it is the office that reads.
///
/// The number of queries does not depend on the number of guests, but for those known ones whom an office is named for.
/// Counters are the caller's, as with [`resolve()`].
///
/// # Errors
/// `guests.{n}.{member}` is invalid, counted from 0, for each that is wrong; `guests`, where there are too many.
pub async fn enter_guests(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    guests: &[GuestLine],
) -> Result<Resolved, Refusal> {
    if guests.len() > MOST_GUESTS {
        let why = Reason::new("reason-too-many").with("max", MOST_GUESTS);
        return Err(Invalid::one("guests", why).into());
    }
    if guests.is_empty() {
        return Ok(Resolved {
            people: Vec::new(),
            names: None,
        });
    }
    conn.transaction(async |conn| {
        let foreseen = queries::foreseen(conn, actor, guests).await?;
        all_fine(&foreseen)?;
        let mut people = Vec::with_capacity(foreseen.len());
        let (mut nameless, mut fresh, mut answered) = (Vec::new(), Vec::new(), Vec::new());
        let (mut offices, mut filled) = (Vec::new(), Vec::new());
        for Foreseen { guest, becomes } in &foreseen {
            match becomes {
                Becomes::Known { person, now, then } => {
                    people.push(person.id);
                    if person.name.is_none() && guest.email.is_some() {
                        nameless.push(guest);
                    }
                    if then.office != now.office {
                        offices.push((person.id, then.clone()));
                    } else if then != now {
                        filled.push(Filled::of_known(person.id, then));
                    }
                }
                Becomes::New if guest.form.office.is_some() => answered.push(guest),
                Becomes::New => fresh.push(guest),
                Becomes::Twice(_) | Becomes::Wrong(_) => {}
            }
        }
        let entries: Vec<PersonEntry> = nameless
            .iter()
            .chain(&fresh)
            .map(|one| entry(one))
            .collect();
        let resolved = resolve(conn, clock, actor, &entries).await?;
        let entered = resolved.people.iter().skip(nameless.len()).copied();
        for (id, guest) in entered.zip(&fresh) {
            people.push(id);
            filled.push(Filled::of_new(id, guest));
        }
        fill_in(conn, clock, actor, &filled).await?;
        people.extend(enter_answered(conn, clock, actor, &answered).await?);
        for (person, form) in offices {
            address_person(conn, clock, actor, person, true, form)
                .await
                .map_err(refusal)?;
        }
        Ok(Resolved {
            people,
            names: resolved.names,
        })
    })
    .await
}

fn all_fine(foreseen: &[Foreseen]) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    for (n, one) in foreseen.iter().enumerate() {
        if let Becomes::Wrong(wrong) = &one.becomes {
            let member = match wrong.column {
                "institution" => "institution_id",
                column => column,
            };
            invalid.add(&format!("guests.{n}.{member}"), wrong.why.clone());
        }
    }
    invalid.none_or()
}

fn entry(guest: &GuestLine) -> PersonEntry {
    PersonEntry {
        name: guest.name.clone(),
        address: guest.email.clone().unwrap_or_default(),
    }
}

fn refusal(error: PersonError) -> Refusal {
    match error {
        PersonError::Refused(refusal) => refusal,
        PersonError::AddressKnown { name, .. } => {
            let why = Reason::new("reason-address-known").with("name", name);
            Invalid::one("guests", why).into()
        }
    }
}

/// Enters those for whom an office answers: their own address, where they have one, is a contact like that of the office.
async fn enter_answered(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    guests: &[&GuestLine],
) -> Result<Vec<PersonId>, Refusal> {
    if guests.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<PersonId> = guests.iter().map(|_| PersonId::fresh(clock)).collect();
    let titles: Vec<&str> = guests.iter().map(|one| one.form.title.as_str()).collect();
    let salutations: Vec<&str> = guests
        .iter()
        .map(|one| one.form.salutation.as_str())
        .collect();
    let names: Vec<Option<&str>> = guests.iter().map(|one| one.name.as_deref()).collect();
    let languages: Vec<Option<&str>> = guests
        .iter()
        .map(|one| one.language.map(Language::code))
        .collect();
    let institutions: Vec<Option<Uuid>> = guests
        .iter()
        .map(|one| one.institution_id.map(|id| id.0))
        .collect();
    sql_query(
        "INSERT INTO people (id, name, title, salutation, language, institution_id, created_at, modified_at) \
         SELECT id, name, title, salutation, language, institution_id, $7, $7 \
         FROM unnest($1, $2, $3, $4, $5, $6) AS t (id, name, title, salutation, language, institution_id) ORDER BY id",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(&people)
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::Text>>, _>(names)
    .bind::<sql_types::Array<sql_types::Text>, _>(titles)
    .bind::<sql_types::Array<sql_types::Text>, _>(salutations)
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::Text>>, _>(languages)
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::Uuid>>, _>(institutions)
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .execute(conn)
    .await?;
    let given: Vec<(PersonId, &str, Option<&str>)> = people
        .iter()
        .zip(guests)
        .flat_map(|(id, guest)| addresses(*id, guest))
        .collect();
    let fresh: Vec<Uuid> = given.iter().map(|_| ids::fresh(clock)).collect();
    let owners: Vec<PersonId> = given.iter().map(|(id, ..)| *id).collect();
    let typed: Vec<&str> = given.iter().map(|(_, address, _)| *address).collect();
    let offices: Vec<Option<&str>> = given.iter().map(|(.., office)| *office).collect();
    sql_query(
        "INSERT INTO addresses (id, person_id, address, purpose, created_at, office) \
         SELECT id, person_id, address, 'contact', $5, office \
         FROM unnest($1, $2, $3, $4) AS t (id, person_id, address, office) ORDER BY id",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(fresh)
    .bind::<sql_types::Array<sql_types::Uuid>, _>(owners)
    .bind::<sql_types::Array<sql_types::Text>, _>(typed)
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::Text>>, _>(offices)
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .execute(conn)
    .await?;
    let entries: Vec<Entry<'_>> = people
        .iter()
        .zip(guests)
        .flat_map(|(id, guest)| entered(*id, guest))
        .collect();
    audit::record_all(conn, clock, &actor.author, &entries).await?;
    Ok(people)
}

/// The addresses of someone for whom an office answers, each with what the office is called.
fn addresses(id: PersonId, guest: &GuestLine) -> Vec<(PersonId, &str, Option<&str>)> {
    let own = guest.email.as_deref().map(|email| (id, email, None));
    let office = guest.form.office.as_ref();
    let office = office.map(|one| (id, one.email.as_str(), Some(one.name.as_str())));
    own.into_iter().chain(office).collect()
}

/// What the trail says of them.
fn entered(id: PersonId, guest: &GuestLine) -> [Entry<'static>; 2] {
    let addresses: Vec<Value> = addresses(id, guest)
        .into_iter()
        .map(|(_, address, _)| json!({"address": address, "purpose": AddressPurpose::Contact}))
        .collect();
    let entry = |action, before, after| Entry {
        action,
        kind: "people",
        id: id.0,
        before,
        after: Some(after),
    };
    [
        entry(
            "entered",
            None,
            json!({
                "name": guest.name,
                "institution_id": guest.institution_id,
                "zone": null,
                "language": guest.language,
                "orcid": null,
                "addresses": addresses,
            }),
        ),
        entry(
            "said how they are addressed",
            Some(json!(FormOfAddress::default())),
            json!(guest.form),
        ),
    ]
}
