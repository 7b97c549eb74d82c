//! Answers that are given with an address alone: they count once whoever is at the address has said so.

use diesel_async::AsyncPgConnection;

use super::{ask::What, typed::ask_whoever_is_at};
use crate::{
    base::{
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::SeminarId,
        language::Language,
        text,
    },
    people::{
        model::Actor,
        sign_in::{SignInError, Visit},
    },
    seminars::{
        actions::answer::put_answer,
        model::{Answer, GivenAnswer, Seminar, Taken, Visibility},
        queries, rules,
    },
};

/// Asks `address` whether `said` is the answer of whoever is there, who is called `name`, to a seminar that is open to
/// everyone. As for following, the answer is the same whoever that is and whether or not a mail goes out; and nothing counts
/// before it is confirmed, least of all in place of what someone invited has answered. Another answer than before is asked
/// for at once.
///
/// Not to be called inside a transaction: what was asked for counts, whatever follows.
///
/// # Errors
/// `name` or `email` is invalid, it cannot be answered, or it was asked too often.
#[expect(
    clippy::too_many_arguments,
    reason = "who answers what, where from, besides what every action has"
)]
pub async fn ask_answer(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    name: &str,
    address: &str,
    language: Language,
    seminar: &Seminar,
    said: Answer,
    visit: &Visit<'_>,
) -> Result<(), SignInError> {
    rules::may_answer_openly(seminar, clock.now())?;
    let name = checked(name, address).map_err(Refusal::from)?;
    let what = What {
        seminar: Some(seminar.id),
        name: Some(name),
        answer: Some(said),
        ..What::default()
    };
    ask_whoever_is_at(conn, clock, address, language, what, visit).await
}

/// The name as it is kept. What is wrong with either is said at once.
fn checked(name: &str, address: &str) -> Result<String, Invalid> {
    let mut invalid = Invalid::default();
    let name = text::name(name);
    if name.is_empty() {
        invalid.because("name", "reason-required");
    } else if name.chars().count() > text::TITLE {
        let why = Reason::new("reason-too-long").with("max", text::TITLE);
        invalid.add("name", why);
    }
    if text::address(address).is_none() {
        invalid.because("email", "reason-address");
    }
    invalid.none_or()?;
    Ok(name)
}

/// The answer counts: `actor` is who has said, by the link in their mail, that it is theirs. `names` is raised with the rest,
/// last.
pub(super) async fn counts(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    seminar: SeminarId,
    said: GivenAnswer,
    names: Option<Subject>,
) -> Result<(), Refusal> {
    let row = queries::seminar(conn, seminar).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    // It may be for fewer people than it was when they were asked.
    if row.visibility != Visibility::Public {
        return Err(Refusal::conflict("refused-answer-not-open"));
    }
    let (author, way) = (&actor.author, Taken::of(actor.author.channel));
    let (_, touched) = put_answer(conn, clock, hub, author, seminar, actor.id, said, way).await?;
    changes::raise(conn, clock, touched.into_iter().chain(names)).await?;
    Ok(())
}
