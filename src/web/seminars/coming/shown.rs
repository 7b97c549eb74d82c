//! What the page of who is coming shows.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::language::Language,
    seminars::{
        model::{
            Answer, Counted, Details, FormQuestion, Purpose, QuestionAnswer, Seminar, SeminarState,
        },
        queries::{self, Comes, Heads, Turnout},
        rules,
    },
    web::{
        idempotency::fresh_key,
        pages::coming::{
            ComingForm, ComingLine, ComingNumbers, ComingPage, HeadsForm, HeadsLine, TurnoutLine,
        },
        reader::Reader,
        seminars::{door, entry, files},
    },
};

pub(super) async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: Seminar,
    narrowed: Option<Answer>,
    (form, heads_form): (ComingForm, HeadsForm),
) -> QueryResult<ComingPage> {
    let details = queries::detail(conn, seminar).await?;
    let Details {
        seminar, capacity, ..
    } = &details;
    let now = reader.now();
    let people = queries::coming(conn, seminar.id).await?;
    let guests = queries::guests(conn, seminar.id).await?;
    let counted = queries::heads(conn, seminar.id).await?;
    let places = queries::places(conn, seminar.id).await?;
    let (institutions, countries) = queries::turnout(conn, seminar.id).await?;
    let asked = queries::questions(conn, seminar.id).await?;
    let said_to = queries::question_answers(conn, seminar.id).await?;
    let evidence = files::lines(conn, seminar, &[Purpose::Evidence]).await?;
    let lines = lines(&people, &asked, &said_to, reader.language());
    let said = |answer| people.iter().filter(move |one| one.answer == Some(answer));
    let came = door::came(&people, &guests);
    Ok(ComingPage {
        page: reader.page(),
        seminar: entry::entry(&details, reader.language(), None),
        places: capacity.map(|capacity| (places.taken, capacity)),
        numbers: ComingNumbers {
            yes: heads(said(Answer::Yes)),
            waiting: heads(said(Answer::Waiting)),
            came,
            room: heads_in(&counted, Counted::Room),
            online: heads_in(&counted, Counted::Online),
        },
        narrowed,
        anyone: !lines.is_empty(),
        people: lines
            .into_iter()
            .filter(|line| narrowed.is_none() || line.answer == narrowed)
            .collect(),
        open: rules::may_invite(seminar, now).is_ok(),
        has_door: seminar.state == SeminarState::Announced,
        begun: rules::may_count(seminar, now).is_ok(),
        form,
        heads_form,
        institutions: institutions.iter().map(of_institution).collect(),
        countries: countries
            .iter()
            .map(|one| of_country(one, reader.language()))
            .collect(),
        evidence: evidence.into_iter().map(|(_, _, line)| line).collect(),
        key: fresh_key(),
    })
}

/// People, with who comes along.
fn heads<'a>(people: impl Iterator<Item = &'a Comes>) -> usize {
    let heads: i32 = people.map(|one| 1 + one.companions).sum();
    usize::try_from(heads).unwrap_or(0)
}

fn heads_in(heads: &[Heads], place: Counted) -> Option<HeadsLine> {
    let found = heads.iter().find(|one| one.place == place)?;
    Some(HeadsLine {
        heads: found.heads,
        at: found.at,
        by: found.by.clone(),
    })
}

fn of_institution(turnout: &Turnout) -> TurnoutLine {
    TurnoutLine {
        name: turnout.institution.clone().unwrap_or_default(),
        yes: turnout.yes,
        came: turnout.came,
    }
}

/// A country by its name; one that has none here by its code.
fn of_country(turnout: &Turnout, language: Language) -> TurnoutLine {
    let code = turnout.country.clone().unwrap_or_default();
    TurnoutLine {
        name: language
            .try_with(&format!("country-{code}"), &[])
            .unwrap_or(code),
        yes: turnout.yes,
        came: turnout.came,
    }
}

/// Which place in the queue `one` has among `people`.
pub(super) fn position(people: &[Comes], one: &Comes) -> Option<u32> {
    let own = one.waiting_no?;
    let ahead = people.iter().filter_map(|other| other.waiting_no);
    u32::try_from(ahead.filter(|number| *number <= own).count()).ok()
}

fn lines(
    people: &[Comes],
    asked: &[FormQuestion],
    said: &[QuestionAnswer],
    language: Language,
) -> Vec<ComingLine> {
    people
        .iter()
        .map(|one| ComingLine {
            name: one.called().to_owned(),
            address: one.address.clone().unwrap_or_default(),
            institution: one.institution.clone(),
            answer: one.answer,
            position: position(people, one),
            answered_at: one.answered_at,
            way: one.channel,
            taken_by: one.taken_by.clone(),
            unverified: one.unverified,
            speaks: one.speaks,
            came_at: one.came_at,
            companions: one.companions,
            companion_names: one.companion_names.join(", "),
            said: asked
                .iter()
                .filter_map(|question| {
                    let said = said_of(said, question, one)?;
                    let words = question.words(language).to_owned();
                    Some((words, question.said(language, said)))
                })
                .collect(),
        })
        .collect()
}

/// What someone said to a question.
pub(super) fn said_of<'a>(
    said: &'a [QuestionAnswer],
    question: &FormQuestion,
    one: &Comes,
) -> Option<&'a [String]> {
    let found = said
        .iter()
        .find(|said| said.question_id == question.id && said.person_id == one.person_id);
    found.map(|found| found.said.as_slice())
}
