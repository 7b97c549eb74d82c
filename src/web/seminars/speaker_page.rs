//! What a speaker says on their page, in an organiser's hands: `GET /seminars/{code}/speakers/{id}/page` shows it, `POST` enters
//! what the organiser was told. What the speaker says meanwhile is not written over: the form is stale then.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;

use super::{entry, found};
use crate::{
    app::App,
    base::{error::Refusal, ids::PersonId},
    people::{
        self,
        model::{Actor, Named},
    },
    seminars::{
        actions::{WriteError, enter_page},
        model::{Details, Notes, Said, Speaker},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{speak::SpeakForm, speaker_page::SpeakerEntryPage, stale::Stale},
        reader::Reader,
        speak::{read, shown},
        typed, urls,
    },
};

/// What is known so far, in the form.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    path: web::Path<(String, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (code, person) = path.into_inner();
    let mut conn = app.db.get().await?;
    let known = Known::read(&mut conn, &signed.actor, &code, person).await?;
    reader.show(&known.page(&mut conn, &reader, known.form()).await?)
}

/// Enters what was typed.
pub async fn save(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    path: web::Path<(String, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (code, person) = path.into_inner();
    let actor = &signed.actor;
    let known = Known::read(&mut *app.db.get().await?, actor, &code, person).await?;
    let mut form = SpeakForm::typed(posted.pairs());
    read::keep_unasked(&mut form, &known.form(), &posted);
    let them = (known.details.seminar.id, person);
    let outcome = match read::page(&posted, &form, known.announced()) {
        Ok(said) => {
            once.attempt(&app, async |conn| {
                Box::pin(enter_page(conn, &*app.clock, &app.hub, actor, them, said)).await?;
                Ok::<_, WriteError>(Done::go_to(&urls::seminar_speakers(&code)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    let refusal = match outcome {
        Ok(done) => return Ok(Flash::done("flash-saved").on(&app, done)),
        Err(WriteError::Refused(refusal)) => refusal,
        // A title takes no room.
        Err(WriteError::Taken(_)) => Refusal::conflict("refused-busy"),
    };
    // As it stands by now.
    let mut conn = app.db.get().await?;
    let known = Known::read(&mut conn, actor, &code, person).await?;
    let mut page = known.page(&mut conn, &reader, form).await?;
    let status = match refusal {
        Refusal::Stale { .. } => {
            known.compare(&mut page);
            StatusCode::CONFLICT
        }
        refusal => typed::refused(refusal, reader.language(), |name, words| {
            page.form.refuse(read::field(name), words);
        })?,
    };
    reader.show_again(status, &page)
}

/// A speaker, and all that is said of them.
struct Known {
    details: Details,
    said: Said,
    notes: Notes,
    named: Named,
}

impl Known {
    async fn read(
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        code: &str,
        person: PersonId,
    ) -> Result<Self, Failure> {
        let seminar = found::organised(conn, actor, code).await?;
        let said = queries::said_by(conn, seminar.id, person).await?;
        let mut notes = queries::notes(conn, seminar.id).await?;
        let mut names = people::queries::names(conn, &[person]).await?;
        Ok(Self {
            said: said.ok_or_else(Failure::not_found)?,
            notes: notes.remove(&person).unwrap_or_default(),
            named: names.remove(&person).ok_or_else(Failure::not_found)?,
            details: queries::detail(conn, seminar).await?,
        })
    }

    fn form(&self) -> SpeakForm {
        shown::form(&self.details, &self.said, &self.notes)
    }

    /// The speaker as they are announced.
    fn announced(&self) -> Option<&Speaker> {
        let mut speakers = self.details.speakers.iter();
        speakers.find(|one| one.person_id == self.said.row.person_id)
    }

    async fn page(
        &self,
        conn: &mut AsyncPgConnection,
        reader: &Reader,
        mut form: SpeakForm,
    ) -> Result<SpeakerEntryPage, Failure> {
        form.meta.key = fresh_key();
        let row = &self.said.row;
        Ok(SpeakerEntryPage {
            page: reader.page(),
            seminar: entry::entry(&self.details, reader.language(), None),
            id: row.person_id.to_string(),
            name: self.named.called().to_owned(),
            role: row.role,
            alone: rules::speaks_alone(&self.details, row.person_id),
            said_at: shown::notes_of(conn, &self.said).await?,
            own_language: self.details.seminar.written.language.clone(),
            stale: None,
            form,
        })
    }

    /// Puts what stands beside what was typed; saving that once more is a decision.
    fn compare(&self, page: &mut SpeakerEntryPage) {
        let theirs = self.form();
        let at = shown::last_said(&self.details, &self.said);
        let (now, yours) = (theirs.told(&page.page), page.form.told(&page.page));
        page.stale = Some(Stale::new(&page.page, None, at, now, yours));
        page.form.meta.lock_version = theirs.meta.lock_version;
        page.form.page_version = theirs.page_version;
    }
}
