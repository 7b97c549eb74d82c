//! What waits about a seminar (`GET /seminars/{code}/messages`), one kind of it (`…/{kind}`), and what its organisers do to
//! it: words of their own (`POST …/{kind}`), letting it go (`…/dispatch`), stopping it (`…/abandonment`).

use std::collections::{BTreeMap, HashSet};

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web,
};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{entry, foretold, found};
use crate::{
    app::App,
    base::{error::Refusal, ids::MessageId},
    mail::outbox::{Message, MessageKind, MessageState},
    seminars::{
        actions::{Handling, Waiting, handle},
        model::Seminar,
        notices::{self, Foretold},
        queries,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        letters,
        pages::{
            foretold::{HeldForm, HeldGroup, HeldKindPage, HeldPage},
            form::{Field, FormMeta},
        },
        reader::Reader,
        typed, urls,
    },
};

/// Everything that waits, by kind.
pub async fn all(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    let waiting = notices::waiting(&mut conn, seminar.id).await?;
    let mut kinds: BTreeMap<MessageKind, Vec<Message>> = BTreeMap::new();
    for message in waiting {
        kinds.entry(message.kind).or_default().push(message);
    }
    let mut groups: Vec<HeldGroup> = kinds.values().filter_map(|all| group(all)).collect();
    groups.sort_by_key(|one| (one.from, one.kind));
    reader.show(&HeldPage {
        page: reader.page(),
        seminar: entry::one(&mut conn, Some(&signed.actor), reader.language(), seminar).await?,
        groups,
    })
}

/// How the letters are shown.
#[derive(Debug, Deserialize)]
pub struct Opened {
    part: Option<String>,
}

/// What waits of one kind.
pub async fn kind(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    path: web::Path<(String, String)>,
    opened: web::Query<Opened>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let held = Held::find(&mut conn, &signed, &path).await?;
    let as_html = opened.part.as_deref() == Some("html");
    let page = held.page(&mut conn, &app, &signed, &reader, as_html);
    reader.show(&page.await?)
}

/// The HTML body of one letter alone, for its frame.
pub async fn html(
    app: web::Data<App>,
    signed: Signed,
    path: web::Path<(String, String, MessageId)>,
) -> Result<HttpResponse, Failure> {
    let (code, kind, id) = path.into_inner();
    let mut conn = app.db.get().await?;
    let held = Held::find(&mut conn, &signed, &(code, kind)).await?;
    let told = held.told(&mut conn, &app).await?;
    let mut letters = told.letters.into_iter();
    let letter = letters
        .find(|letter| letter.reader.message == id)
        .ok_or_else(Failure::not_found)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, letters::POLICY))
        .content_type("text/html; charset=utf-8")
        .body(letters::beside(&letter.content.html)))
}

/// Puts words above what waits.
pub async fn write(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let handling = Handling::Write(Some(posted.value("note").to_owned()));
    done(&app, &signed, &reader, once, &posted, &path, handling).await
}

/// Lets what waits go now.
pub async fn let_go(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    done(
        &app,
        &signed,
        &reader,
        once,
        &posted,
        &path,
        Handling::LetGo,
    )
    .await
}

/// Stops what waits.
pub async fn stop(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let handling = Handling::Stop(Some(posted.value("reason").to_owned()));
    done(&app, &signed, &reader, once, &posted, &path, handling).await
}

async fn done(
    app: &App,
    signed: &Signed,
    reader: &Reader,
    once: Once,
    posted: &Posted,
    path: &(String, String),
    handling: Handling,
) -> Result<HttpResponse, Failure> {
    let held = Held::find(&mut *app.db.get().await?, signed, path).await?;
    let (flash, next) = match handling {
        Handling::Write(_) => ("flash-held-written", urls::held_kind(&path.0, &path.1)),
        Handling::LetGo => ("flash-held-dispatched", urls::held(&path.0)),
        Handling::Stop(_) => ("flash-held-stopped", urls::held(&path.0)),
    };
    let mut count = 0;
    let outcome = once
        .attempt(app, async |conn| {
            let which = Waiting::All(held.kind, posted.value("shown"));
            let (clock, actor) = (&*app.clock, &signed.actor);
            count = handle(conn, clock, actor, held.seminar.id, which, handling).await?;
            Ok::<_, Refusal>(Done::go_to(&next))
        })
        .await?;
    match outcome {
        Ok(mut done) => {
            // The form sent a second time is answered, and has done nothing more.
            if count > 0 {
                let told = Flash::done(flash).with("count", count);
                told.tell(&app.hub.key, app.https(), &mut done);
            }
            Ok(done)
        }
        Err(refusal) => {
            let mut conn = app.db.get().await?;
            let mut page = held.page(&mut conn, app, signed, reader, false).await?;
            page.form.note = Field::of(posted.value("note"));
            page.form.reason = Field::of(posted.value("reason"));
            let status: StatusCode = typed::refused(refusal, reader.language(), |name, words| {
                page.form.refuse(name, words);
            })?;
            reader.show_again(status, &page)
        }
    }
}

/// What waits of one kind about a seminar that the reader organises.
struct Held {
    seminar: Seminar,
    kind: MessageKind,
    waiting: Vec<Message>,
}

impl Held {
    async fn find(
        conn: &mut AsyncPgConnection,
        signed: &Signed,
        (code, kind): &(String, String),
    ) -> Result<Self, Failure> {
        let seminar = found::organised(conn, &signed.actor, code).await?;
        let kind: MessageKind = kind.parse().map_err(|_| Failure::not_found())?;
        if !notices::TOLD.contains(&kind) {
            return Err(Failure::not_found());
        }
        let mut waiting = notices::waiting(conn, seminar.id).await?;
        waiting.retain(|message| message.kind == kind);
        Ok(Self {
            seminar,
            kind,
            waiting,
        })
    }

    async fn told(&self, conn: &mut AsyncPgConnection, app: &App) -> Result<Foretold, Failure> {
        let details = queries::detail(conn, self.seminar.clone()).await?;
        let (clock, hub) = (&*app.clock, &app.hub);
        Ok(notices::foretold(conn, clock, hub, &details, &self.waiting).await?)
    }

    /// How it stands now.
    async fn page(
        &self,
        conn: &mut AsyncPgConnection,
        app: &App,
        signed: &Signed,
        reader: &Reader,
        as_html: bool,
    ) -> Result<HeldKindPage, Failure> {
        let now = Self {
            waiting: {
                let mut waiting = notices::waiting(conn, self.seminar.id).await?;
                waiting.retain(|message| message.kind == self.kind);
                waiting
            },
            seminar: self.seminar.clone(),
            kind: self.kind,
        };
        let told = now.told(conn, app).await?;
        let (code, kind) = (self.seminar.code.as_str(), self.kind.word());
        let frame = |letter: &notices::Letter| {
            let id = letter.reader.message.to_string();
            as_html.then(|| urls::held_letter(code, kind, &id))
        };
        let note = now
            .waiting
            .iter()
            .find_map(|one| one.payload["note"].as_str());
        Ok(HeldKindPage {
            page: reader.page(),
            group: group(&now.waiting),
            kind: self.kind,
            untrue: now.waiting.len() - told.readers.len(),
            told: foretold::view(reader.language(), &told, frame),
            as_html,
            form: HeldForm {
                meta: FormMeta::keyed(fresh_key()),
                note: Field::of(note.unwrap_or_default()),
                ..HeldForm::default()
            },
            mark: notices::held_mark(&now.waiting),
            keys: [fresh_key(), fresh_key()],
            seminar: entry::one(conn, Some(&signed.actor), reader.language(), now.seminar).await?,
        })
    }
}

/// Messages of one kind in a line; none where there are none.
fn group(waiting: &[Message]) -> Option<HeldGroup> {
    let first = waiting.first()?;
    let times = || waiting.iter().map(|message| message.send_after);
    let going = waiting
        .iter()
        .filter(|one| one.state == MessageState::Leased);
    let readers: HashSet<&str> = waiting.iter().map(|one| one.address.as_str()).collect();
    Some(HeldGroup {
        kind: first.kind,
        readers: readers.len(),
        count: waiting.len(),
        going: going.count(),
        from: times().min()?,
        to: times().max()?,
        has_note: waiting.iter().any(|one| one.payload["note"].is_string()),
    })
}
