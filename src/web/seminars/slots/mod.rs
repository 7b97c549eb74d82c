//! Times that are offered to a speaker, in the hands of the organisers: `GET` and `POST /seminars/{code}/slots`, and
//! `POST /seminars/{code}/slots/withdrawal`. What is posted looks at the times (`step=look`) or offers them (`step=offer`).

mod read;
pub mod rows;

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;

use super::{entry, found};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason, Refusal},
        ids::{OfferId, PersonId, SlotId},
        language::Arg,
    },
    people::{self, model::Actor},
    rooms::{
        self,
        model::{Room, RoomKind, RoomState},
    },
    seminars::{
        actions::{OfferError, offer_slots, withdraw_slots},
        model::{Details, Offer, OfferState, SeminarState, SpeakerAnswer},
        queries::{self, Concerns, Group},
        rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            form::{Choice, Field, FormMeta},
            slots::{OfferShown, SlotsForm, SlotsPage},
        },
        reader::Reader,
        typed, urls,
    },
};

/// What is offered, and the form to offer.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let form = SlotsForm {
        meta: FormMeta::keyed(fresh_key()),
        days: Field::of(rules::OFFER_STANDS.num_days().to_string()),
        ..SlotsForm::default()
    };
    let asked = Look::Not;
    reader.show(&context(&mut conn, &reader, &signed.actor, &details, form, asked).await?)
}

/// Looks at the times that were typed, or offers them.
pub async fn offer(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (actor, mut form) = (&signed.actor, SlotsForm::typed(posted.pairs()));
    let seminar = found::organised(&mut conn, actor, &code).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let rooms = rooms::queries::rooms(&mut conn).await?;
    let zone = details.seminar.zone();
    read::take_alternative(&mut form, posted.value("alternative"), &rooms, zone);
    if posted.value("step") != "offer" {
        return reader.show(&context(&mut conn, &reader, actor, &details, form, Look::Well).await?);
    }
    let id = details.seminar.id;
    let outcome = match read::offer(&form, &rooms, reader.now()) {
        Ok(new) => {
            drop(conn);
            once.attempt(&app, async |conn| {
                offer_slots(conn, &*app.clock, &app.hub, actor, id, new).await?;
                Ok::<_, OfferError>(Done::go_to(&urls::seminar_slots(&code)))
            })
            .await?
        }
        Err(why) => Err(why),
    };
    let status = match outcome {
        Ok(done) => return Ok(Flash::done("flash-slots-offered").on(&app, done)),
        Err(refused) => said(&mut form, &reader, refused)?,
    };
    let mut conn = app.db.get().await?;
    let page = context(&mut conn, &reader, actor, &details, form, Look::Well).await?;
    reader.show_again(status, &page)
}

/// Puts on the form why nothing was offered; the rows say of each time how it stands now.
fn said(form: &mut SlotsForm, reader: &Reader, why: OfferError) -> Result<StatusCode, Failure> {
    match why {
        OfferError::Clashes(clashes) => {
            let count = i64::try_from(clashes.len()).unwrap_or(i64::MAX);
            let said = [("count", Arg::from(count))];
            form.refuse("dates", reader.language().with("slots-in-the-way", &said));
            Ok(StatusCode::CONFLICT)
        }
        OfferError::Refused(refusal) => {
            typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(read::field(name), words);
            })
        }
    }
}

/// Takes one of the times back, or all of them.
pub async fn withdraw(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let which: Option<[SlotId; 1]> = match posted.value("slot") {
        "" => None,
        typed => Some([typed.parse().map_err(|_| unknown())?]),
    };
    if which.is_none() && posted.value("all") != "yes" {
        return Err(unknown().into());
    }
    let offer: OfferId = posted.value("offer").parse().map_err(|_| unknown())?;
    let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
    let done = once
        .carry_out(&app, async |conn| {
            let which = which.as_ref().map(<[SlotId; 1]>::as_slice);
            withdraw_slots(conn, clock, hub, actor, seminar.id, (offer, which)).await?;
            Ok(Done::go_to(&urls::seminar_slots(&code)))
        })
        .await?;
    Ok(Flash::done("flash-slots-withdrawn").on(&app, done))
}

fn unknown() -> Refusal {
    Invalid::one("slot", Reason::new("error-choice")).into()
}

/// Whether the times in the form are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Nothing was typed.
    Not,
    /// What is in their way is said beside them.
    Well,
}

/// The page as it stands, with the form.
async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    details: &Details,
    mut form: SlotsForm,
    look: Look,
) -> Result<SlotsPage, Failure> {
    let page = reader.page();
    let rooms = rooms::queries::rooms(conn).await?;
    let groups = concerned(conn, reader, details).await?;
    let offers = queries::offers(conn, details.seminar.id).await?;
    let people = asked(conn, details, &offers).await?;
    let shown = |offer: &Offer| OfferShown {
        id: offer.row.id.to_string(),
        name: people.called(offer.row.person_id),
        state: offer.row.state,
        state_at: offer.row.state_at,
        ends_at: offer.row.ends_at,
        refused_at: offer.row.words_at,
        words: offer.row.words.clone(),
        slots: rows::shown(&page, details, offer, &groups),
    };
    let (open, earlier): (Vec<&Offer>, Vec<&Offer>) = offers
        .iter()
        .partition(|offer| offer.row.state == OfferState::Open);
    let open = open.first().copied();
    if look == Look::Not {
        form.replaces = Field::of(open.map_or(String::new(), |offer| offer.row.id.to_string()));
    }
    let looked = match look {
        Look::Not => rows::blank(),
        Look::Well => rows::looked(conn, &page, actor, details, &rooms, &groups, &form).await?,
    };
    Ok(SlotsPage {
        seminar: entry::entry(details, page.language, None),
        zone: details.seminar.zone(),
        is_draft: details.seminar.state == SeminarState::Draft,
        open: open.map(&shown),
        earlier: earlier.into_iter().map(shown).collect(),
        people: people.choices,
        rooms: choices(&rooms),
        rows: looked,
        form,
        page,
    })
}

/// Whom the times concern: those of the series and of the seminar, its speakers among them.
async fn concerned(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    details: &Details,
) -> Result<Vec<Group>, Failure> {
    let whom = Concerns {
        series: details.seminar.series_id,
        seminar: Some(details.seminar.id),
        people: Vec::new(),
    };
    Ok(queries::concerned(conn, reader.hub(), &whom).await?)
}

/// The speakers, by name.
struct Asked {
    /// Those to whom times can be offered.
    choices: Vec<Choice>,
    names: Vec<(PersonId, String)>,
}

impl Asked {
    fn called(&self, person: PersonId) -> String {
        let mut names = self.names.iter();
        let found = names.find(|(id, _)| *id == person);
        found.map_or_else(String::new, |(_, name)| name.clone())
    }
}

async fn asked(
    conn: &mut AsyncPgConnection,
    details: &Details,
    offers: &[Offer],
) -> Result<Asked, Failure> {
    let speakers = details.speakers.iter().map(|one| one.person_id);
    let mut people: Vec<PersonId> = speakers
        .chain(offers.iter().map(|offer| offer.row.person_id))
        .collect();
    people.sort_unstable();
    people.dedup();
    let named = people::queries::names(conn, &people).await?;
    let called = |person: &PersonId| {
        let named = named.get(person);
        named.map_or_else(String::new, |named| named.called().to_owned())
    };
    let willing = details
        .speakers
        .iter()
        .filter(|one| one.answer != SpeakerAnswer::Declined);
    Ok(Asked {
        choices: willing
            .map(|one| Choice::new(one.person_id.to_string(), called(&one.person_id)))
            .collect(),
        names: people.iter().map(|id| (*id, called(id))).collect(),
    })
}

fn choices(rooms: &[(Room, Option<String>)]) -> Vec<Choice> {
    rooms
        .iter()
        .filter(|(room, _)| room.state == RoomState::Open && room.kind != RoomKind::Desk)
        .map(|(room, _)| Choice::new(&room.slug, &room.name))
        .collect()
}
