//! What a call would tell, without doing it.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    change::{Edit, Stop},
    invitations::Invite,
};
use crate::{
    app::App,
    base::{error::Refusal, ids::SeminarId, language::Language, zone::Zone},
    mail::outbox::MessageKind,
    seminars::{
        actions::{self, Deed, Invitees, Saying, SeminarChange, WriteError},
        notices::{Foretold, Letter},
    },
    web::{
        actor::ApiActor,
        api::{Body, IfMatch, show},
        errors::Failure,
    },
};

/// One call, with the body that it would have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPreview, example = json!({"change": {"starts_local": "2026-12-10T18:00:00", "note": "The hall is free later only."}}))]
pub struct Asked {
    /// `PATCH /seminars/{id}`.
    change: Option<Edit>,
    /// `POST /seminars/{id}/cancellation`.
    cancellation: Option<Stop>,
    /// `POST /seminars/{id}/postponement`.
    postponement: Option<Stop>,
    /// `POST /seminars/{id}/invitations`.
    invitation: Option<Invite>,
}

/// What a call would tell.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// Whom.
    recipients: Recipients,
    /// What: one mail of each kind and language, as its first recipient would read it. The links in it open nothing.
    mails: Vec<Mail>,
}

/// How many people would be told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviewedRecipients)]
pub struct Recipients {
    /// In all.
    total: usize,
    /// By the language of their mail, the most first.
    languages: Vec<InLanguage>,
    /// By the zone in which they read the time, the most first.
    zones: Vec<InZone>,
}

/// How many read a language.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecipientsByLanguage)]
pub struct InLanguage {
    /// Which.
    language: Language,
    /// How many.
    count: usize,
}

/// How many read the time in a zone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecipientsByZone)]
pub struct InZone {
    /// Which.
    zone: Zone,
    /// How many.
    count: usize,
}

/// A mail as it would be read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviewedMail)]
pub struct Mail {
    /// What it tells.
    kind: MessageKind,
    /// In which language.
    language: Language,
    /// How many get one like it.
    count: usize,
    /// Its subject.
    subject: String,
    /// Its text part.
    text: String,
}

impl From<Letter> for Mail {
    fn from(letter: Letter) -> Self {
        Self {
            kind: letter.kind,
            language: letter.language,
            count: letter.count,
            subject: letter.content.subject,
            text: letter.content.text,
        }
    }
}

impl From<Foretold> for Preview {
    fn from(told: Foretold) -> Self {
        let languages = counted(
            told.readers
                .iter()
                .map(|one| (one.language.code(), one.language)),
        );
        let zones = counted(told.readers.iter().map(|one| (one.zone.name(), one.zone)));
        Self {
            recipients: Recipients {
                total: told.count(),
                languages: languages
                    .into_iter()
                    .map(|(language, count)| InLanguage { language, count })
                    .collect(),
                zones: zones
                    .into_iter()
                    .map(|(zone, count)| InZone { zone, count })
                    .collect(),
            },
            mails: told.letters.into_iter().map(Mail::from).collect(),
        }
    }
}

/// How often each comes, the most first, those that come as often by name.
fn counted<'a, T: Copy>(all: impl Iterator<Item = (&'a str, T)>) -> Vec<(T, usize)> {
    let mut counts: Vec<(&str, T, usize)> = Vec::new();
    for (name, one) in all {
        match counts.iter_mut().find(|(known, ..)| *known == name) {
            Some((.., count)) => *count += 1,
            None => counts.push((name, one, 1)),
        }
    }
    counts.sort_by(|(a, _, m), (b, _, n)| n.cmp(m).then_with(|| a.cmp(b)));
    counts
        .into_iter()
        .map(|(_, one, count)| (one, count))
        .collect()
}

/// What is asked about, read.
enum Wanted {
    Change(Box<SeminarChange>),
    Cancellation(Saying),
    Postponement(Saying),
    Invitation(Invitees),
}

impl Asked {
    fn wanted(self) -> Result<Wanted, Refusal> {
        match (
            self.change,
            self.cancellation,
            self.postponement,
            self.invitation,
        ) {
            (Some(edit), None, None, None) => {
                Ok(Wanted::Change(Box::new(edit.change(IfMatch::default())?)))
            }
            (None, Some(stop), None, None) => Ok(Wanted::Cancellation(stop.into())),
            (None, None, Some(stop), None) => Ok(Wanted::Postponement(stop.into())),
            (None, None, None, Some(invite)) => Ok(Wanted::Invitation(invite.into())),
            _ => Err(Refusal::invalid("", "reason-one-of")),
        }
    }
}

/// Preview what a call would tell
///
/// Whom a change, a cancellation, a postponement or invitations would tell, by language and zone, and the very mails, one of
/// each kind and language; by the same rules and in the same words as the call itself. Nothing is changed. One of the
/// members is to be given. For its organisers.
#[utoipa::path(post, path = "/seminars/{id}/previews", tag = "Seminars", operation_id = "preview",
    params(SeminarId),
    request_body = Asked,
    responses(
        (status = 200, body = Preview),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "As the call itself would be answered."),
    ))]
pub async fn preview(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    body: Body<Asked>,
) -> Result<HttpResponse, Failure> {
    let (id, wanted) = (*id, body.0.wanted()?);
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let act = async |conn: &mut AsyncPgConnection| -> Result<Deed<()>, WriteError> {
        match wanted {
            Wanted::Change(change) => {
                actions::change(conn, clock, hub, actor, id, *change).await?;
            }
            Wanted::Cancellation(saying) => {
                actions::cancel(conn, clock, hub, actor, id, saying).await?;
            }
            Wanted::Postponement(saying) => {
                actions::postpone(conn, clock, hub, actor, id, saying).await?;
            }
            Wanted::Invitation(who) => {
                actions::invite(conn, clock, hub, actor, id, who).await?;
            }
        }
        Ok((id, ()))
    };
    let mut conn = app.db.get().await?;
    let told = actions::foretell(&mut conn, clock, hub, id, act).await?;
    show(&Preview::from(told))
}
