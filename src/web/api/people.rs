//! `/people`: anyone Maru knows.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{Asked, Body, Change, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Reason,
        ids::{InstitutionId, PersonId},
        language::Language,
        page::{Listed, Page},
        zone::Zone,
    },
    people::{
        actions::{self, ChangePerson, NewPerson, PersonError, change_person, create_person},
        model::{AddressPurpose, Named, Profile, Role},
        queries::{self, PeopleFilter},
        rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A person to be entered: a name or an address is needed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPerson, example = json!({
    "name": "Marie Sample", "email": "marie@sample.example", "zone": "Europe/Paris", "language": "en",
}))]
pub struct New {
    /// Their name, in their own order.
    #[schema(max_length = 500)]
    name: Option<String>,
    /// The address by which they sign in, and for mail; nobody else's.
    #[schema(format = Email)]
    email: Option<String>,
    /// An address for mail alone; it may be others' too.
    #[schema(format = Email)]
    contact_email: Option<String>,
    /// Where they belong. Whoever belongs to a member institution is a member.
    institution_id: Option<InstitutionId>,
    /// Their IANA zone.
    #[schema(value_type = Option<Zone>)]
    zone: Option<String>,
    /// The language they read.
    #[schema(value_type = Option<Language>)]
    language: Option<String>,
    /// Their ORCID iD, bare or as an address.
    #[schema(example = "0000-0002-1825-0097")]
    orcid: Option<String>,
}

/// What is to be otherwise about a person; what is absent stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another name.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    name: Change<String>,
    /// Another address for signing in; for the person themselves and administrators. Who is no member of the hub and does so
    /// themselves comes back by it: their sessions, tokens and calendars end.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Email)]
    email: Change<String>,
    /// Another address for mail alone. Whoever invites that address means its owner only where a member of the hub said that it
    /// is theirs, or they have confirmed it.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Email)]
    contact_email: Change<String>,
    /// Another institution.
    #[serde(default)]
    #[schema(value_type = Option<InstitutionId>)]
    institution_id: Change<InstitutionId>,
    /// Another zone; `null`: the hub's.
    #[serde(default)]
    #[schema(value_type = Option<Zone>)]
    zone: Change<String>,
    /// Another language; `null`: the hub's.
    #[serde(default)]
    #[schema(value_type = Option<Language>)]
    language: Change<String>,
    /// Another ORCID iD.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    orcid: Change<String>,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
pub struct Shown {
    /// Their id.
    id: PersonId,
    /// Their name, where it is known.
    name: Option<String>,
    /// The address by which they sign in.
    email: Option<String>,
    /// The address for mail alone.
    contact_email: Option<String>,
    /// Where they belong.
    institution_id: Option<InstitutionId>,
    /// The zone they chose.
    zone: Option<String>,
    /// The language they chose.
    #[schema(value_type = Option<Language>)]
    language: Option<String>,
    /// Their ORCID iD, with hyphens.
    orcid: Option<String>,
    /// What they may do in the whole hub.
    roles: Vec<Role>,
    /// Those who act for them.
    assistants: Vec<Brief>,
    /// Those for whom they act.
    acts_for: Vec<Brief>,
    /// Their version; also their `ETag`.
    lock_version: i32,
    /// When they were entered.
    #[schema(value_type = DateTime)]
    created_at: Instant,
    /// When they were last changed.
    #[schema(value_type = DateTime)]
    modified_at: Instant,
}

/// Just enough of a person to name them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonName)]
pub struct Brief {
    /// Their id.
    id: PersonId,
    /// Their name, where it is known.
    name: Option<String>,
}

impl From<Profile> for Shown {
    fn from(profile: Profile) -> Self {
        let address = |purpose| {
            let address = profile.address(purpose)?;
            Some(address.address.clone())
        };
        Self {
            email: address(AddressPurpose::SignIn),
            contact_email: address(AddressPurpose::Contact),
            id: profile.person.id,
            name: profile.person.name,
            institution_id: profile.person.institution_id,
            zone: profile.person.zone,
            language: profile.person.language,
            orcid: profile.person.orcid,
            roles: profile.roles.into_iter().collect(),
            assistants: profile.assistants.into_iter().map(Brief::from).collect(),
            acts_for: profile.acts_for.into_iter().map(Brief::from).collect(),
            lock_version: profile.person.lock_version,
            created_at: profile.person.created_at,
            modified_at: profile.person.modified_at,
        }
    }
}

impl From<Named> for Brief {
    fn from(named: Named) -> Self {
        Self {
            id: named.id,
            name: named.name,
        }
    }
}

impl From<PersonError> for Failure {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::AddressKnown { person, name } => {
                let reason = Reason::new("reason-address-known").with("name", &name);
                Self::conflict(reason).with("person", json!({"id": person, "name": name}))
            }
            PersonError::Refused(refusal) => refusal.into(),
        }
    }
}

/// List people
///
/// In the order of entry. For members.
#[utoipa::path(get, path = "/people", tag = "People", operation_id = "list_people",
    params(
        ("institution_id" = Option<InstitutionId>, Query, description = "Of this institution"),
        ("role" = Option<Role>, Query, description = "With this role"),
        ("email" = Option<String>, Query, description = "With exactly this address, whatever its case and purpose"),
        ("orcid" = Option<String>, Query, description = "With this ORCID iD, with hyphens"),
        Page,
    ),
    responses(
        (status = 200, body = inline(Listed<Shown>)),
        (status = 403, description = "The caller is no member."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let filter = PeopleFilter {
        institution_id: asked.parsed("institution_id", "reason-unknown"),
        role: asked.word("role", Role::ALL),
        address: asked.text("email"),
        orcid: asked.text("orcid"),
    };
    let page = asked.page();
    asked.end()?;
    let found = queries::people(&mut *app.db.get().await?, &filter, page).await?;
    list(&found.map(Shown::from))
}

/// Read a person
///
/// For members, for the person themselves, and for their assistants.
#[utoipa::path(get, path = "/people/{id}", tag = "People", operation_id = "get_person",
    params(PersonId),
    responses((status = 200, body = Shown)))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    rules::may_see(&api.actor, *id)?;
    let found = queries::profile(&mut *app.db.get().await?, *id).await?;
    show(&Shown::from(found.ok_or_else(Failure::not_found)?))
}

/// Enter a person
///
/// For members.
#[utoipa::path(post, path = "/people", tag = "People", operation_id = "enter_person",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Shown),
        (status = 403, description = "The caller is no member."),
        (status = 409, description = "The address for signing in is someone's already: `person` names them."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewPerson {
        name: typed.name,
        email: typed.email,
        contact_email: typed.contact_email,
        institution_id: typed.institution_id,
        zone: typed.zone,
        language: typed.language,
        orcid: typed.orcid,
    };
    once.carry_out(&app, async |conn| {
        let made = create_person(conn, &*app.clock, &api.actor, new).await?;
        let location = format!("/api/v1/people/{}", made.person.id);
        Done::created(&location, &Shown::from(made))
    })
    .await
}

/// Change a person
///
/// For the person themselves, their assistants and the front desk.
#[utoipa::path(patch, path = "/people/{id}", tag = "People", operation_id = "change_person",
    params(PersonId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller may not change this of this person."),
        (status = 409, description = "The address for signing in is someone's already (`person` names them), or the \
            person was changed since `lock_version`."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<PersonId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = ChangePerson {
        lock_version: if_match.or(typed.lock_version),
        name: typed.name.option(),
        email: typed.email.option(),
        contact_email: typed.contact_email.option(),
        institution_id: typed.institution_id.option(),
        zone: typed.zone.option(),
        language: typed.language.option(),
        orcid: typed.orcid.option(),
    };
    let mut conn = app.db.get().await?;
    let (clock, hub) = (&*app.clock, &app.hub);
    let changed = change_person(&mut conn, clock, hub, &api.actor, *id, change).await;
    show(&Shown::from(if_match.judge(changed)?))
}

/// Remove a person
///
/// One to whom nothing refers. For administrators.
#[utoipa::path(delete, path = "/people/{id}", tag = "People", operation_id = "remove_person",
    params(PersonId),
    responses(
        (status = 204, description = "They are gone."),
        (status = 403, description = "The caller is no administrator."),
        (status = 409, description = "Something refers to them, or they are the last administrator."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_person(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
