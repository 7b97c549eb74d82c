//! Who is invited to a seminar, one by one or by a list of guests.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::App,
    base::{
        ids::{InstitutionId, PersonId, SeminarId},
        language::Language,
    },
    people::{
        actions::{GuestLine, PersonEntry},
        model::{FormOfAddress, Office},
    },
    seminars::actions::{self, Invited, Invitees},
    web::{
        actor::ApiActor,
        api::Body,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Who is to be invited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Invitation, example = json!({
    "people": ["01938f2e-7a10-7c41-9d0e-5b7d3c1f0a23"], "emails": ["said@sample.example"], "note": "Tea at half past three.",
}))]
pub struct Invite {
    /// People who are known.
    #[serde(default)]
    people: Vec<PersonId>,
    /// Whoever has these addresses; entered where nobody has. With `people` 20,000 at most.
    #[serde(default)]
    emails: Vec<String>,
    /// Guests of a list, each with how they are addressed and which office answers for them; 2,000 at most. Where one is
    /// wrong, nobody is invited.
    #[serde(default)]
    #[schema(max_items = 2_000)]
    guests: Vec<Guest>,
    /// What the organiser writes to them.
    #[schema(max_length = 50_000)]
    note: Option<String>,
}

/// A guest on a list: an address, or a name and an office. What is kept of someone known stays, and what is missing is
/// filled in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitedGuest, example = json!({
    "name": "Jane Sample", "title": "Minister", "language": "en",
    "office": {"name": "Office of the Minister", "email": "office@sample.example"},
}))]
pub struct Guest {
    /// The name.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Their own address. Whoever is not known yet signs in by it, but for those for whom an office answers.
    #[schema(format = Email)]
    email: Option<String>,
    /// `Prof.`, `Dr.`, `장관님`: written with the name.
    #[serde(default)]
    #[schema(max_length = 100)]
    title: String,
    /// How a mail to them begins, whole.
    #[serde(default)]
    #[schema(max_length = 200)]
    salutation: String,
    /// Where they belong; of those who are not known yet.
    institution_id: Option<InstitutionId>,
    /// The language of their mails; of those who are not known yet.
    language: Option<Language>,
    /// The office that answers for them: of those who have no address to sign in with.
    office: Option<Office>,
}

/// What came of an invitation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invited)]
pub struct InvitedShown {
    /// How many messages are on their way.
    queued: usize,
    /// Those who are invited, but have no address.
    without_address: Vec<PersonId>,
}

impl From<Invite> for Invitees {
    fn from(typed: Invite) -> Self {
        let entry = |address| PersonEntry {
            name: None,
            address,
        };
        let guests = typed.guests.into_iter().enumerate();
        Self {
            people: typed.people,
            entries: typed.emails.into_iter().map(entry).collect(),
            guests: guests.map(|(n, guest)| guest.on_line(n + 1)).collect(),
            note: typed.note,
        }
    }
}

impl Guest {
    fn on_line(self, line: usize) -> GuestLine {
        GuestLine {
            line,
            name: self.name,
            email: self.email,
            form: FormOfAddress {
                title: self.title,
                salutation: self.salutation,
                office: self.office,
            },
            institution_id: self.institution_id,
            language: self.language,
        }
    }
}

impl From<Invited> for InvitedShown {
    fn from(invited: Invited) -> Self {
        Self {
            queued: invited.queued,
            without_address: invited.without_address,
        }
    }
}

/// Invite people
///
/// Each is mailed in their own language and zone. Who is invited already is invited again, and the links of the older
/// invitation stop working; speakers are asked to speak instead. A draft can ask its speakers and nobody else. For its
/// organisers.
#[utoipa::path(post, path = "/seminars/{id}/invitations", tag = "Guests", operation_id = "invite",
    params(SeminarId, Once),
    request_body = Invite,
    responses(
        (status = 202, description = "The mails are on their way", body = InvitedShown),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is a draft, cancelled, postponed or over."),
    ))]
pub async fn invite(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<Invite>,
) -> Result<HttpResponse, Failure> {
    let who = Invitees::from(body.0);
    once.carry_out(&app, async |conn| {
        let invited = actions::invite(conn, &*app.clock, &app.hub, &api.actor, *id, who).await?;
        Done::json(StatusCode::ACCEPTED, &InvitedShown::from(invited))
    })
    .await
}
