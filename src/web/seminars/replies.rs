//! How replies are taken (`GET`, `POST /seminars/{code}/replies`) and what is asked of whoever answers
//! (`POST /seminars/{code}/questions`), as the organisers of a seminar set it.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{entry, found};
use crate::{
    app::App,
    base::error::{Invalid, Reason, Refusal},
    seminars::{
        actions::{NewQuestion, NewReplyTerms, put_questions, put_reply_terms},
        model::{FormQuestion, QuestionKind, ReplyTerms, Seminar},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            form::{Field, FormMeta},
            replies_form::{QuestionBlock, QuestionsForm, RepliesPage, TermsForm},
        },
        reader::Reader,
        typed, urls,
    },
};

/// Both forms, as it stands.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    reader.show(&context(&mut conn, &reader, &seminar).await?)
}

/// Saves until when replies are taken, and who comes along.
pub async fn save(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let mut form = TermsForm::typed(posted.pairs());
    let outcome = match terms(&form) {
        Ok(new) => {
            once.attempt(&app, async |conn| {
                let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
                put_reply_terms(conn, clock, hub, actor, seminar.id, new).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::seminar_replies(&code)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-replies-saved").on(&app, done)),
        Err(refusal) => {
            let status = typed::refused(refusal, reader.language(), |field, words| {
                form.refuse(field, words);
            })?;
            let mut page = context(&mut *app.db.get().await?, &reader, &seminar).await?;
            page.form = form;
            reader.show_again(status, &page)
        }
    }
}

/// Saves the questions; one without words is none.
pub async fn ask(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let mut form = asked(&posted);
    // Which block each question stands in: empty ones are left out.
    let filled: Vec<usize> = (0..form.blocks.len())
        .filter(|at| !is_empty(&form.blocks[*at]))
        .collect();
    let read: Result<Vec<NewQuestion>, Invalid> = filled
        .iter()
        .map(|at| question(&form.blocks[*at]))
        .collect();
    let outcome = match read {
        Ok(new) => {
            once.attempt(&app, async |conn| {
                put_questions(conn, &*app.clock, &signed.actor, seminar.id, new).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::seminar_replies(&code)))
            })
            .await?
        }
        Err(invalid) => Err(Refusal::from(invalid)),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-questions-saved").on(&app, done)),
        Err(refusal) => {
            let status: StatusCode = typed::refused(refusal, reader.language(), |field, words| {
                let place = field.strip_prefix("question_");
                let place = place.and_then(|place| place.parse::<usize>().ok());
                let at = place.and_then(|place| filled.get(place.checked_sub(1)?));
                match at.and_then(|at| form.blocks.get_mut(*at)) {
                    Some(block) => block.words_en.errors.push(words),
                    None => form.meta.errors.push(words),
                }
            })?;
            let mut page = context(&mut *app.db.get().await?, &reader, &seminar).await?;
            page.asked = form;
            reader.show_again(status, &page)
        }
    }
}

fn terms(form: &TermsForm) -> Result<NewReplyTerms, Invalid> {
    let mut invalid = Invalid::default();
    let reply_by = match form.reply_by.value.trim() {
        "" => None,
        typed => invalid.take("reply_by", typed::date(typed)),
    };
    let late = invalid.take("late", typed::word(&form.late.value));
    let remind_days = invalid.take("remind_days", typed::number(&form.remind_days.value));
    let companions = invalid.take("companions", typed::number(&form.companions.value));
    let late = late.ok_or_else(|| Invalid::one("late", Reason::new("reason-required")));
    invalid.none_or()?;
    Ok(NewReplyTerms {
        reply_by,
        late: late?,
        remind_days: remind_days.flatten(),
        companions: companions.flatten().unwrap_or(0),
        companion_names: form.companion_names.value == "yes",
    })
}

fn asked(posted: &Posted) -> QuestionsForm {
    let blocks = (1..=rules::QUESTIONS).map(|number| {
        let value = |field: &str| posted.value(&format!("q{number}_{field}")).to_owned();
        let field = |name: &str| Field::of(value(name));
        QuestionBlock {
            number,
            id: value("id"),
            kind: field("kind"),
            words_en: field("words_en"),
            words_ko: field("words_ko"),
            purpose_en: field("purpose_en"),
            purpose_ko: field("purpose_ko"),
            choices_en: field("choices_en"),
            choices_ko: field("choices_ko"),
            required: field("required"),
        }
    });
    QuestionsForm {
        meta: FormMeta {
            key: posted.value("key").to_owned(),
            ..FormMeta::default()
        },
        blocks: blocks.collect(),
    }
}

fn is_empty(block: &QuestionBlock) -> bool {
    [
        &block.words_en,
        &block.words_ko,
        &block.purpose_en,
        &block.purpose_ko,
        &block.choices_en,
        &block.choices_ko,
    ]
    .iter()
    .all(|field| field.value.trim().is_empty())
}

fn question(block: &QuestionBlock) -> Result<NewQuestion, Invalid> {
    let lines = |field: &Field| field.value.lines().map(str::to_owned).collect();
    let wrong = |reason| Invalid::one("questions", reason);
    let kind: QuestionKind = typed::word(&block.kind.value).map_err(wrong)?;
    let id = match block.id.as_str() {
        "" => None,
        id => Some(
            id.parse()
                .map_err(|_| wrong(Reason::new("reason-unknown")))?,
        ),
    };
    Ok(NewQuestion {
        id,
        kind,
        words_en: block.words_en.value.clone(),
        words_ko: block.words_ko.value.clone(),
        purpose_en: block.purpose_en.value.clone(),
        purpose_ko: block.purpose_ko.value.clone(),
        choices_en: lines(&block.choices_en),
        choices_ko: lines(&block.choices_ko),
        required: block.required.value == "yes",
    })
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<RepliesPage> {
    let terms = queries::reply_terms(conn, seminar.id).await?;
    let questions = queries::questions(conn, seminar.id).await?;
    Ok(RepliesPage {
        page: reader.page(),
        seminar: entry::one(conn, reader.actor(), reader.language(), seminar.clone()).await?,
        form: terms_form(&terms),
        asked: QuestionsForm {
            meta: fresh_meta(),
            blocks: (1..=rules::QUESTIONS)
                .map(|number| block(number, questions.get(number - 1)))
                .collect(),
        },
    })
}

fn fresh_meta() -> FormMeta {
    FormMeta::keyed(fresh_key())
}

fn yes_or_no(yes: bool) -> Field {
    Field::of(if yes { "yes" } else { "no" })
}

fn terms_form(terms: &ReplyTerms) -> TermsForm {
    let typed = |value: Option<String>| Field::of(value.unwrap_or_default());
    TermsForm {
        meta: fresh_meta(),
        reply_by: typed(terms.reply_by.map(|day| day.to_string())),
        late: Field::of(terms.late.word()),
        remind_days: typed(terms.remind_days.map(|days| days.to_string())),
        companions: Field::of(terms.companions.to_string()),
        companion_names: yes_or_no(terms.companion_names),
    }
}

fn block(number: usize, question: Option<&FormQuestion>) -> QuestionBlock {
    let Some(question) = question else {
        return QuestionBlock {
            number,
            kind: Field::of(QuestionKind::Text.word()),
            required: yes_or_no(false),
            ..QuestionBlock::default()
        };
    };
    QuestionBlock {
        number,
        id: question.id.to_string(),
        kind: Field::of(question.kind.word()),
        words_en: Field::of(&question.words_en),
        words_ko: Field::of(&question.words_ko),
        purpose_en: Field::of(&question.purpose_en),
        purpose_ko: Field::of(&question.purpose_ko),
        choices_en: Field::of(question.choices_en.join("\n")),
        choices_ko: Field::of(question.choices_ko.join("\n")),
        required: yes_or_no(question.required),
    }
}
