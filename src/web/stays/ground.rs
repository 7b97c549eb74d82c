//! What can be chosen in the form of a stay: visitors, hosts, institutions, sites and desks.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        error::Reason,
        ids::{InstitutionId, PersonId, RoomId, SiteId},
        page::Page as Part,
        text,
    },
    people::{
        self,
        model::{Actor, Institution, Named, Role},
        queries::InstitutionFilter,
    },
    rooms::{
        self,
        model::{Room, RoomKind, RoomState, Site},
    },
    web::pages::form::Choice,
};

/// Most people of whom one is chosen.
const MOST_PEOPLE: i64 = 300;
/// Most institutions of which one is chosen.
const MOST_INSTITUTIONS: i64 = 500;

/// What can be chosen.
pub(super) struct Ground {
    visitors: Vec<(Named, Option<String>)>,
    hosts: Vec<(Named, Option<String>)>,
    institutions: Vec<Institution>,
    /// The sites, by name.
    pub sites: Vec<Site>,
    desks: Vec<(Room, Option<String>)>,
}

impl Ground {
    /// What `actor` can choose. `host` and `desk` are those of the stay that is edited: they stay as they are, whether or
    /// not anyone could choose them now.
    pub async fn of(
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        host: Option<PersonId>,
        desk: Option<RoomId>,
    ) -> QueryResult<Self> {
        let mut desks = rooms::queries::rooms(conn).await?;
        desks.retain(|(room, _)| {
            Some(room.id) == desk || (room.kind == RoomKind::Desk && room.state == RoomState::Open)
        });
        desks.sort_by_cached_key(|(desk, site)| (site.clone(), text::order(&desk.name)));
        Ok(Self {
            visitors: people::queries::guests(conn, MOST_PEOPLE).await?,
            hosts: hosts(conn, actor, host).await?,
            institutions: institutions(conn).await?,
            sites: rooms::queries::sites(conn).await?,
            desks,
        })
    }

    /// Visitors known already, by id.
    pub fn visitor_choices(&self) -> Vec<Choice> {
        self.visitors.iter().map(person).collect()
    }

    /// Who can be host, by id, the reader first.
    pub fn host_choices(&self) -> Vec<Choice> {
        self.hosts.iter().map(person).collect()
    }

    /// The institutions, by slug.
    pub fn institution_choices(&self) -> Vec<Choice> {
        self.institutions
            .iter()
            .map(|one| Choice::new(&one.slug, &one.name))
            .collect()
    }

    /// The sites, by slug.
    pub fn site_choices(&self) -> Vec<Choice> {
        self.sites
            .iter()
            .map(|site| Choice::new(&site.slug, &site.name))
            .collect()
    }

    /// The desks, by slug; where they stand is said where there is more than one site.
    pub fn desk_choices(&self) -> Vec<Choice> {
        let several = self.sites.len() > 1;
        self.desks
            .iter()
            .map(|(desk, site)| {
                let site = site.clone().filter(|_| several);
                Choice::new(&desk.slug, &desk.name).hint(site.unwrap_or_default())
            })
            .collect()
    }

    /// The desk of this id.
    pub fn desk(&self, id: RoomId) -> Option<&Room> {
        let found = self.desks.iter().find(|(desk, _)| desk.id == id);
        found.map(|(desk, _)| desk)
    }

    /// The desk of this slug; none for nothing typed.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn desk_of(&self, slug: &str) -> Result<Option<RoomId>, Reason> {
        one_of(
            slug,
            self.desks.iter().map(|(desk, _)| (&desk.slug, desk.id)),
        )
    }

    /// The site of this slug; none for nothing typed.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn site_of(&self, slug: &str) -> Result<Option<SiteId>, Reason> {
        one_of(slug, self.sites.iter().map(|site| (&site.slug, site.id)))
    }

    /// The institution of this slug; none for nothing typed.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn institution_of(&self, slug: &str) -> Result<Option<InstitutionId>, Reason> {
        one_of(
            slug,
            self.institutions.iter().map(|one| (&one.slug, one.id)),
        )
    }
}

fn one_of<'a, Id>(
    slug: &str,
    mut known: impl Iterator<Item = (&'a String, Id)>,
) -> Result<Option<Id>, Reason> {
    if slug.is_empty() {
        return Ok(None);
    }
    let found = known.find(|(one, _)| *one == slug);
    let (_, id) = found.ok_or_else(|| Reason::new("error-choice"))?;
    Ok(Some(id))
}

fn person((one, institution): &(Named, Option<String>)) -> Choice {
    Choice::new(one.id.to_string(), one.called()).hint(institution.clone().unwrap_or_default())
}

/// The reader and those for whom they act; for the front desk every member. And whoever is host already.
async fn hosts(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    host: Option<PersonId>,
) -> QueryResult<Vec<(Named, Option<String>)>> {
    let own = actor.acts_for.iter().copied().chain([actor.id]);
    let close: Vec<PersonId> = own.chain(host).collect();
    let mut hosts = people::queries::members(conn, &close, MOST_PEOPLE).await?;
    if !actor.has(Role::FrontDesk) {
        hosts.retain(|(one, _)| close.contains(&one.id));
    }
    hosts.sort_by_key(|(one, _)| one.id != actor.id);
    Ok(hosts)
}

async fn institutions(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Institution>> {
    let part = Part::of(Some(MOST_INSTITUTIONS), None);
    let filter = InstitutionFilter::default();
    let mut found = people::queries::institutions(conn, &filter, part).await?;
    found
        .items
        .sort_by_cached_key(|one| one.name.to_lowercase());
    Ok(found.items)
}
