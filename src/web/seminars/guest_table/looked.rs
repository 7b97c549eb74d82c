//! What becomes of each line of a table of guests, and what is said of it.

use std::collections::{HashMap, HashSet};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        ids::{InstitutionId, PersonId},
        text,
    },
    people::{
        self,
        actions::GuestLine,
        model::{Actor, FormOfAddress, Named, Office},
        queries::{Becomes, Foreseen},
        rules::WrongCell,
    },
    seminars::{model::Seminar, queries},
    web::{
        pages::{
            guest_table::{Fate, GuestTableLine, GuestTablePreview},
            page::Page,
        },
        typed::{self, GuestRow, GuestTable},
    },
};

/// A table, looked at.
pub(super) struct Looked {
    /// What is shown of it.
    pub(super) preview: GuestTablePreview,
    /// How many lines are wrong.
    pub(super) wrong: usize,
    /// Those who are to be invited.
    pub(super) guests: Vec<GuestLine>,
}

impl Looked {
    /// Looks at a table that `actor` brings for `seminar`. Nothing is written.
    pub(super) async fn at(
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        page: &Page,
        seminar: &Seminar,
        table: &GuestTable,
    ) -> QueryResult<Self> {
        let institutions = institutions(conn, &table.rows).await?;
        let read: Vec<Result<GuestLine, WrongCell>> = table
            .rows
            .iter()
            .map(|row| guest(row, &institutions))
            .collect();
        let fine: Vec<GuestLine> = read.iter().flatten().cloned().collect();
        let mut foreseen = people::queries::foreseen(conn, actor, &fine)
            .await?
            .into_iter();
        let had = had(conn, seminar).await?;
        let mut looked = Self {
            preview: GuestTablePreview {
                unread: table.unread.clone(),
                ..GuestTablePreview::default()
            },
            wrong: 0,
            guests: Vec::new(),
        };
        for (row, read) in table.rows.iter().zip(read) {
            let foreseen = match read {
                Ok(guest) => foreseen.next().unwrap_or(Foreseen {
                    guest,
                    becomes: Becomes::New,
                }),
                Err(wrong) => Foreseen {
                    guest: as_typed(row),
                    becomes: Becomes::Wrong(wrong),
                },
            };
            let (fate, mut notes) = fate(page, &foreseen, &had);
            if fate == Fate::New && is_unknown(row, &institutions) {
                let name = &row.institution;
                notes.push(page.with("guest-table-note-institution", "name", name));
            }
            looked.preview.lines.push(line(&foreseen, fate, notes));
            match fate {
                Fate::Known | Fate::New => looked.guests.push(foreseen.guest),
                Fate::Wrong => looked.wrong += 1,
                Fate::Twice | Fate::Already => {}
            }
        }
        Ok(looked)
    }
}

/// Those who have had theirs: they are invited already, or speak.
async fn had(conn: &mut AsyncPgConnection, seminar: &Seminar) -> QueryResult<HashSet<PersonId>> {
    let invited = queries::attendances(conn, seminar.id).await?;
    let speakers = queries::speakers_of(conn, &[seminar.id]).await?;
    Ok(invited
        .iter()
        .filter(|one| one.invited_at.is_some())
        .map(|one| one.person_id)
        .chain(speakers.iter().map(|one| one.person_id))
        .collect())
}

/// The institutions that rows name, by what they are called in lower case; a name that several bear is none.
async fn institutions(
    conn: &mut AsyncPgConnection,
    rows: &[GuestRow],
) -> QueryResult<HashMap<String, Option<InstitutionId>>> {
    let named = rows.iter().map(|row| text::line(&row.institution));
    let named: HashSet<String> = named.filter(|name| !name.is_empty()).collect();
    let named: Vec<String> = named.into_iter().collect();
    let found = people::queries::institutions_called(conn, &named).await?;
    let mut by_name: HashMap<String, Option<InstitutionId>> = HashMap::new();
    for one in &found {
        let slug = by_name.entry(one.slug.clone()).or_insert(Some(one.id));
        *slug = slug.filter(|id| *id == one.id);
        let name = by_name.entry(one.name.to_lowercase());
        let name = name.or_insert(Some(one.id));
        *name = name.filter(|id| *id == one.id);
    }
    Ok(by_name)
}

fn institution(
    row: &GuestRow,
    institutions: &HashMap<String, Option<InstitutionId>>,
) -> Option<InstitutionId> {
    let name = text::line(&row.institution).to_lowercase();
    institutions.get(&name).copied().flatten()
}

fn is_unknown(row: &GuestRow, institutions: &HashMap<String, Option<InstitutionId>>) -> bool {
    !row.institution.trim().is_empty() && institution(row, institutions).is_none()
}

/// A guest as a row has them.
fn guest(
    row: &GuestRow,
    institutions: &HashMap<String, Option<InstitutionId>>,
) -> Result<GuestLine, WrongCell> {
    if row.too_long {
        return Err(WrongCell::new("", "error-guest-table-cells"));
    }
    let language = typed::language(&row.language).map_err(|why| WrongCell {
        column: "language",
        why,
    })?;
    Ok(GuestLine {
        language,
        institution_id: institution(row, institutions),
        ..as_typed(row)
    })
}

fn as_typed(row: &GuestRow) -> GuestLine {
    // An office without an address is one that cannot be reached, and said to be wrong.
    let has_office = !(row.office.is_empty() && row.office_email.is_empty());
    GuestLine {
        line: row.line,
        name: text::some(row.name.clone()),
        email: text::some(row.email.clone()),
        form: FormOfAddress {
            title: row.title.clone(),
            salutation: row.salutation.clone(),
            office: has_office.then(|| Office {
                name: row.office.clone(),
                email: row.office_email.clone(),
            }),
        },
        ..GuestLine::default()
    }
}

/// What becomes of a line, and what there is to say of it.
fn fate(page: &Page, foreseen: &Foreseen, had: &HashSet<PersonId>) -> (Fate, Vec<String>) {
    let guest = &foreseen.guest;
    match &foreseen.becomes {
        Becomes::Wrong(wrong) => (Fate::Wrong, vec![said(page, wrong)]),
        Becomes::Twice(line) => {
            let note = page.with("guest-table-note-twice", "line", line);
            (Fate::Twice, vec![note])
        }
        Becomes::Known { person, .. } if had.contains(&person.id) => {
            (Fate::Already, vec![page.t("guest-table-note-already")])
        }
        Becomes::Known { person, now, then } => {
            let mut notes = Vec::new();
            notes.extend(filled(page, guest, person, now, then));
            notes.extend(kept(page, guest, person, then));
            notes.extend(then.office.as_ref().map(|office| answers(page, office)));
            (Fate::Known, notes)
        }
        Becomes::New => {
            let office = guest.form.office.as_ref();
            let notes = office.map(|office| answers(page, office));
            (Fate::New, notes.into_iter().collect())
        }
    }
}

fn said(page: &Page, wrong: &WrongCell) -> String {
    let why = wrong.why.say(page.language);
    match wrong.column {
        "" => why,
        column => format!("{}: {why}", page.word("guest-table-column", column)),
    }
}

fn answers(page: &Page, office: &Office) -> String {
    let called = match office.name.as_str() {
        "" => &office.email,
        _ => &office.name,
    };
    page.with("guest-table-note-office", "office", called)
}

/// What is filled in of someone known.
fn filled(
    page: &Page,
    guest: &GuestLine,
    person: &Named,
    now: &FormOfAddress,
    then: &FormOfAddress,
) -> Option<String> {
    let columns = [
        ("name", person.name.is_none() && guest.name.is_some()),
        ("title", now.title != then.title),
        ("salutation", now.salutation != then.salutation),
        ("office", now.office != then.office),
    ];
    listed(page, "guest-table-note-filled", &columns)
}

/// What the table says otherwise than it is kept of someone known, and stays.
fn kept(page: &Page, guest: &GuestLine, person: &Named, then: &FormOfAddress) -> Option<String> {
    let otherwise = |typed: &str, kept: &str| !typed.is_empty() && typed != kept;
    let name = guest.name.as_ref().zip(person.name.as_ref());
    let office = guest.form.office.as_ref();
    let columns = [
        ("name", name.is_some_and(|(typed, kept)| typed != kept)),
        ("title", otherwise(&guest.form.title, &then.title)),
        (
            "salutation",
            otherwise(&guest.form.salutation, &then.salutation),
        ),
        ("office", office.is_some() && office != then.office.as_ref()),
    ];
    listed(page, "guest-table-note-kept", &columns)
}

fn listed(page: &Page, key: &str, columns: &[(&str, bool)]) -> Option<String> {
    let columns = columns.iter().filter(|(_, is)| *is);
    let words: Vec<String> = columns
        .map(|(column, _)| page.word("guest-table-column", column))
        .collect();
    (!words.is_empty()).then(|| page.with(key, "what", words.join(", ")))
}

fn line(foreseen: &Foreseen, fate: Fate, notes: Vec<String>) -> GuestTableLine {
    let guest = &foreseen.guest;
    let known = match &foreseen.becomes {
        Becomes::Known { person, .. } => person.name.clone(),
        _ => None,
    };
    let address = guest.address().unwrap_or_default().to_owned();
    let (who, address) = match known.or_else(|| guest.name.clone()) {
        Some(name) => (name, address),
        None => (address, String::new()),
    };
    GuestTableLine {
        line: guest.line,
        who,
        address,
        fate,
        notes,
    }
}
