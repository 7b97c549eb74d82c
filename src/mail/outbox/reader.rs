//! Whom a message is for: a person, or a mailing list whose readers nobody here knows.

use diesel::{
    deserialize::{self, Queryable, QueryableByName},
    expression::Selectable,
    pg::Pg,
    prelude::*,
    row::NamedRow,
};

use crate::base::{
    ids::{AudienceId, PersonId},
    schema::messages,
};

/// Whom a message is for. In the database two columns, of which exactly one is filled (`messages_for_one`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// A person.
    Person(PersonId),
    /// A mailing list.
    Audience(AudienceId),
}

impl Reader {
    /// The person; none where it is a mailing list.
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Audience(_) => None,
        }
    }

    /// The mailing list; none where it is a person.
    pub const fn audience(self) -> Option<AudienceId> {
        match self {
            Self::Person(_) => None,
            Self::Audience(audience) => Some(audience),
        }
    }
}

impl From<PersonId> for Reader {
    fn from(person: PersonId) -> Self {
        Self::Person(person)
    }
}

impl From<AudienceId> for Reader {
    fn from(audience: AudienceId) -> Self {
        Self::Audience(audience)
    }
}

/// The two columns.
#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = messages, check_for_backend(Pg))]
pub struct Columns {
    person_id: Option<PersonId>,
    audience_id: Option<AudienceId>,
}

impl TryFrom<Columns> for Reader {
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn try_from(columns: Columns) -> Result<Self, Self::Error> {
        match (columns.person_id, columns.audience_id) {
            (Some(person), None) => Ok(Self::Person(person)),
            (None, Some(audience)) => Ok(Self::Audience(audience)),
            _ => Err("a message is for one person or one mailing list".into()),
        }
    }
}

impl<ST> Queryable<ST, Pg> for Reader
where
    Columns: Queryable<ST, Pg>,
{
    type Row = <Columns as Queryable<ST, Pg>>::Row;

    fn build(row: Self::Row) -> deserialize::Result<Self> {
        Columns::build(row)?.try_into()
    }
}

impl QueryableByName<Pg> for Reader {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        <Columns as QueryableByName<Pg>>::build(row)?.try_into()
    }
}

impl Selectable<Pg> for Reader {
    type SelectExpression = <Columns as Selectable<Pg>>::SelectExpression;

    fn construct_selection() -> Self::SelectExpression {
        Columns::construct_selection()
    }
}
