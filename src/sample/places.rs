//! Two sites with twelve rooms and twenty desks.

use diesel_async::AsyncPgConnection;

use super::{Making, SampleError};
use crate::{
    base::zone::Zone,
    rooms::{
        actions::{NewRoom, NewSite, create_room, create_site},
        model::RoomKind,
    },
};

struct Place {
    site: &'static str,
    slug: &'static str,
    name: &'static str,
    kind: RoomKind,
    seats: i32,
    parts: &'static [&'static str],
    equipment: &'static [&'static str],
    approval: bool,
    /// Minutes for set-up and for tidy-up.
    margins: (i32, i32),
}

const fn plain(
    site: &'static str,
    slug: &'static str,
    name: &'static str,
    kind: RoomKind,
    seats: i32,
) -> Place {
    Place {
        site,
        slug,
        name,
        kind,
        seats,
        parts: &[],
        equipment: &["display"],
        approval: false,
        margins: (0, 0),
    }
}

const ROOMS: [Place; 12] = [
    Place {
        equipment: &["projector", "microphones", "recording"],
        margins: (15, 15),
        ..plain("seoul", "hall-a", "강당 A Hall A", RoomKind::Hall, 80)
    },
    Place {
        equipment: &["projector", "microphones"],
        margins: (15, 15),
        ..plain("seoul", "hall-b", "강당 B Hall B", RoomKind::Hall, 60)
    },
    Place {
        parts: &["hall-a", "hall-b"],
        equipment: &[
            "projector",
            "microphones",
            "recording",
            "interpreters’ booth",
        ],
        margins: (30, 30),
        ..plain(
            "seoul",
            "main-hall",
            "대강당 Main hall",
            RoomKind::Hall,
            140,
        )
    },
    plain(
        "seoul",
        "meeting-1",
        "회의실 1 Meeting room 1",
        RoomKind::Meeting,
        12,
    ),
    plain(
        "seoul",
        "meeting-2",
        "회의실 2 Meeting room 2",
        RoomKind::Meeting,
        12,
    ),
    plain(
        "seoul",
        "meeting-3",
        "회의실 3 Meeting room 3",
        RoomKind::Meeting,
        8,
    ),
    plain(
        "seoul",
        "meeting-4",
        "회의실 4 Meeting room 4",
        RoomKind::Meeting,
        6,
    ),
    plain(
        "seoul",
        "reading-room",
        "읽는 방 Reading room",
        RoomKind::Meeting,
        20,
    ),
    Place {
        equipment: &["robot arms", "motion capture"],
        approval: true,
        ..plain(
            "seoul",
            "robot-lab",
            "로봇 실험실 Robot laboratory",
            RoomKind::Lab,
            10,
        )
    },
    Place {
        equipment: &["projector", "video conference"],
        ..plain("montreal", "salle-1", "Salle 1", RoomKind::Hall, 40)
    },
    plain("montreal", "salle-2", "Salle 2", RoomKind::Meeting, 10),
    plain("montreal", "salle-3", "Salle 3", RoomKind::Meeting, 6),
];

/// The short names of desks, which must outlive the making.
const DESKS: [(&str, &str, &str); 20] = [
    ("seoul", "desk-1", "좌석 1 Desk 1"),
    ("seoul", "desk-2", "좌석 2 Desk 2"),
    ("seoul", "desk-3", "좌석 3 Desk 3"),
    ("seoul", "desk-4", "좌석 4 Desk 4"),
    ("seoul", "desk-5", "좌석 5 Desk 5"),
    ("seoul", "desk-6", "좌석 6 Desk 6"),
    ("seoul", "desk-7", "좌석 7 Desk 7"),
    ("seoul", "desk-8", "좌석 8 Desk 8"),
    ("seoul", "desk-9", "좌석 9 Desk 9"),
    ("seoul", "desk-10", "좌석 10 Desk 10"),
    ("seoul", "desk-11", "좌석 11 Desk 11"),
    ("seoul", "desk-12", "좌석 12 Desk 12"),
    ("seoul", "desk-13", "좌석 13 Desk 13"),
    ("seoul", "desk-14", "좌석 14 Desk 14"),
    ("seoul", "desk-15", "좌석 15 Desk 15"),
    ("seoul", "desk-16", "좌석 16 Desk 16"),
    ("montreal", "bureau-1", "Bureau 1"),
    ("montreal", "bureau-2", "Bureau 2"),
    ("montreal", "bureau-3", "Bureau 3"),
    ("montreal", "bureau-4", "Bureau 4"),
];

/// Enters sites, rooms and desks.
pub(super) async fn enter(
    conn: &mut AsyncPgConnection,
    making: &mut Making<'_>,
) -> Result<(), SampleError> {
    for (slug, name, zone, address) in [
        ("seoul", "Seoul", "Asia/Seoul", "1 Sample-ro, Seoul"),
        (
            "montreal",
            "Montréal",
            "America/Montreal",
            "1 rue Exemple, Montréal",
        ),
    ] {
        let new = NewSite {
            name: name.into(),
            slug: Some(slug.into()),
            zone: zone.parse().unwrap_or(Zone::UTC),
            address: Some(address.into()),
        };
        let made = create_site(conn, &making.clock, &making.keeper, new).await?;
        making.sites.insert(slug, made.id);
    }
    let desks = DESKS.map(|(site, slug, name)| Place {
        equipment: &[],
        ..plain(site, slug, name, RoomKind::Desk, 1)
    });
    for place in ROOMS.iter().chain(&desks) {
        let parts = place.parts.iter().map(|part| making.room(part));
        let new = NewRoom {
            site_id: making.sites.get(place.site).copied(),
            name: place.name.into(),
            slug: Some(place.slug.into()),
            kind: place.kind,
            capacity: Some(place.seats),
            parts: parts.collect::<Result<_, _>>()?,
            equipment: place.equipment.iter().map(|&one| one.into()).collect(),
            approval: place.approval,
            keepers: match place.approval {
                true => making.people.get("lee").copied().into_iter().collect(),
                false => Vec::new(),
            },
            setup_minutes: place.margins.0,
            tidy_minutes: place.margins.1,
        };
        let made = create_room(conn, &making.clock, making.hub, &making.keeper, new).await?;
        making.rooms.insert(place.slug, made.id);
    }
    Ok(())
}
