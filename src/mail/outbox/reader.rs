//! Whom a message is for: a person, a mailing list whose readers nobody here knows, or whoever is at an address.

use diesel::{
    deserialize::{self, Queryable, QueryableByName},
    expression::Selectable,
    pg::Pg,
    row::NamedRow,
};

use crate::base::{
    ids::{AudienceId, ConfirmationId, PersonId},
    schema::messages,
};

/// Whom a message is for. In the database three columns, of which exactly one is filled (`messages_for_one`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// A person.
    Person(PersonId),
    /// A mailing list.
    Audience(AudienceId),
    /// Whoever is at an address that is to be confirmed.
    Stranger(ConfirmationId),
}

impl Reader {
    /// The person, where it is one.
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Audience(_) | Self::Stranger(_) => None,
        }
    }

    /// The mailing list, where it is one.
    pub const fn audience(self) -> Option<AudienceId> {
        match self {
            Self::Audience(audience) => Some(audience),
            Self::Person(_) | Self::Stranger(_) => None,
        }
    }

    /// What is to be confirmed, where nobody is known yet.
    pub const fn stranger(self) -> Option<ConfirmationId> {
        match self {
            Self::Stranger(confirmation) => Some(confirmation),
            Self::Person(_) | Self::Audience(_) => None,
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

impl From<ConfirmationId> for Reader {
    fn from(confirmation: ConfirmationId) -> Self {
        Self::Stranger(confirmation)
    }
}

/// The three columns.
#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = messages, check_for_backend(Pg))]
#[expect(
    clippy::struct_field_names,
    reason = "they are named as the columns are"
)]
pub struct Columns {
    person_id: Option<PersonId>,
    audience_id: Option<AudienceId>,
    confirmation_id: Option<ConfirmationId>,
}

impl TryFrom<Columns> for Reader {
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn try_from(columns: Columns) -> Result<Self, Self::Error> {
        let Columns {
            person_id,
            audience_id,
            confirmation_id,
        } = columns;
        let person = person_id.map(Self::Person);
        let audience = audience_id.map(Self::Audience);
        let stranger = confirmation_id.map(Self::Stranger);
        let reader = person.or(audience).or(stranger);
        reader.ok_or_else(|| "a message is for nobody".into())
    }
}

impl<ST> Queryable<ST, Pg> for Reader
where
    Columns: Queryable<ST, Pg>,
{
    type Row = <Columns as Queryable<ST, Pg>>::Row;

    fn build(row: Self::Row) -> deserialize::Result<Self> {
        <Columns as Queryable<ST, Pg>>::build(row)?.try_into()
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
        <Columns as Selectable<Pg>>::construct_selection()
    }
}
