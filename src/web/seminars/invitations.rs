//! Inviting: typed, shown, sent (`GET`, `POST /seminars/{code}/invitations`). Of a draft it is the speakers who are asked, in words
//! of the organiser's own and under their name.

use std::collections::HashSet;

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    entry, foretold, found,
    inviting::{Inviting, Sent},
};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason, Refusal},
        ids::PersonId,
        language, text,
    },
    people::{
        self,
        actions::PersonEntry,
        model::{Named, Recipient},
        queries::Meant,
    },
    seminars::{
        actions::Invitees,
        model::{Seminar, SeminarState, SpeakerAnswer},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Once, fresh_key},
        pages::{
            foretold::Foretold,
            form::{Choice, FormMeta, Several},
            invitations::{
                InvitationForm, InvitationPreview, InvitationsPage, Invitee, SharedAddress,
            },
        },
        reader::Reader,
        typed,
    },
};

/// How many followers of a series are offered to be ticked; more are invited by their addresses.
const OFFERED: i64 = 200;

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    may_ask(&seminar, &reader)?;
    let asked = match seminar.state {
        SeminarState::Draft => to_ask(&mut conn, &seminar).await?,
        _ => Vec::new(),
    };
    let form = InvitationForm {
        meta: FormMeta::keyed(fresh_key()),
        people: Several::of(asked.iter().map(PersonId::to_string)),
        ..InvitationForm::default()
    };
    reader.show(&context(&mut conn, &app, &reader, &signed, seminar, form).await?)
}

/// Shows whom it would reach and what they would read (`step=preview`), or invites them (`step=send`).
pub async fn send(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    may_ask(&seminar, &reader)?;
    let form = InvitationForm::typed(posted.pairs());
    let id = seminar.id;
    let wanted = Wanted::read(&mut conn, &form, &seminar).await?;
    let mut page = context(&mut conn, &app, &reader, &signed, seminar, form).await?;
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(invalid) => return wrong(&reader, page, invalid.into()),
    };
    let preview = wanted.preview(&mut conn, &app, &page).await?;
    let reaches = !preview.recipients.is_empty();
    page.preview = Some(preview);
    let invitees = wanted.invitees(&page.form.note.value);
    let inviting = Inviting {
        app: &app,
        actor: &signed.actor,
        seminar: id,
    };
    if posted.value("step") == "send" {
        drop(conn);
        let shown = page.can_send().then_some(page.form.shown.value.as_str());
        match inviting.send(once, &code, shown, invitees.clone()).await? {
            Sent::Done(done) => return Ok(with_word(&app, &page, done)),
            Sent::Refused(refusal) => return wrong(&reader, page, refusal),
            Sent::Unshown => {}
        }
        conn = app.db.get().await?;
    }
    if reaches {
        let told = match inviting.foretell(&mut conn, invitees).await {
            Ok(told) => told,
            Err(refusal) => return wrong(&reader, page, refusal),
        };
        if let Some(preview) = &mut page.preview {
            preview.told = foretold::view(reader.language(), &told, |_| None);
            preview.mark = told.mark;
        }
    }
    reader.show(&page)
}

/// Whether people can be invited, or the speakers of a draft be asked.
fn may_ask(seminar: &Seminar, reader: &Reader) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Draft => Ok(()),
        _ => rules::may_invite(seminar, reader.now()),
    }
}

/// The speakers of a draft who have not answered, and whom no organiser asks in a mail of their own.
async fn to_ask(conn: &mut AsyncPgConnection, seminar: &Seminar) -> QueryResult<Vec<PersonId>> {
    let speakers = queries::speakers_of(conn, &[seminar.id]).await?;
    let waiting = speakers
        .into_iter()
        .filter(|one| one.answer == SpeakerAnswer::Asked && !one.asked_oneself);
    Ok(waiting.map(|one| one.person_id).collect())
}

/// Says how many were invited; when the form comes a second time, they were before.
fn with_word(app: &App, page: &InvitationsPage, mut done: HttpResponse) -> HttpResponse {
    let count = page.preview.as_ref().map_or(0, |one| one.recipients.len());
    if count > 0 {
        let key = match page.seminar.state {
            SeminarState::Draft => "flash-asked-to-speak",
            _ => "flash-invited",
        };
        let flash = Flash::done(key).with("count", count);
        flash.tell(&app.hub.key, app.https(), &mut done);
    }
    done
}

fn wrong(
    reader: &Reader,
    mut page: InvitationsPage,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    let status: StatusCode = typed::refused(refusal, reader.language(), |name, words| {
        let field = if name == "emails" { "addresses" } else { name };
        page.form.refuse(field, words);
    })?;
    page.preview = None;
    reader.show_again(status, &page)
}

async fn context(
    conn: &mut AsyncPgConnection,
    app: &App,
    reader: &Reader,
    signed: &Signed,
    seminar: Seminar,
    form: InvitationForm,
) -> Result<InvitationsPage, Failure> {
    // Whoever was ticked stays ticked, whether they follow the series or share an address with others.
    let mut offered: Vec<PersonId> = form
        .people
        .values
        .iter()
        .filter_map(|value| id(value))
        .collect();
    offered.extend(match seminar.state {
        SeminarState::Draft => to_ask(conn, &seminar).await?,
        _ => queries::to_invite(conn, &seminar, OFFERED).await?,
    });
    let mut seen = HashSet::new();
    offered.retain(|person| seen.insert(*person));
    let names = people::queries::names(conn, &offered).await?;
    let reached = people::queries::recipients(conn, &app.hub, &offered, seminar.starts_at).await?;
    let numbers = queries::numbers(conn, seminar.id).await?;
    Ok(InvitationsPage {
        page: reader.page(),
        people: offered
            .iter()
            .filter(|person| reached.contains_key(person))
            .filter_map(|person| names.get(person))
            .map(choice)
            .collect(),
        seminar: entry::one(conn, Some(&signed.actor), reader.language(), seminar).await?,
        form,
        preview: None,
        invited: usize::try_from(numbers.invited).unwrap_or(0),
    })
}

fn id(value: &str) -> Option<PersonId> {
    value.parse().ok()
}

fn choice(named: &Named) -> Choice {
    let choice = Choice::new(named.id.to_string(), named.called());
    match (&named.name, &named.address) {
        (Some(_), Some(address)) => choice.hint(address),
        _ => choice,
    }
}

/// Whom a form means.
struct Wanted {
    /// People who are known and are not invited yet.
    known: Vec<PersonId>,
    /// Those who are invited already, or speak: they have had theirs.
    already: Vec<PersonId>,
    /// Addresses that nobody here is known by.
    unknown: Vec<PersonEntry>,
    /// Addresses that serve several people, none of whom is ticked.
    shared: Vec<(String, Vec<Named>)>,
}

impl Wanted {
    async fn read(
        conn: &mut AsyncPgConnection,
        form: &InvitationForm,
        seminar: &Seminar,
    ) -> Result<Result<Self, Invalid>, Failure> {
        let mut invalid = Invalid::default();
        let lines = typed::addresses(&form.addresses.value);
        for line in &lines {
            if text::address(&line.address).is_none() {
                let reason = Reason::new("error-address-line").with("line", line.number);
                invalid.add("addresses", reason);
            }
        }
        let mut people: Vec<PersonId> = form
            .people
            .values
            .iter()
            .filter_map(|value| id(value))
            .collect();
        if lines.is_empty() && people.is_empty() {
            invalid.because("addresses", "reason-required");
        }
        if let Err(invalid) = invalid.none_or() {
            return Ok(Err(invalid));
        }
        let entries: Vec<PersonEntry> = lines
            .into_iter()
            .map(|line| PersonEntry {
                name: line.name,
                address: line.address,
            })
            .collect();
        let meant = people::queries::meant(conn, &entries).await?;
        let mut wanted = Self {
            known: Vec::new(),
            already: Vec::new(),
            unknown: Vec::new(),
            shared: Vec::new(),
        };
        for (entry, meant) in entries.into_iter().zip(meant) {
            match meant {
                Meant::Known(named) => people.push(named.id),
                Meant::Unknown => wanted.enter(entry),
                Meant::Shared(owners) if owners.iter().any(|one| people.contains(&one.id)) => {}
                Meant::Shared(owners) => wanted.shared.push((entry.address, owners)),
            }
        }
        wanted.sort_out(conn, people, seminar).await?;
        Ok(Ok(wanted))
    }

    /// Each address once, whatever its case.
    fn enter(&mut self, entry: PersonEntry) {
        let known = |one: &PersonEntry| one.address.eq_ignore_ascii_case(&entry.address);
        if !self.unknown.iter().any(known) {
            self.unknown.push(entry);
        }
    }

    async fn sort_out(
        &mut self,
        conn: &mut AsyncPgConnection,
        people: Vec<PersonId>,
        seminar: &Seminar,
    ) -> Result<(), Failure> {
        let invited = queries::attendances(conn, seminar.id).await?;
        let speakers = queries::speakers_of(conn, &[seminar.id]).await?;
        let had: HashSet<PersonId> = invited
            .iter()
            .filter(|one| one.invited_at.is_some())
            .map(|one| one.person_id)
            .chain(speakers.iter().map(|one| one.person_id))
            .collect();
        // Of a draft it is the speakers who are asked.
        let is_draft = seminar.state == SeminarState::Draft;
        let mut seen = HashSet::new();
        for person in people.into_iter().filter(|person| seen.insert(*person)) {
            if had.contains(&person) && !is_draft {
                self.already.push(person);
            } else {
                self.known.push(person);
            }
        }
        Ok(())
    }

    async fn preview(
        &self,
        conn: &mut AsyncPgConnection,
        app: &App,
        page: &InvitationsPage,
    ) -> Result<InvitationPreview, Failure> {
        let (reader, at) = (page.page.language, page.seminar.when.slot.from());
        let everyone: Vec<PersonId> = self.known.iter().chain(&self.already).copied().collect();
        let reached = people::queries::recipients(conn, &app.hub, &everyone, at).await?;
        let shown = |recipient: &Recipient| Invitee {
            name: recipient.name.clone(),
            address: recipient.address.clone(),
            language: recipient.language,
            zone_label: language::zone_label(reader, recipient.zone, at),
        };
        let all = |people: &[PersonId]| -> Vec<Invitee> {
            let reached = people.iter().filter_map(|person| reached.get(person));
            reached.map(shown).collect()
        };
        let new = self.unknown.iter().map(|entry| Invitee {
            name: entry.name.clone(),
            address: entry.address.clone(),
            language: app.hub.language,
            zone_label: language::zone_label(reader, app.hub.zone, at),
        });
        let shared = self.shared.iter().map(|(address, owners)| SharedAddress {
            address: address.clone(),
            people: owners.iter().map(choice).collect(),
        });
        Ok(InvitationPreview {
            told: Foretold::default(),
            mark: String::new(),
            recipients: all(&self.known).into_iter().chain(new).collect(),
            already: all(&self.already),
            shared: shared.collect(),
        })
    }

    fn invitees(self, note: &str) -> Invitees {
        Invitees {
            people: self.known,
            entries: self.unknown,
            guests: Vec::new(),
            note: text::some(note.trim().to_owned()),
        }
    }
}
