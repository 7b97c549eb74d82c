//! What a list of guests fills in where it is missing of people who are known already, or have just been entered.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};
use uuid::Uuid;

use super::GuestLine;
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::Refusal,
        ids::{InstitutionId, PersonId},
        language::Language,
    },
    people::model::{Actor, FormOfAddress},
};

/// What is filled in where it is missing.
pub(super) struct Filled {
    person: PersonId,
    form: FormOfAddress,
    language: Option<Language>,
    institution: Option<InstitutionId>,
}

impl Filled {
    pub(super) fn of_known(person: PersonId, form: &FormOfAddress) -> Self {
        Self {
            person,
            form: form.clone(),
            language: None,
            institution: None,
        }
    }

    pub(super) fn of_new(person: PersonId, guest: &GuestLine) -> Self {
        Self {
            person,
            form: guest.form.clone(),
            language: guest.language,
            institution: guest.institution_id,
        }
    }
}

#[derive(QueryableByName)]
struct Before {
    #[diesel(sql_type = sql_types::Uuid)]
    id: PersonId,
    #[diesel(sql_type = sql_types::Text)]
    title: String,
    #[diesel(sql_type = sql_types::Text)]
    salutation: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    language: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    institution_id: Option<InstitutionId>,
}

/// Fills in what is missing of people, and writes down what was.
pub(super) async fn fill_in(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    filled: &[Filled],
) -> Result<(), Refusal> {
    if filled.is_empty() {
        return Ok(());
    }
    let ids: Vec<PersonId> = filled.iter().map(|one| one.person).collect();
    let before: Vec<Before> = sql_query(
        "SELECT id, title, salutation, language, institution_id FROM people \
         WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(&ids)
    .load(conn)
    .await?;
    let titles: Vec<&str> = filled.iter().map(|one| one.form.title.as_str()).collect();
    let salutations: Vec<&str> = filled
        .iter()
        .map(|one| one.form.salutation.as_str())
        .collect();
    let languages: Vec<Option<&str>> = filled
        .iter()
        .map(|one| one.language.map(Language::code))
        .collect();
    let institutions: Vec<Option<Uuid>> = filled
        .iter()
        .map(|one| one.institution.map(|id| id.0))
        .collect();
    sql_query(
        "UPDATE people p SET title = CASE p.title WHEN '' THEN t.title ELSE p.title END, \
             salutation = CASE p.salutation WHEN '' THEN t.salutation ELSE p.salutation END, \
             language = coalesce(p.language, t.language), \
             institution_id = coalesce(p.institution_id, t.institution_id) \
         FROM unnest($1, $2, $3, $4, $5) AS t (id, title, salutation, language, institution_id) WHERE p.id = t.id",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(&ids)
    .bind::<sql_types::Array<sql_types::Text>, _>(titles)
    .bind::<sql_types::Array<sql_types::Text>, _>(salutations)
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::Text>>, _>(languages)
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::Uuid>>, _>(institutions)
    .execute(conn)
    .await?;
    let entries: Vec<Entry<'_>> = before
        .iter()
        .filter_map(|before| {
            let filled = filled.iter().find(|one| one.person == before.id)?;
            Some((before, filled))
        })
        .flat_map(|(before, filled)| written(before, filled))
        .collect();
    audit::record_all(conn, clock, &actor.author, &entries).await?;
    Ok(())
}

/// What the trail says of what was filled in: how they are addressed, and what is kept of them.
fn written(before: &Before, filled: &Filled) -> Vec<Entry<'static>> {
    let entry = |action, before: Value, after: Value| Entry {
        action,
        kind: "people",
        id: filled.person.0,
        before: Some(before),
        after: Some(after),
    };
    let mut entries = Vec::new();
    let or_new = |before: &str, new: &str| match before.is_empty() {
        true => new.to_owned(),
        false => before.to_owned(),
    };
    let title = or_new(&before.title, &filled.form.title);
    let salutation = or_new(&before.salutation, &filled.form.salutation);
    if (&title, &salutation) != (&before.title, &before.salutation) {
        entries.push(entry(
            "said how they are addressed",
            json!({ "title": before.title, "salutation": before.salutation }),
            json!({ "title": title, "salutation": salutation }),
        ));
    }
    let language = filled.language.filter(|_| before.language.is_none());
    let institution = filled
        .institution
        .filter(|_| before.institution_id.is_none());
    if language.is_some() || institution.is_some() {
        let language = language.map(|language| language.code().to_owned());
        entries.push(entry(
            "changed",
            json!({ "language": before.language, "institution_id": before.institution_id }),
            json!({
                "language": language.or_else(|| before.language.clone()),
                "institution_id": institution.or(before.institution_id),
            }),
        ));
    }
    entries
}
