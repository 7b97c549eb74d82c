//! What is asked beside an answer, read from a form and shown again on the page: who comes along, and the organisers' questions.

use actix_web::http::StatusCode;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        clock::Instant,
        error::Refusal,
        ids::{PersonId, QuestionId},
        language::{self, Arg, Language},
    },
    seminars::{
        model::{
            Answer, FormQuestion, GivenAnswer, Late, Party, QuestionKind, ReplyTerms, Seminar,
        },
        queries, rules,
    },
    web::{
        errors::Failure,
        forms::Posted,
        pages::{
            form::{Choice, posted as values},
            replies::{CompanionFields, QuestionField, ReplyFields},
        },
    },
};

/// Takes the answer with what was asked beside it. A form without these fields leaves them as they are.
///
/// # Errors
/// What the database says.
pub async fn given(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    answer: Answer,
    posted: &Posted,
) -> QueryResult<GivenAnswer> {
    let asked = queries::questions(conn, seminar.id).await?;
    let pairs = posted.pairs();
    let has = |name: &str| pairs.iter().any(|(posted, _)| posted == name);
    // A number that is none is refused as one that is too high.
    let party = has("companions").then(|| Party {
        companions: match posted.value("companions").trim() {
            "" => 0,
            typed => typed.parse().unwrap_or(i32::MAX),
        },
        names: posted
            .value("companion_names")
            .lines()
            .map(str::to_owned)
            .collect(),
    });
    let replies: Vec<(QuestionId, Vec<String>)> = asked
        .iter()
        .map(|question| (question.id, values(pairs, &name_of(question))))
        .collect();
    let were_asked = has("asked") && !replies.is_empty();
    Ok(GivenAnswer {
        answer,
        party,
        replies: were_asked.then_some(replies),
    })
}

fn name_of(question: &FormQuestion) -> String {
    format!("question_{}", question.position)
}

/// The same of a form that shows nothing of what was said before, because nobody is known yet: what is left empty there stays
/// as it was.
///
/// # Errors
/// What the database says.
pub async fn given_anew(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    answer: Answer,
    posted: &Posted,
) -> QueryResult<GivenAnswer> {
    let mut said = given(conn, seminar, answer, posted).await?;
    said.party = said.party.filter(|party| *party != Party::default());
    if let Some(replies) = &mut said.replies {
        let empty = |words: &[String]| words.iter().all(|word| word.trim().is_empty());
        replies.retain(|(_, words)| !empty(words));
    }
    Ok(said)
}

/// Until when a reply is wanted, of whom nothing can be asked yet.
///
/// # Errors
/// What the database says.
pub async fn until(
    conn: &mut AsyncPgConnection,
    language: Language,
    now: Instant,
    seminar: &Seminar,
) -> QueryResult<ReplyFields> {
    let terms = queries::reply_terms(conn, seminar.id).await?;
    Ok(of_terms(language, now, seminar, &terms))
}

fn of_terms(
    language: Language,
    now: Instant,
    seminar: &Seminar,
    terms: &ReplyTerms,
) -> ReplyFields {
    ReplyFields {
        by: by(language, seminar, terms).unwrap_or_default(),
        late: late(language, seminar, terms, now),
        until: terms.until(seminar.zone()),
        ..ReplyFields::default()
    }
}

/// The fields for `person`, with what they said before; of whoever is not known yet they are empty.
///
/// # Errors
/// What the database says.
pub async fn fields(
    conn: &mut AsyncPgConnection,
    language: Language,
    now: Instant,
    seminar: &Seminar,
    person: Option<PersonId>,
) -> QueryResult<ReplyFields> {
    let terms = queries::reply_terms(conn, seminar.id).await?;
    let asked = queries::questions(conn, seminar.id).await?;
    let (attendance, said) = match person {
        Some(person) => (
            queries::attendance(conn, seminar.id, person).await?,
            queries::replies_of(conn, seminar.id, person).await?,
        ),
        None => (None, Vec::new()),
    };
    let comes = attendance
        .as_ref()
        .is_some_and(|one| matches!(one.answer, Some(Answer::Yes | Answer::Waiting)));
    let open = asked
        .iter()
        .filter(|question| comes && question.required)
        .filter(|question| said.iter().all(|one| one.question_id != question.id))
        .count();
    let party = attendance.map(|one| one.party()).unwrap_or_default();
    let most = terms.companions.max(party.companions);
    Ok(ReplyFields {
        companions: (most > 0).then(|| CompanionFields {
            most,
            hint: language.with(
                "reply-companions-hint",
                &[("max", Arg::from(i64::from(most)))],
            ),
            value: party.companions.to_string(),
            errors: Vec::new(),
            names: terms.companion_names.then(|| party.names.join("\n")),
            name_errors: Vec::new(),
        }),
        questions: asked
            .iter()
            .map(|question| {
                let said = said.iter().find(|one| one.question_id == question.id);
                field(language, question, said.map(|one| one.said.clone()))
            })
            .collect(),
        open,
        ..of_terms(language, now, seminar, &terms)
    })
}

/// Until which day a reply is wanted, as it is said; none where no day was set.
pub fn by(language: Language, seminar: &Seminar, terms: &ReplyTerms) -> Option<String> {
    let day = terms.reply_by?;
    let zone = seminar.zone();
    let zone = language::zone_label(language, zone, zone.noon(day));
    let day = language::date(language, day);
    let args = [("day", Arg::from(day)), ("zone", Arg::from(zone))];
    Some(language.with("reply-by-line", &args))
}

fn late(language: Language, seminar: &Seminar, terms: &ReplyTerms, now: Instant) -> String {
    match (rules::is_late(terms, seminar, now), terms.late) {
        (false, _) => String::new(),
        (true, Late::Refused) => language.t("reply-late-refused"),
        (true, Late::Taken) => language.t("reply-late-taken"),
    }
}

fn field(language: Language, question: &FormQuestion, said: Option<Vec<String>>) -> QuestionField {
    let purpose = Arg::from(question.purpose(language));
    let choices = match question.kind {
        QuestionKind::Text => Vec::new(),
        QuestionKind::YesNo => ["yes", "no"]
            .map(|word| Choice::new(word, language.t(&format!("question-said-{word}"))))
            .to_vec(),
        QuestionKind::One | QuestionKind::Several => (1..)
            .zip(question.choices(language))
            .map(|(number, choice)| Choice::new(number.to_string(), choice))
            .collect(),
    };
    QuestionField {
        name: name_of(question),
        label: question.words(language).to_owned(),
        hint: language.with("reply-question-purpose", &[("purpose", purpose)]),
        kind: question.kind,
        choices,
        said: said.unwrap_or_default(),
        required: question.required,
        errors: Vec::new(),
    }
}

/// Puts what was typed, and what is wrong with it, into the fields; answers the status. What comes too late is told of beside
/// them already.
///
/// # Errors
/// Nothing in `refusal` is about a form: it is answered as anywhere.
pub fn refused(
    fields: &mut ReplyFields,
    language: Language,
    posted: &Posted,
    refusal: Refusal,
) -> Result<StatusCode, Failure> {
    let invalid = match refusal {
        Refusal::Invalid(invalid) => Some(invalid),
        late if is_late(&late) => None,
        other => return Err(other.into()),
    };
    if let Some(along) = &mut fields.companions {
        posted.value("companions").clone_into(&mut along.value);
        if along.names.is_some() {
            along.names = Some(posted.value("companion_names").to_owned());
        }
    }
    for question in &mut fields.questions {
        question.said = values(posted.pairs(), &question.name);
    }
    let Some(invalid) = invalid else {
        return Ok(StatusCode::CONFLICT);
    };
    fields.wrong = true;
    for (name, reasons) in invalid.fields() {
        let words = reasons.iter().map(|reason| reason.say(language));
        match (name, &mut fields.companions) {
            ("companions", Some(along)) => along.errors.extend(words),
            ("companion_names", Some(along)) => along.name_errors.extend(words),
            _ => {
                let question = fields.questions.iter_mut().find(|one| one.name == name);
                if let Some(question) = question {
                    question.errors.extend(words);
                }
            }
        }
    }
    Ok(StatusCode::UNPROCESSABLE_ENTITY)
}

/// Whether what was answered comes after the last day, where that is refused.
pub fn is_late(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Conflict(why) if why.key() == "refused-reply-late")
}
