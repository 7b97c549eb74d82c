//! `POST /speak/{token}/slots`: which of the offered times a speaker chooses, or that none of them suits. Saying the same
//! twice is as saying it once, and of two who choose at once one does; the other sees how it stands.

use actix_web::{HttpResponse, http::StatusCode};
use diesel_async::AsyncPgConnection;

use super::{Link, SpeakerLink};
use crate::{
    base::{
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::SlotId,
        zone::Zone,
    },
    seminars::{
        actions::{WriteError, choose_slot, refuse_slots},
        queries::{self, Concerns},
        rules::{self, strip::Place},
    },
    web::{
        errors::Failure,
        forms::Posted,
        idempotency::{Done, Once},
        link,
        pages::{
            form::Field,
            page::Page,
            slots::{SlotShown, SpeakSlots},
            speak::SpokeNow,
        },
        seminars::slots::rows,
        urls,
    },
};

/// What was said to the times.
enum Said {
    /// This one.
    Chosen(SlotId),
    /// None suits.
    None,
}

impl Said {
    fn read(posted: &Posted) -> Result<Self, Invalid> {
        let typed = posted.value("slot");
        match typed.parse() {
            Ok(slot) => Ok(Self::Chosen(slot)),
            Err(_) if posted.value("none") == "yes" => Ok(Self::None),
            Err(_) => Err(Invalid::one("slot", Reason::new("error-choice"))),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Chosen(_) => "slot",
            Self::None => "none",
        }
    }
}

/// Takes what they say.
pub async fn say(came: SpeakerLink, once: Once, posted: Posted) -> Result<HttpResponse, Failure> {
    let (app, token) = (&came.app, &came.token);
    let (mut conn, link) = match came.open().await? {
        Ok(opened) => opened,
        Err(gone) => return Ok(gone),
    };
    let said = Said::read(&posted)?;
    let speaker = link.speaker(&mut conn, &came.req).await?;
    drop(conn);
    let who = (link.details.seminar.id, link.person.id);
    let (clock, hub, by) = (&*app.clock, &app.hub, Some(link.said.row.link_no));
    let outcome = once
        .attempt(app, async |conn| {
            match said {
                Said::Chosen(slot) => {
                    choose_slot(conn, clock, hub, &speaker, who, (slot, by)).await?;
                }
                Said::None => {
                    let words = (posted.value("words"), by);
                    refuse_slots(conn, clock, hub, &speaker, who, words).await?;
                }
            }
            let done = [("done", Some(said.word()))];
            Ok::<_, WriteError>(Done::go_to(&urls::with_query(&urls::speak(token), &done)))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(link::private(done)),
        // Someone was quicker, or it has ended, since the page was opened: the page says so, and how it stands.
        Err(
            WriteError::Refused(Refusal::Conflict(_) | Refusal::NotFound) | WriteError::Taken(_),
        ) => too_late(&came).await,
        Err(WriteError::Refused(refusal)) => Err(refusal.into()),
    }
}

async fn too_late(came: &SpeakerLink) -> Result<HttpResponse, Failure> {
    came.again(None, |page, _| {
        page.just_now = Some(SpokeNow::TooLate);
        Ok(StatusCode::CONFLICT)
    })
    .await
}

impl Link {
    /// The times that are offered to them, with what is to be said of each where they are and at the hub.
    pub(super) async fn slots(
        &self,
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        page: &Page,
    ) -> Result<Option<SpeakSlots>, Failure> {
        let seminar = &self.details.seminar;
        let offer = queries::open_offer(conn, seminar.id).await?;
        let theirs = offer.filter(|offer| {
            let open = rules::still_offered(seminar, offer, page.now).is_ok();
            open && offer.row.person_id == self.person.id
        });
        let Some(offer) = theirs else {
            return Ok(None);
        };
        // Whose holidays they keep is known where their institution is; where others are is not for them to read here.
        let whom = Concerns {
            seminar: Some(seminar.id),
            ..Concerns::default()
        };
        let groups = queries::concerned(conn, hub, &whom).await?;
        let at = |zone: Zone| {
            let mut groups = groups.iter();
            let group = groups.find(|group| group.place.zone() == zone);
            group.map_or_else(|| Place::new(zone, None), |group| group.place.clone())
        };
        let mut places = vec![at(page.zone)];
        if hub.zone != page.zone {
            places.push(at(hub.zone));
        }
        let places: Vec<&Place> = places.iter().collect();
        let mut slots = rows::shown_at(page, &self.details, &offer, &places);
        slots.retain(SlotShown::is_open);
        // What clocks show at the hub, where neither they nor the seminar read the same ones.
        if let [_, hub] = places.as_slice()
            && seminar.zone() != hub.zone()
        {
            for slot in &mut slots {
                rows::say_at(page, hub, slot);
            }
        }
        Ok(Some(SpeakSlots {
            slots,
            until: offer.row.ends_at,
            refused: offer.row.words_at.is_some(),
            words: Field::of(&offer.row.words),
        }))
    }
}
