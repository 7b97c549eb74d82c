//! Statements given as text that PostgreSQL reads and plans once a connection, not each time.
//!
//! Diesel keeps those prepared that it builds itself, but never a text: it cannot know that there are few of them. For
//! what runs with every request, or with every few messages, reading and planning anew takes longer than doing it.

use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
};

/// `query`, kept prepared. For texts that are always the same, and name the columns that they answer (what is prepared does
/// not survive that `*` becomes more). After a few times PostgreSQL may plan such a statement for any number of values: not
/// for one that is good for one row and for ten thousand by different plans.
///
/// It does so where that plan looks no dearer than one for these values. Of a list it sees how long it is, and thinks of ten
/// where it does not: a plan for a list of one looks cheaper, and is made anew each time, which takes several times as long
/// as to follow it. So a list is written `(SELECT $1)::uuid[]`, which no plan looks into.
pub fn prepared<Q>(query: Q) -> Prepared<Q> {
    Prepared(query)
}

/// What [`prepared`] answers: to be run as any other query.
#[derive(Debug, Clone, Copy)]
pub struct Prepared<Q>(Q);

impl<Q> QueryId for Prepared<Q> {
    // Found again by its text.
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}
