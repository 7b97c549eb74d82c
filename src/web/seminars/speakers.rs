//! The speakers of a seminar, in their organisers' hands: `GET /seminars/{code}/speakers`, and the buttons on it.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use diesel_async::AsyncPgConnection;

use super::{entry, files, found};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Invalid,
        hub::Hub,
        ids::{PersonId, StayId},
    },
    mail::outbox::MessageKind,
    people::{self, model::Named},
    seminars::{
        actions::{
            RecordingSaid, SpeakerCare, ask_oneself, care_for_speaker, put_recording, renew_link,
        },
        model::{
            Consent, Details, Materials, Notes, Purpose, Said, SpeakerAnswer, SpeakerRole,
            TextLanguage,
        },
        notices::{self, Links},
        queries, rules,
    },
    stays::{self, model::Stay},
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            files::FileLine,
            speak::ConsentNote,
            speakers::{SpeakerLine, SpeakerStay, SpeakersPage},
        },
        reader::Reader,
        typed, urls,
    },
};

/// Everything about each of them.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let known = Known::read(&mut conn, &app.hub, &details).await?;
    reader.show(&SpeakersPage {
        page: reader.page(),
        seminar: entry::entry(&details, reader.language(), None),
        speakers: known.said.iter().map(|one| known.line(one)).collect(),
        recording: queries::recording(&mut conn, details.seminar.id)
            .await?
            .unwrap_or_default(),
        no_recording: known.materials.no_recording.is_some(),
        recording_asked: known.recording_asked.clone(),
        key: fresh_key(),
    })
}

/// Sets where the seminar can be seen afterwards, or that it cannot.
pub async fn record(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
    let said = RecordingSaid {
        url: posted.value("url").to_owned(),
        none_will_come: posted.value("none_will_come") == "yes",
    };
    let done = once
        .carry_out(&app, async |conn| {
            put_recording(conn, clock, hub, actor, seminar.id, &said).await?;
            Ok(Done::go_to(&urls::seminar_speakers(&code)))
        })
        .await?;
    Ok(Flash::done("flash-saved").on(&app, done))
}

/// Makes the link of a speaker theirs to copy, or another one.
pub async fn link(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    path: web::Path<(String, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (code, person) = path.into_inner();
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let (clock, actor, renew) = (&*app.clock, &signed.actor, posted.value("renew") == "yes");
    let done = once
        .carry_out(&app, async |conn| {
            match renew {
                true => renew_link(conn, clock, actor, seminar.id, person).await?,
                false => ask_oneself(conn, clock, actor, seminar.id, person).await?,
            };
            Ok(Done::go_to(&urls::seminar_speakers(&code)))
        })
        .await?;
    let key = match renew {
        true => "flash-speaker-link-renewed",
        false => "flash-speaker-link-made",
    };
    Ok(Flash::done(key).on(&app, done))
}

/// Takes over what a speaker owes, or hands it back; sets where their slides are, or that none will come.
pub async fn care(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    path: web::Path<(String, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (code, person) = path.into_inner();
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let asked = |name: &str| posted.pairs().iter().any(|(posted, _)| posted == name);
    let care = SpeakerCare {
        taken_over: match posted.value("taken_over") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        slides_url: asked("slides_url").then(|| posted.value("slides_url").to_owned()),
        rehearsal: match asked("rehearsal_date") {
            true => Some(rehearsal(&posted)?),
            false => None,
        },
        no_slides: match posted.value("no_slides") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        talk_language: match asked("talk_language") {
            true => Some(talk_language(&posted)?),
            false => None,
        },
    };
    let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
    let done = once
        .carry_out(&app, async |conn| {
            care_for_speaker(conn, clock, hub, actor, (seminar.id, person), care).await?;
            Ok(Done::go_to(&urls::seminar_speakers(&code)))
        })
        .await?;
    Ok(Flash::done("flash-saved").on(&app, done))
}

/// In which language they speak; none: in that of the seminar.
fn talk_language(posted: &Posted) -> Result<Option<TextLanguage>, Invalid> {
    match posted.value("talk_language") {
        "" => Ok(None),
        word => typed::word(word)
            .map(Some)
            .map_err(|reason| Invalid::one("talk_language", reason)),
    }
}

/// When they rehearse, by the clocks of the seminar's zone.
fn rehearsal(posted: &Posted) -> Result<Option<NaiveDateTime>, Invalid> {
    let (date, time) = (
        posted.value("rehearsal_date"),
        posted.value("rehearsal_time"),
    );
    if date.is_empty() && time.is_empty() {
        return Ok(None);
    }
    let mut invalid = Invalid::default();
    let date = invalid.take("rehearsal_date", typed::date(date));
    let time = invalid.take("rehearsal_time", typed::time(time));
    invalid.none_or()?;
    Ok(date.zip(time).map(|(date, time)| date.and_time(time)))
}

/// What the page knows of all speakers, read at once.
struct Known<'a> {
    hub: &'a Hub,
    details: &'a Details,
    said: Vec<Said>,
    notes: HashMap<PersonId, Notes>,
    names: HashMap<PersonId, Named>,
    stays: HashMap<StayId, Stay>,
    materials: Materials,
    waiting: Vec<(PersonId, Instant)>,
    /// When speakers are asked for their slides.
    slides_asked: Vec<(PersonId, Instant)>,
    /// When organisers are asked for the recording.
    recording_asked: Vec<Instant>,
    files: Vec<(Option<PersonId>, Purpose, FileLine)>,
}

impl<'a> Known<'a> {
    async fn read(
        conn: &mut AsyncPgConnection,
        hub: &'a Hub,
        details: &'a Details,
    ) -> Result<Self, Failure> {
        let id = details.seminar.id;
        let said = queries::said(conn, &[id]).await?;
        let people: Vec<PersonId> = said
            .iter()
            .flat_map(|one| {
                let row = &one.row;
                let by = [row.taken_over_by, row.no_slides_by, row.entered_by];
                let told = one.consents.values().map(|given| given.taken_by);
                let them = [Some(row.person_id)].into_iter();
                them.chain(by).chain(told)
            })
            .flatten()
            .collect();
        let mut stays = HashMap::new();
        for stay in said.iter().filter_map(|one| one.row.stay_id) {
            if let Some(found) = stays::queries::stay(conn, stay).await? {
                stays.insert(stay, found);
            }
        }
        let mut waiting = notices::waiting(conn, id).await?;
        waiting.sort_by_key(|message| message.send_after);
        let each = |kind: MessageKind| -> Vec<(PersonId, Instant)> {
            let asking = waiting.iter().filter(|message| message.kind == kind);
            asking
                .filter_map(|message| Some((message.person()?, message.send_after)))
                .collect()
        };
        let chases = each(MessageKind::SpeakerChase);
        let slides_asked = each(MessageKind::SlidesChase);
        let recording = each(MessageKind::RecordingChase);
        let mut recording_asked: Vec<Instant> = recording.into_iter().map(|(_, at)| at).collect();
        recording_asked.dedup();
        Ok(Self {
            hub,
            details,
            notes: queries::notes(conn, id).await?,
            names: people::queries::names(conn, &people).await?,
            said,
            stays,
            materials: queries::materials_of(conn, id).await?,
            waiting: chases,
            slides_asked,
            recording_asked,
            files: files::lines(
                conn,
                &details.seminar,
                &[Purpose::Portrait, Purpose::Slides],
            )
            .await?,
        })
    }

    fn line(&self, said: &Said) -> SpeakerLine {
        let row = &said.row;
        let called = |person: &PersonId| {
            let named = self.names.get(person);
            named.map_or_else(String::new, |named| named.called().to_owned())
        };
        let mut speakers = self.details.speakers.iter();
        let announced = speakers.find(|one| one.person_id == row.person_id);
        let asked = row.asked_at.is_some() || row.answer != SpeakerAnswer::Asked;
        let over = row.taken_over_at;
        let file = |purpose: Purpose| {
            let mut files = self.files.iter();
            let theirs = files.find(|one| one.0 == Some(row.person_id) && one.1 == purpose);
            theirs.map(|(_, _, line)| line.clone())
        };
        SpeakerLine {
            id: row.person_id.to_string(),
            name: called(&row.person_id),
            role: row.role,
            answer: row.answer,
            answered_at: row.answered_at,
            missing: rules::missing(self.details, said),
            chases: self
                .waiting
                .iter()
                .filter(|(person, _)| *person == row.person_id)
                .map(|(_, at)| *at)
                .collect(),
            taken_over: over.map(|at| {
                let by = row.taken_over_by.as_ref();
                (by.map(called).unwrap_or_default(), at)
            }),
            link: asked.then(|| Links::of_speaker(self.hub, row).speak(None)),
            asked_at: row.asked_at,
            consents: Consent::ALL
                .iter()
                .map(|one| {
                    let given = said.consents.get(one);
                    let note = given.map(|given| ConsentNote::of(*one, given, &self.names));
                    let note = note.filter(|note| note.given_to.is_some());
                    (*one, given.map(|said| said.given), note)
                })
                .collect(),
            talk_title: row.talk_title.clone(),
            talk_language: row.talk_language,
            affiliation: announced.and_then(|one| one.affiliation.clone()),
            ror: row.ror.clone(),
            slides_url: row.slides_url.clone().unwrap_or_default(),
            gives_slides: row.role == SpeakerRole::Speaker
                && !self.materials.slides.contains(&row.person_id),
            no_slides: row.no_slides_at.map(|at| {
                let by = row.no_slides_by.as_ref();
                (by.map(called).unwrap_or_default(), at)
            }),
            slides_asked: self
                .slides_asked
                .iter()
                .filter(|(person, _)| *person == row.person_id)
                .map(|(_, at)| *at)
                .collect(),
            slides: file(Purpose::Slides),
            portrait: file(Purpose::Portrait)
                .map(|portrait| (portrait, rules::files::shows_portrait(said))),
            in_person: row.in_person,
            rehearsal: row.rehearsal_at.map(|at| {
                let local = self.details.seminar.zone().local(at);
                (
                    at,
                    local.date().to_string(),
                    local.format("%H:%M").to_string(),
                )
            }),
            stay: row.stay_id.and_then(|id| self.stays.get(&id)).map(stay),
            notes: self
                .notes
                .get(&row.person_id)
                .map(notes)
                .unwrap_or_default(),
            said_at: row.page_at,
            entered: row.entered_at.map(|at| {
                let by = row.entered_by.as_ref();
                (by.map(called).unwrap_or_default(), at)
            }),
        }
    }
}

fn stay(stay: &Stay) -> SpeakerStay {
    SpeakerStay {
        code: stay.code.clone(),
        from: stay.from_date,
        to: stay.to_date,
        state: stay.state,
    }
}

/// What is said to the organisers alone, without what is empty.
fn notes(notes: &Notes) -> Vec<(&'static str, String)> {
    [
        ("speak-words", &notes.words),
        ("speak-equipment", &notes.equipment),
        ("speak-arrival", &notes.arrival),
        ("speak-dietary", &notes.dietary),
        ("speak-phone", &notes.phone),
    ]
    .into_iter()
    .filter(|(_, said)| !said.is_empty())
    .map(|(label, said)| (label, said.clone()))
    .collect()
}
