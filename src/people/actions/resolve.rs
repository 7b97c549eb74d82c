//! Addresses that an organiser typed become people.

use std::collections::{BTreeMap, HashMap};

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use uuid::Uuid;

use crate::{
    base::{
        audit,
        changes::Subject,
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{self, PersonId},
        text,
    },
    people::{
        model::{Actor, AddressPurpose},
        queries::VOUCHED,
    },
};

/// Most entries at once.
const MOST: usize = 50_000;

/// Someone as an organiser typed them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonEntry {
    /// The name, where one was typed.
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

/// What came of addresses that were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Who they are, one for each entry.
    pub people: Vec<PersonId>,
    /// What is to be raised with the caller's own counters, as the last statement: someone got a name who had none.
    pub names: Option<Subject>,
}

/// The people behind what was typed: one for each entry, in the order of the entries, so that two entries may be one
/// person. Whether `actor` may do this is for the caller to settle.
///
/// * The address by which someone signs in is that person, and so is the contact of one person alone, unless nobody else but
///   them has said so.
/// * A contact that several people share is refused, naming them: the organiser chooses.
/// * An unknown address is a new person, who can sign in by it. Their name is what was typed, or missing.
/// * A known name stays, whatever was typed; a missing one is filled in.
///
/// The number of queries does not depend on the number of entries. It raises no counter: who calls this goes on to lock
/// rooms, and counters are the last that anyone locks.
///
/// # Errors
/// `emails` is invalid, with a reason for each line (counted from 1) that is no address or is shared.
pub async fn resolve(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    entries: &[PersonEntry],
) -> Result<Resolved, Refusal> {
    let typed = read(entries)?;
    conn.transaction(async |conn| {
        let mut people = HashMap::new();
        // A second round only where someone else entered one of the addresses at the same moment.
        while let Some(unknown) = round(conn, &typed, &mut people).await? {
            enter(conn, clock, actor, &unknown, &mut people).await?;
        }
        let named = fill_in_names(conn, clock, actor, &typed, &people).await?;
        Ok(Resolved {
            people: typed
                .lines
                .iter()
                .filter_map(|address| people.get(address.as_str()).copied())
                .collect(),
            names: named.then_some(Subject::Names),
        })
    })
    .await
}

/// What was typed: the folded address of each entry, and each address once.
struct Typed {
    lines: Vec<String>,
    /// By the address in lower case; in one order for everyone, so that two who enter the same never wait for each other.
    once: BTreeMap<String, Once>,
}

#[derive(Debug, Clone)]
struct Once {
    line: usize,
    address: String,
    name: Option<String>,
}

fn read(entries: &[PersonEntry]) -> Result<Typed, Invalid> {
    let mut invalid = Invalid::default();
    if entries.len() > MOST {
        invalid.add("emails", Reason::new("reason-too-many").with("max", MOST));
        return Err(invalid);
    }
    let mut typed = Typed {
        lines: Vec::with_capacity(entries.len()),
        once: BTreeMap::new(),
    };
    for (n, entry) in entries.iter().enumerate() {
        let line = n + 1;
        let Some(address) = text::address(&entry.address) else {
            invalid.add(
                "emails",
                Reason::new("reason-address-line").with("line", line),
            );
            continue;
        };
        let name = entry.name.as_deref().map(text::name).and_then(text::some);
        let name = name.map(|name| name.chars().take(text::TITLE).collect());
        let folded = address.to_ascii_lowercase();
        let once = typed.once.entry(folded.clone()).or_insert(Once {
            line,
            address,
            name: None,
        });
        once.name = once.name.take().or(name);
        typed.lines.push(folded);
    }
    invalid.none_or()?;
    Ok(typed)
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = sql_types::Text)]
    folded: String,
    #[diesel(sql_type = sql_types::Text)]
    purpose: AddressPurpose,
    #[diesel(sql_type = sql_types::Uuid)]
    person_id: PersonId,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    name: Option<String>,
}

/// Looks up those addresses that are nobody's yet in `people`; answers those that stay unknown, if any.
async fn round<'t>(
    conn: &mut AsyncPgConnection,
    typed: &'t Typed,
    people: &mut HashMap<&'t str, PersonId>,
) -> Result<Option<Vec<(&'t str, &'t Once)>>, Refusal> {
    let missing: Vec<&str> = typed
        .once
        .keys()
        .map(String::as_str)
        .filter(|folded| !people.contains_key(folded))
        .collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let known: Vec<Known> = sql_query(format!(
        "SELECT lower(a.address) AS folded, a.purpose, a.person_id, p.name \
         FROM addresses a JOIN people p ON p.id = a.person_id \
         WHERE lower(a.address) = ANY($1) AND {VOUCHED} ORDER BY lower(p.name), p.id"
    ))
    .bind::<sql_types::Array<sql_types::Text>, _>(&missing)
    .load(conn)
    .await?;
    let mut owners: HashMap<String, Vec<Known>> = HashMap::new();
    for owner in known {
        owners.entry(owner.folded.clone()).or_default().push(owner);
    }
    let mut invalid = Invalid::default();
    let mut unknown = Vec::new();
    let mut shared = BTreeMap::new();
    for folded in missing {
        let once = &typed.once[folded];
        let owners = owners.remove(folded).unwrap_or_default();
        let signs_in = owners
            .iter()
            .find(|one| one.purpose == AddressPurpose::SignIn);
        match (signs_in, owners.as_slice()) {
            (Some(owner), _) | (None, [owner]) => {
                people.insert(folded, owner.person_id);
            }
            (None, []) => unknown.push((folded, once)),
            (None, several) => {
                shared.insert(once.line, shared_by(once, several));
            }
        }
    }
    for reason in shared.into_values() {
        invalid.add("emails", reason);
    }
    invalid.none_or()?;
    Ok(Some(unknown).filter(|unknown| !unknown.is_empty()))
}

fn shared_by(once: &Once, several: &[Known]) -> Reason {
    let names: Vec<&str> = several
        .iter()
        .map(|one| one.name.as_deref().unwrap_or("–"))
        .collect();
    Reason::new("reason-address-shared-line")
        .with("line", once.line)
        .with("address", &once.address)
        .with("names", names.join(", "))
}

#[derive(QueryableByName)]
struct Entered {
    #[diesel(sql_type = sql_types::Uuid)]
    person_id: PersonId,
    #[diesel(sql_type = sql_types::Text)]
    folded: String,
}

/// Enters the unknown as new people. One whose address someone else entered at this moment is left for the next round.
async fn enter<'t>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    unknown: &[(&'t str, &'t Once)],
    people: &mut HashMap<&'t str, PersonId>,
) -> Result<(), Refusal> {
    // The address decides whether there is a new person: its insertion waits for whoever enters the same, and the
    // reference to the person is checked only at the end of the statement.
    let entered: Vec<Entered> = sql_query(
        "WITH typed AS (SELECT * FROM unnest($1, $2, $3, $4) AS t (address_id, person_id, address, name)), \
         taken AS (INSERT INTO addresses (id, person_id, address, purpose, created_at) \
             SELECT address_id, person_id, address, 'sign_in', $5 FROM typed ORDER BY lower(address) \
             ON CONFLICT (lower(address)) WHERE purpose = 'sign_in' DO NOTHING \
             RETURNING person_id, lower(address) AS folded), \
         entered AS (INSERT INTO people (id, name, created_at, modified_at) \
             SELECT person_id, name, $5, $5 FROM typed JOIN taken USING (person_id)) \
         SELECT person_id, folded FROM taken",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(fresh_ids(clock, unknown.len()))
    .bind::<sql_types::Array<sql_types::Uuid>, _>(fresh_ids(clock, unknown.len()))
    .bind::<sql_types::Array<sql_types::Text>, _>(
        unknown.iter().map(|(_, once)| once.address.as_str()).collect::<Vec<_>>(),
    )
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::Text>>, _>(
        unknown.iter().map(|(_, once)| once.name.as_deref()).collect::<Vec<_>>(),
    )
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .load(conn)
    .await?;
    let new: HashMap<String, PersonId> = entered
        .into_iter()
        .map(|row| (row.folded, row.person_id))
        .collect();
    let mut entries = Vec::with_capacity(new.len());
    for (folded, once) in unknown {
        let Some(id) = new.get(*folded) else { continue };
        people.insert(folded, *id);
        entries.push(audit::Entry {
            action: "entered",
            kind: "people",
            id: id.0,
            before: None,
            after: Some(json!({
                "name": once.name,
                "institution_id": null,
                "zone": null,
                "language": null,
                "orcid": null,
                "addresses": [{"address": once.address, "purpose": AddressPurpose::SignIn}],
            })),
        });
    }
    audit::record_all(conn, clock, &actor.author, &entries).await?;
    Ok(())
}

/// Gives those whose name is missing the one that was typed; answers whether there was any.
async fn fill_in_names(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    typed: &Typed,
    people: &HashMap<&str, PersonId>,
) -> Result<bool, Refusal> {
    #[derive(QueryableByName)]
    struct Filled {
        #[diesel(sql_type = sql_types::Uuid)]
        id: PersonId,
        #[diesel(sql_type = sql_types::Text)]
        name: String,
    }
    let mut names: BTreeMap<PersonId, &str> = BTreeMap::new();
    for (folded, once) in &typed.once {
        if let (Some(id), Some(name)) = (people.get(folded.as_str()), &once.name) {
            names.entry(*id).or_insert(name);
        }
    }
    if names.is_empty() {
        return Ok(false);
    }
    let (ids, names): (Vec<PersonId>, Vec<&str>) = names.into_iter().unzip();
    let filled: Vec<Filled> = sql_query(
        "WITH nameless AS (SELECT p.id, t.name FROM people p \
             JOIN unnest($1, $2) AS t (id, name) ON t.id = p.id \
             WHERE p.name IS NULL ORDER BY p.id FOR NO KEY UPDATE OF p) \
         UPDATE people p SET name = n.name, lock_version = p.lock_version + 1, modified_at = $3 \
         FROM nameless n WHERE p.id = n.id RETURNING p.id, p.name",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
    .bind::<sql_types::Array<sql_types::Text>, _>(names)
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .load(conn)
    .await?;
    if filled.is_empty() {
        return Ok(false);
    }
    let entries: Vec<_> = filled
        .iter()
        .map(|person| audit::Entry {
            action: "changed",
            kind: "people",
            id: person.id.0,
            before: Some(json!({"name": null})),
            after: Some(json!({"name": person.name})),
        })
        .collect();
    audit::record_all(conn, clock, &actor.author, &entries).await?;
    Ok(true)
}

fn fresh_ids(clock: &dyn Clock, count: usize) -> Vec<Uuid> {
    std::iter::repeat_with(|| ids::fresh(clock))
        .take(count)
        .collect()
}
