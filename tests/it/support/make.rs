//! Builders with defaults: what a test does not name does not matter to it.
//!
//! They write through the actions, as the command line would, so that what they make is what Maru makes.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use maru::{
    base::{
        audit::Author,
        clock::FixedClock,
        hub::Hub,
        ids::{InstitutionId, PersonId, SeriesId, StayId},
        language::Language,
        secret::Key,
        zone::Zone,
    },
    people::{
        actions::{self, NewInstitution, NewPerson},
        model::{Actor, Institution, Profile, Role},
        queries,
    },
    seminars::{
        actions::{NewSeminar, NewSeries, Rooms},
        model::{Entrance, SeminarKind, SeminarState, SeriesColour, Visibility},
    },
};

/// The moment at which tests begin: Monday, 2 November 2026, 09:00 in Seoul.
pub fn start() -> DateTime<Utc> {
    "2026-11-02T00:00:00Z".parse().unwrap()
}

/// A clock that stands at [`start`].
pub fn clock() -> FixedClock {
    FixedClock::at(start())
}

/// A hub in Seoul that speaks English.
pub fn hub() -> Hub {
    Hub {
        name: "Sample Hub".into(),
        zone: zone("Asia/Seoul"),
        language: Language::En,
        public_url: "https://hub.example".into(),
        mail_name: "Sample Hub".into(),
        mail_address: "maru@hub.example".into(),
        reply_tokens: true,
        change_window: std::time::Duration::from_mins(10),
        key: Key::from_hex(&"5a".repeat(32)).unwrap(),
    }
}

/// A zone by its name.
pub fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

/// The command line as an actor: may do everything.
pub fn command_line() -> Actor {
    Actor {
        id: PersonId(uuid::Uuid::nil()),
        name: None,
        roles: [Role::Administrator].into(),
        member: true,
        acts_for: Vec::new(),
        language: None,
        zone: None,
        author: Author::command(),
    }
}

/// A person in the making.
pub struct PersonBuilder<'c> {
    conn: &'c mut AsyncPgConnection,
    new: NewPerson,
    roles: Vec<Role>,
}

/// A person called Sample Person, without address or role.
pub fn person(conn: &mut AsyncPgConnection) -> PersonBuilder<'_> {
    PersonBuilder {
        conn,
        new: NewPerson {
            name: Some("Sample Person".into()),
            ..NewPerson::default()
        },
        roles: Vec::new(),
    }
}

impl PersonBuilder<'_> {
    /// Called so.
    pub fn name(mut self, name: &str) -> Self {
        self.new.name = Some(name.into());
        self
    }

    /// Without a name: an address is needed then.
    pub fn nameless(mut self) -> Self {
        self.new.name = None;
        self
    }

    /// With this address for signing in.
    pub fn email(mut self, address: &str) -> Self {
        self.new.email = Some(address.into());
        self
    }

    /// With this address for mail alone.
    pub fn contact(mut self, address: &str) -> Self {
        self.new.contact_email = Some(address.into());
        self
    }

    /// Of this institution.
    pub fn of(mut self, institution: InstitutionId) -> Self {
        self.new.institution_id = Some(institution);
        self
    }

    /// In this zone.
    pub fn zone(mut self, name: &str) -> Self {
        self.new.zone = Some(name.into());
        self
    }

    /// Reading this language.
    pub fn language(mut self, language: Language) -> Self {
        self.new.language = Some(language.code().into());
        self
    }

    /// With this role, and those given before.
    pub fn role(mut self, role: Role) -> Self {
        self.roles.push(role);
        self
    }

    /// Puts them into the database.
    pub async fn insert(self) -> Profile {
        let command_line = command_line();
        let Self { conn, new, roles } = self;
        let mut profile = actions::create_person(conn, &clock(), &command_line, new)
            .await
            .unwrap();
        for role in roles {
            profile = actions::grant_role(conn, &clock(), &command_line, profile.person.id, role)
                .await
                .unwrap();
        }
        profile
    }

    /// Puts them into the database; answers who they are.
    pub async fn id(self) -> PersonId {
        self.insert().await.person.id
    }

    /// Puts them into the database; answers them as someone who acts through a page.
    pub async fn actor(self) -> Actor {
        let Self { conn, new, roles } = self;
        let builder = PersonBuilder {
            conn: &mut *conn,
            new,
            roles,
        };
        let id = builder.id().await;
        acting(conn, id).await
    }
}

/// A person as someone who acts through a page, from 192.0.2.1.
pub async fn acting(conn: &mut AsyncPgConnection, id: PersonId) -> Actor {
    let author = Author::from(maru::base::audit::Channel::Page, Some("192.0.2.1"));
    queries::actor(conn, id, author).await.unwrap().unwrap()
}

/// An institution in the making.
pub struct InstitutionBuilder<'c> {
    conn: &'c mut AsyncPgConnection,
    new: NewInstitution,
}

/// An institution called Sample Institute, in Seoul, of no kind.
pub fn institution(conn: &mut AsyncPgConnection) -> InstitutionBuilder<'_> {
    InstitutionBuilder {
        conn,
        new: NewInstitution {
            name: "Sample Institute".into(),
            country: Some("KR".into()),
            zone: "Asia/Seoul".into(),
            ..NewInstitution::default()
        },
    }
}

impl InstitutionBuilder<'_> {
    /// Called so.
    pub fn name(mut self, name: &str) -> Self {
        self.new.name = name.into();
        self
    }

    /// `member`, `partner` or `other`.
    pub fn kind(mut self, kind: &str) -> Self {
        self.new.kind = Some(kind.into());
        self
    }

    /// In this country and zone.
    pub fn place(mut self, country: &str, zone: &str) -> Self {
        self.new.country = Some(country.into());
        self.new.zone = zone.into();
        self
    }

    /// Puts it into the database.
    pub async fn insert(self) -> Institution {
        actions::create_institution(self.conn, &clock(), &command_line(), self.new)
            .await
            .unwrap()
    }

    /// Puts it into the database; answers which it is.
    pub async fn id(self) -> InstitutionId {
        self.insert().await.id
    }
}

/// A public series called Scaling Laws: an hour each, without reminders.
pub fn new_series(zone: Zone) -> NewSeries {
    NewSeries {
        title: "Scaling Laws".into(),
        slug: None,
        description: String::new(),
        zone,
        duration_minutes: 60,
        room: None,
        visibility: Visibility::Public,
        language: None,
        topics: Vec::new(),
        reminders: Vec::new(),
        capacity: None,
        entrance: Entrance::default(),
        join_url: None,
        organisers: Vec::new(),
        institutions: Vec::new(),
        colour: SeriesColour::Pine,
    }
}

/// An announced seminar of `series` called Beyond scaling, in no room, which follows the series in everything else.
pub fn new_seminar(series: SeriesId, starts_local: NaiveDateTime) -> NewSeminar {
    NewSeminar {
        series: Some(series),
        project: None,
        kind: SeminarKind::Seminar,
        title: "Beyond scaling".into(),
        abstract_text: String::new(),
        texts: BTreeMap::new(),
        starts_local,
        zone: None,
        fold: None,
        duration_minutes: None,
        rooms: Rooms::None,
        place: None,
        join_url: None,
        visibility: None,
        language: None,
        topics: None,
        reminders: None,
        capacity: None,
        join_for: None,
        join_minutes: None,
        state: SeminarState::Announced,
        speakers: Vec::new(),
        items: Vec::new(),
        overflow: Vec::new(),
        note: None,
    }
}

/// A confirmed stay of `visitor` with `host` from 1 to 5 December 2026 in Seoul, as a bare row.
pub async fn stay(conn: &mut AsyncPgConnection, visitor: PersonId, host: PersonId) -> StayId {
    let id = StayId::fresh(&clock());
    let code = maru::base::ids::short_code();
    conn.batch_execute(&format!(
        "INSERT INTO stays (id, code, uid, visitor_id, host_id, entered_by, from_date, to_date, zone, state, state_at, \
             created_at, modified_at) \
         VALUES ('{id}', '{code}', '{id}@hub.example', '{visitor}', '{host}', '{host}', '2026-12-01', '2026-12-05', \
             'Asia/Seoul', 'confirmed', now(), now(), now())"
    ))
    .await
    .unwrap();
    id
}

/// A message to someone at this address that failed, the suspension that followed, and a mail that was set aside; their ids.
pub async fn troubles(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    address: &str,
) -> [String; 3] {
    let ids = [1, 2, 3].map(|number| format!("019a0000-0000-7000-8000-00000000000{number}"));
    let [failed, suspended, came_in] = &ids;
    conn.batch_execute(&format!(
        "INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at, \
             ended_at, error) VALUES ('{failed}', 'booking', 'failed', 'failed', '{person}', '{address}', 4, \
             '2026-11-02', '2027-01-01', '2026-11-02', '2026-11-02', '550 5.1.1 nobody'); \
         INSERT INTO suspensions VALUES ('{suspended}', '{address}', 'bounced', '550 5.1.1 nobody', '{failed}', \
             '2026-11-02'); \
         INSERT INTO inbound_mails (id, digest, state, source, outcome, try_after, received_at, ended_at) \
             VALUES ('{came_in}', 'x', 'set_aside', E'From: {address}\\nSubject: Inbound secret\\n\\nInbound secret'::bytea, \
                 'sample', '2026-11-02', '2026-11-02', '2026-11-02')"
    ))
    .await
    .unwrap();
    ids
}
