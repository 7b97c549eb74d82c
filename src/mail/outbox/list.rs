//! Reading the outbox.

use diesel::{dsl::sql, pg::Pg, prelude::*, sql_types::Bool};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    model::{Message, MessageKind, MessageState},
    waiting::FOR_ALL_TO_SEE,
};
use crate::base::{
    clock::Instant,
    ids::{BookingId, MessageId, PersonId, SeminarId, StayId},
    schema::{captured_mails, message_faults, messages, seminars, series_organisers},
};

/// Which messages to list; what is `None` or empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// This one.
    pub id: Option<MessageId>,
    /// In one of these states.
    pub states: Vec<MessageState>,
    /// Of one of these kinds.
    pub kinds: Vec<MessageKind>,
    /// To this person.
    pub person: Option<PersonId>,
    /// To this address, letter case aside.
    pub address: Option<String>,
    /// About this seminar.
    pub seminar: Option<SeminarId>,
    /// About this stay.
    pub stay: Option<StayId>,
    /// About this booking.
    pub booking: Option<BookingId>,
    /// To an address of this domain, in small letters.
    pub domain: Option<String>,
    /// With these words in the address, or in the subject where the letter is kept; letter case aside.
    pub words: Option<String>,
    /// Due at this time, and not sent yet.
    pub due: Option<Instant>,
    /// With something in the way: why stands in `error`.
    pub in_trouble: bool,
    /// What this person has caused, and what is about seminars that are theirs or that they organise; but not what tells
    /// someone that their feed is late.
    pub of: Option<PersonId>,
}

impl Filter {
    /// Whether it asks for nothing that is over.
    fn waits(&self) -> bool {
        !self.states.is_empty() && !self.states.iter().any(|state| state.is_over())
    }
}

/// A page of a list.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// How many at most.
    pub limit: u16,
    /// Those behind this one: the `next` of the page before.
    pub after: Option<MessageId>,
}

/// Messages, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The messages.
    pub items: Vec<Message>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<MessageId>,
}

/// Lists messages, the newest first.
///
/// # Errors
/// What the database says.
pub async fn list(
    conn: &mut AsyncPgConnection,
    filter: &Filter,
    page: Page,
) -> QueryResult<Listed> {
    let limit = usize::from(page.limit.max(1));
    let mut query = filtered(filter).limit(i64::from(page.limit.max(1)) + 1);
    query = match filter.waits() {
        // The same order, as none of these has ended. It keeps PostgreSQL from looking for them from the newest message on,
        // through all that was sent since.
        true => query.order((messages::ended_at.desc(), messages::id.desc())),
        false => query.order(messages::id.desc()),
    };
    if let Some(after) = page.after {
        query = query.filter(messages::id.lt(after));
    }
    let mut items = query.load(conn).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| last.id);
    Ok(Listed { items, next })
}

/// One message.
///
/// # Errors
/// What the database says.
pub async fn one(conn: &mut AsyncPgConnection, id: MessageId) -> QueryResult<Option<Message>> {
    messages::table
        .find(id)
        .select(Message::as_select())
        .first(conn)
        .await
        .optional()
}

/// The states in which `told_in` says by which mail a message was told. Before, it says at most by which it was to be.
const TOLD: [MessageState; 2] = [MessageState::Sent, MessageState::Failed];

/// Under which message the mail went out that tells this one, whose id its Message-ID is made of; nearly always its own.
///
/// # Errors
/// What the database says.
pub async fn told_in(conn: &mut AsyncPgConnection, message: &Message) -> QueryResult<MessageId> {
    if !TOLD.contains(&message.state) {
        return Ok(message.id);
    }
    let told_in: Option<Option<MessageId>> = messages::table
        .find(message.id)
        .select(messages::told_in)
        .first(conn)
        .await
        .optional()?;
    Ok(told_in.flatten().unwrap_or(message.id))
}

/// What went wrong with a message: at which attempt, when, and what.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Fault {
    /// Which attempt, from 1.
    pub attempt: i32,
    /// When.
    pub at: Instant,
    /// What.
    pub error: String,
}

/// What went wrong with a message, the oldest first.
///
/// # Errors
/// What the database says.
pub async fn faults(conn: &mut AsyncPgConnection, id: MessageId) -> QueryResult<Vec<Fault>> {
    use message_faults::{at, attempt, error, message_id};
    message_faults::table
        .filter(message_id.eq(id))
        .order((at, attempt))
        .select((attempt, at, error))
        .load(conn)
        .await
}

type Query = diesel::helper_types::IntoBoxed<
    'static,
    diesel::helper_types::Select<messages::table, diesel::helper_types::AsSelect<Message, Pg>>,
    Pg,
>;

fn filtered(filter: &Filter) -> Query {
    let mut query: Query = messages::table.select(Message::as_select()).into_boxed();
    if let Some(id) = filter.id {
        query = query.filter(messages::id.eq(id));
    }
    if !filter.states.is_empty() {
        query = query.filter(messages::state.eq_any(filter.states.clone()));
        // No index names a state: these two are found by what they are known by there.
        if filter.waits() {
            query = query.filter(messages::ended_at.is_null());
        }
        if filter.states == [MessageState::Failed] {
            query = query.filter(messages::failed);
        }
    }
    if !filter.kinds.is_empty() {
        query = query.filter(messages::kind.eq_any(filter.kinds.clone()));
    }
    if let Some(person) = filter.person {
        query = query.filter(messages::person_id.eq(person));
    }
    if let Some(address) = &filter.address {
        query = query.filter(lower(messages::address).eq(address.to_lowercase()));
    }
    if let Some(seminar) = filter.seminar {
        query = query.filter(messages::seminar_id.eq(seminar));
    }
    if let Some(stay) = filter.stay {
        query = query.filter(messages::stay_id.eq(stay));
    }
    if let Some(booking) = filter.booking {
        query = query.filter(messages::booking_id.eq(booking));
    }
    if let Some(domain) = &filter.domain {
        query = query.filter(split_part(lower(messages::address), "@", 2).eq(domain.clone()));
    }
    if let Some(words) = &filter.words {
        let words = words.to_lowercase();
        let letters = captured_mails::table
            .filter(strpos(lower(captured_mails::subject), words.clone()).gt(0))
            .select(captured_mails::message_id);
        // The mail of another message may have told it too.
        let of_others = captured_mails::table
            .filter(strpos(lower(captured_mails::subject), words.clone()).gt(0))
            .select(captured_mails::message_id.nullable());
        let told = messages::told_in.eq_any(of_others).assume_not_null();
        let told = told.and(messages::state.eq_any(TOLD));
        query = query.filter(
            strpos(lower(messages::address), words)
                .gt(0)
                .or(messages::id.eq_any(letters))
                .or(told),
        );
    }
    if let Some(now) = filter.due {
        query = query.filter(messages::ended_at.is_null()).filter(
            messages::state.eq(MessageState::Leased).or(messages::state
                .eq_any([MessageState::Held, MessageState::Queued])
                .and(messages::send_after.le(now))),
        );
    }
    if filter.in_trouble {
        query = query.filter(messages::error.is_not_null());
    }
    if let Some(person) = filter.of {
        let organised = series_organisers::table
            .filter(series_organisers::person_id.eq(person))
            .select(series_organisers::series_id.nullable());
        let theirs = seminars::table
            .filter(
                seminars::owner_id
                    .eq(person)
                    .or(seminars::series_id.eq_any(organised)),
            )
            .select(seminars::id.nullable());
        query = query.filter(sql::<Bool>(FOR_ALL_TO_SEE)).filter(
            messages::caused_by
                .eq(person)
                .or(messages::seminar_id.eq_any(theirs))
                .assume_not_null(),
        );
    }
    query
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// PostgreSQL's `lower`.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
    /// PostgreSQL's `split_part`.
    fn split_part(
        text: diesel::sql_types::Text,
        at: diesel::sql_types::Text,
        part: diesel::sql_types::Integer,
    ) -> diesel::sql_types::Text;
    /// PostgreSQL's `strpos`.
    fn strpos(
        text: diesel::sql_types::Text,
        wanted: diesel::sql_types::Text,
    ) -> diesel::sql_types::Integer;
}
