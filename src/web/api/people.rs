//! `/people`: anyone Maru knows, with their roles and those who act for them.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Asked, Body, Change, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Reason,
        ids::{InstitutionId, PersonId},
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

/// The body of `POST /people`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    name: Option<String>,
    email: Option<String>,
    contact_email: Option<String>,
    institution_id: Option<InstitutionId>,
    zone: Option<String>,
    language: Option<String>,
    orcid: Option<String>,
}

/// The body of `PATCH /people/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    lock_version: Option<i32>,
    #[serde(default)]
    name: Change<String>,
    #[serde(default)]
    email: Change<String>,
    #[serde(default)]
    contact_email: Change<String>,
    #[serde(default)]
    institution_id: Change<InstitutionId>,
    #[serde(default)]
    zone: Change<String>,
    #[serde(default)]
    language: Change<String>,
    #[serde(default)]
    orcid: Change<String>,
}

/// A person as the API shows them.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: PersonId,
    name: Option<String>,
    email: Option<String>,
    contact_email: Option<String>,
    institution_id: Option<InstitutionId>,
    zone: Option<String>,
    language: Option<String>,
    orcid: Option<String>,
    roles: Vec<Role>,
    assistants: Vec<Brief>,
    acts_for: Vec<Brief>,
    lock_version: i32,
    created_at: Instant,
    modified_at: Instant,
}

/// Just enough of a person to name them.
#[derive(Debug, Serialize)]
pub struct Brief {
    id: PersonId,
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

/// `GET /people?institution_id=&role=&email=`.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&api.actor)?;
    let filter = PeopleFilter {
        institution_id: asked.parsed("institution_id", "reason-unknown"),
        role: asked.parsed("role", "reason-unknown"),
        address: asked.text("email"),
    };
    let page = asked.page();
    asked.end()?;
    let found = queries::people(&mut *app.db.get().await?, &filter, page).await?;
    list(&found.map(Shown::from))
}

/// `GET /people/{id}`.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    rules::may_see(&api.actor, *id)?;
    let found = queries::profile(&mut *app.db.get().await?, *id).await?;
    show(&Shown::from(found.ok_or_else(Failure::not_found)?))
}

/// `POST /people`.
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

/// `PATCH /people/{id}`.
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

/// `DELETE /people/{id}`.
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_person(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}

/// `PUT /people/{id}/roles/{role}`.
pub async fn grant(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, Role)>,
) -> Result<HttpResponse, Failure> {
    let (person, role) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed = actions::grant_role(&mut conn, &*app.clock, &api.actor, person, role).await?;
    show(&Shown::from(changed))
}

/// `DELETE /people/{id}/roles/{role}`.
pub async fn revoke(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, Role)>,
) -> Result<HttpResponse, Failure> {
    let (person, role) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed = actions::revoke_role(&mut conn, &*app.clock, &api.actor, person, role).await?;
    show(&Shown::from(changed))
}

/// `PUT /people/{id}/assistants/{assistant_id}`.
pub async fn name_assistant(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (person, assistant) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed =
        actions::name_assistant(&mut conn, &*app.clock, &api.actor, person, assistant).await?;
    show(&Shown::from(changed))
}

/// `DELETE /people/{id}/assistants/{assistant_id}`.
pub async fn remove_assistant(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (person, assistant) = path.into_inner();
    let mut conn = app.db.get().await?;
    let changed =
        actions::remove_assistant(&mut conn, &*app.clock, &api.actor, person, assistant).await?;
    show(&Shown::from(changed))
}
