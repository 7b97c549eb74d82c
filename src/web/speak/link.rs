//! The link by which a speaker comes: what a request brings, and what it leads to.

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode, web,
};
use diesel_async::AsyncPgConnection;

use super::Asked;
use crate::{
    app::App,
    base::{
        audit::Author,
        db::Connection,
        hub::Hub,
        ids::{PersonId, SeminarId},
        secret::Purpose,
    },
    people::{
        self,
        model::{Actor, Named},
    },
    seminars::{
        model::{Details, Notes, Said, Speaker},
        notices, queries,
    },
    web::{
        errors::Failure,
        link,
        pages::speak::{SpeakForm, SpeakGonePage, SpeakPage},
        reader::{Reader, app_of},
    },
};

/// How many links of someone who is asked no more are known again as theirs.
const REMEMBERED: i32 = 8;

/// A request to an address below `/speak/{token}`, as an argument of its handler.
pub struct SpeakerLink {
    pub(super) app: web::Data<App>,
    pub(super) reader: Reader,
    pub(super) req: HttpRequest,
    pub(super) token: String,
}

impl FromRequest for SpeakerLink {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        std::future::ready(Self::read(req, payload))
    }
}

impl SpeakerLink {
    fn read(req: &HttpRequest, payload: &mut Payload) -> Result<Self, Error> {
        let token = web::Path::<String>::from_request(req, payload);
        Ok(Self {
            app: app_of(req).clone(),
            reader: Reader::from_request(req, payload).into_inner()?,
            req: req.clone(),
            token: token.into_inner()?.into_inner(),
        })
    }

    /// What the link leads to, with a connection to go on; `Err` is the page that says whom to ask, where it was revoked.
    ///
    /// # Errors
    /// It never was one.
    pub(super) async fn open(
        &self,
    ) -> Result<Result<(Connection, Box<Link>), HttpResponse>, Failure> {
        let mut conn = self.app.db.get().await?;
        match Opened::by(&mut conn, &self.app.hub, &self.token).await? {
            Opened::Holds(link) => Ok(Ok((conn, link))),
            Opened::Revoked(person, organiser) => {
                let gone = revoked(&mut conn, &self.reader, person, organiser);
                Ok(Err(gone.await?))
            }
        }
    }

    /// The page once more, as it stands by now, with `typed` in its form; `say` puts on it what stood in the way, and answers
    /// the status.
    ///
    /// # Errors
    /// What no page can mend.
    pub(super) async fn again(
        &self,
        typed: Option<SpeakForm>,
        say: impl FnOnce(&mut SpeakPage, &Link) -> Result<StatusCode, Failure>,
    ) -> Result<HttpResponse, Failure> {
        let (mut conn, link) = match self.open().await? {
            Ok(opened) => opened,
            Err(gone) => return Ok(gone),
        };
        let (hub, asked) = (&self.app.hub, Asked::default());
        let page = link.page(&mut conn, hub, &self.reader, &asked, typed);
        let mut page = page.await?;
        let status = say(&mut page, &link)?;
        Ok(link::private(self.reader.show_again(status, &page)?))
    }
}

async fn revoked(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    person: PersonId,
    organiser: Option<String>,
) -> Result<HttpResponse, Failure> {
    let mut page = reader.page();
    link::read_in_language_of(conn, reader, &mut page, person).await?;
    let page = SpeakGonePage { page, organiser };
    Ok(link::private(reader.show_again(StatusCode::GONE, &page)?))
}

/// What a link leads to.
enum Opened {
    /// The page.
    Holds(Box<Link>),
    /// Nothing any more: it was revoked, or they are not asked any more. With whose it was, and whom to ask.
    Revoked(PersonId, Option<String>),
}

impl Opened {
    async fn by(conn: &mut AsyncPgConnection, hub: &Hub, token: &str) -> Result<Self, Failure> {
        let (seminar, person) = notices::in_token(token).ok_or_else(Failure::not_found)?;
        let ids = [seminar.0, person.0];
        let holds = |number| hub.key.holds(token, Purpose::Speak, &ids, number);
        let found = queries::seminar(conn, seminar).await?;
        let details = queries::detail(conn, found.ok_or_else(Failure::not_found)?).await?;
        let said = queries::said_by(conn, seminar, person).await?;
        let present = said.as_ref().map_or(REMEMBERED, |said| said.row.link_no);
        let names = people::queries::names(conn, &[person, details.seminar.owner_id]).await?;
        let organiser = names
            .get(&details.seminar.owner_id)
            .and_then(|named| named.name.clone());
        match said.filter(|_| holds(present)) {
            Some(said) => {
                let mut notes = queries::notes(conn, seminar).await?;
                let person = names.get(&person).cloned();
                Ok(Self::Holds(Box::new(Link {
                    token: token.to_owned(),
                    notes: notes.remove(&said.row.person_id).unwrap_or_default(),
                    person: person.ok_or_else(Failure::not_found)?,
                    organiser,
                    said,
                    details,
                })))
            }
            None if (0..present).any(holds) => Ok(Self::Revoked(person, organiser)),
            None => Err(Failure::not_found()),
        }
    }
}

/// A link that holds, and what is known behind it.
pub(super) struct Link {
    pub(super) token: String,
    pub(super) details: Details,
    pub(super) said: Said,
    pub(super) notes: Notes,
    pub(super) person: Named,
    pub(super) organiser: Option<String>,
}

impl Link {
    /// Which seminar it is about, and its number: whoever writes asks once more whether that is good.
    pub(super) fn by(&self) -> (SeminarId, i32) {
        (self.details.seminar.id, self.said.row.link_no)
    }

    /// The person, by the link: whoever has it acts as them.
    pub(super) fn author(&self, req: &HttpRequest) -> Author {
        link::author(req).who(self.person.id, self.person.called())
    }

    /// The same, as someone who does something.
    pub(super) async fn speaker(
        &self,
        conn: &mut AsyncPgConnection,
        req: &HttpRequest,
    ) -> Result<Actor, Failure> {
        link::actor(conn, self.person.id, req).await
    }

    /// The speaker as they are announced.
    pub(super) fn announced(&self) -> Option<&Speaker> {
        let mut speakers = self.details.speakers.iter();
        speakers.find(|one| one.person_id == self.person.id)
    }
}
