//! What a booking's form stands on: the rooms and people that can be chosen in it.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        error::Reason,
        ids::{PersonId, RoomId},
        text,
        zone::Zone,
    },
    people::{
        self,
        model::{Actor, Named as Person, Role},
    },
    rooms::{
        actions::hold,
        model::{Booking, Room, RoomKind, RoomState},
        queries,
        rules::waits,
    },
    web::pages::{form::Choice, page::Page},
};

/// Most people that the front desk chooses from.
const MOST: i64 = 300;

/// The rooms and people of a form.
pub(super) struct Ground {
    /// The room first asked for.
    pub room: Room,
    /// Every room: alternatives may lie anywhere.
    all: Vec<Room>,
    /// Those that want an approval which is not the reader's to give.
    awaited: Vec<RoomId>,
    /// For whom, the reader first.
    people: Vec<Person>,
    /// What is edited, with its rooms.
    pub editing: Option<(Booking, Vec<RoomId>)>,
}

impl Ground {
    /// That of a new booking of `room`.
    pub async fn of(conn: &mut AsyncPgConnection, actor: &Actor, room: Room) -> QueryResult<Self> {
        Self::with(conn, actor, Some(room), None).await
    }

    /// That of an edit of `booking`.
    pub async fn editing(
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        booking: Booking,
    ) -> QueryResult<Self> {
        let rooms = hold::asked_by(conn, booking.id).await?;
        Self::with(conn, actor, None, Some((booking, rooms))).await
    }

    async fn with(
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        room: Option<Room>,
        editing: Option<(Booking, Vec<RoomId>)>,
    ) -> QueryResult<Self> {
        let mut all: Vec<Room> = queries::rooms(conn)
            .await?
            .into_iter()
            .map(|(room, _)| room)
            .collect();
        all.sort_by_cached_key(|room| (room.kind, text::order(&room.name)));
        let first = editing.as_ref().and_then(|(_, rooms)| rooms.first());
        let room = room.or_else(|| all.iter().find(|room| Some(&room.id) == first).cloned());
        let owner = editing.as_ref().map(|(booking, _)| booking.for_id);
        let ids: Vec<RoomId> = all.iter().map(|room| room.id).collect();
        Ok(Self {
            room: room.ok_or(diesel::result::Error::NotFound)?,
            awaited: queries::awaited(conn, actor, &ids).await?,
            people: people_for(conn, actor, owner).await?,
            all,
            editing,
        })
    }

    /// The same for a new booking.
    pub fn afresh(self) -> Self {
        Self {
            editing: None,
            ..self
        }
    }

    /// The zone in which date and times are typed.
    pub fn zone(&self) -> Zone {
        self.room.zone()
    }

    /// The rooms that are offered: those in which the same clock hangs, that can be booked and are no desks; and those
    /// that are ticked already.
    pub fn room_choices(&self, page: &Page, ticked: &[String]) -> Vec<Choice> {
        let offered = |room: &&Room| {
            let bookable = room.state == RoomState::Open && room.kind != RoomKind::Desk;
            ticked.contains(&room.slug)
                || (bookable && room.site_id == self.room.site_id && room.zone == self.room.zone)
        };
        self.all
            .iter()
            .filter(offered)
            .map(|room| Choice::new(&room.slug, &room.name).hint(about(page, room)))
            .collect()
    }

    /// For whom the reader may book, by id.
    pub fn people_choices(&self) -> Vec<Choice> {
        self.people
            .iter()
            .map(|one| Choice::new(one.id.to_string(), one.called()))
            .collect()
    }

    /// The rooms of these short names.
    ///
    /// # Errors
    /// There is none of one of them.
    pub fn rooms(&self, slugs: &[String]) -> Result<Vec<RoomId>, Reason> {
        slugs
            .iter()
            .map(|slug| self.all.iter().find(|room| room.slug == *slug))
            .map(|room| room.map(|room| room.id))
            .collect::<Option<_>>()
            .ok_or_else(|| Reason::new("reason-unknown"))
    }

    /// The short names of these rooms.
    pub fn slugs(&self, rooms: &[RoomId]) -> Vec<String> {
        let known = self.all.iter().filter(|room| rooms.contains(&room.id));
        known.map(|room| room.slug.clone()).collect()
    }

    /// What these short names stand for, for reading.
    pub fn names(&self, slugs: &[String]) -> String {
        let known = self.all.iter().filter(|room| slugs.contains(&room.slug));
        let names: Vec<&str> = known.map(|room| room.name.as_str()).collect();
        names.join(", ")
    }

    /// What a person with this id is called here.
    pub fn person(&self, id: &str) -> String {
        let found = self.people.iter().find(|one| one.id.to_string() == id);
        found.map_or_else(String::new, |one| one.called().to_owned())
    }

    /// The zone of a room.
    pub fn zone_of(&self, room: RoomId) -> Zone {
        let found = self.all.iter().find(|one| one.id == room);
        found.map_or_else(|| self.zone(), Room::zone)
    }

    /// Whether one of the rooms of these short names, or what it consists of, wants a keeper's word.
    pub fn wants_approval(&self, actor: &Actor, slugs: &[String]) -> bool {
        let asked = self.all.iter().filter(|room| slugs.contains(&room.slug));
        let awaited = asked.map(|room| room.id);
        let awaited = awaited.filter(|id| self.awaited.contains(id));
        waits(actor, &awaited.collect::<Vec<_>>())
    }
}

fn about(page: &Page, room: &Room) -> String {
    room.capacity
        .map_or_else(String::new, |seats| page.count("room-seats", seats))
}

/// The reader, those for whom they act, and whose booking it is; for those who book for all: members of the hub too.
async fn people_for(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    owner: Option<PersonId>,
) -> QueryResult<Vec<Person>> {
    let close: Vec<PersonId> = [actor.id]
        .into_iter()
        .chain(actor.acts_for.iter().copied())
        .chain(owner)
        .collect();
    let mut people: Vec<Person> = if actor.has(Role::FrontDesk) || actor.has(Role::RoomKeeper) {
        let members = people::queries::members(conn, &close, MOST).await?;
        members.into_iter().map(|(named, _)| named).collect()
    } else {
        let mut names = people::queries::names(conn, &close).await?;
        close.iter().filter_map(|id| names.remove(id)).collect()
    };
    people.sort_by_key(|one| (one.id != actor.id, !close.contains(&one.id)));
    Ok(people)
}
