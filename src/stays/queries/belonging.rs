//! What belongs to a stay: its people, its site and its desk.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::ids::{BookingId, InstitutionId, RoomId, StayId},
    people::model::Named,
    stays::model::{Desk, Details, Home, Stay},
};

/// One stay with what belongs to it. One query.
///
/// # Errors
/// What the database says.
pub async fn detail(conn: &mut AsyncPgConnection, stay: Stay) -> QueryResult<Details> {
    let found = details(conn, vec![stay]).await?.pop();
    found.ok_or(diesel::result::Error::NotFound)
}

/// `found` with what belongs to each, in the same order. One query.
///
/// # Errors
/// What the database says.
pub async fn details(conn: &mut AsyncPgConnection, found: Vec<Stay>) -> QueryResult<Vec<Details>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<StayId> = found.iter().map(|stay| stay.id).collect();
    let rows: Vec<Row> = sql_query(BELONGING)
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn)
        .await?;
    let mut rows: HashMap<StayId, Row> = rows.into_iter().map(|row| (row.stay_id, row)).collect();
    Ok(found
        .into_iter()
        .filter_map(|stay| Some(rows.remove(&stay.id)?.belonging_to(stay)))
        .collect())
}

/// A stay has at most one booking in force (`bookings_stay_key`), and that takes one desk.
const BELONGING: &str = "\
    SELECT s.id AS stay_id, v.name AS visitor, va.address AS visitor_address, \
           i.id AS institution_id, i.name AS institution, h.name AS host, ha.address AS host_address, \
           t.name AS site, b.id AS booking_id, r.id AS room_id, r.name AS room, r.slug AS room_slug \
    FROM stays s JOIN people v ON v.id = s.visitor_id JOIN people h ON h.id = s.host_id \
         LEFT JOIN LATERAL (SELECT a.address FROM addresses a WHERE a.person_id = v.id \
              ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) va ON true \
         LEFT JOIN LATERAL (SELECT a.address FROM addresses a WHERE a.person_id = h.id \
              ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) ha ON true \
         LEFT JOIN institutions i ON i.id = v.institution_id \
         LEFT JOIN sites t ON t.id = s.site_id \
         LEFT JOIN bookings b ON b.stay_id = s.id AND b.state IN ('held', 'confirmed') \
         LEFT JOIN occupancies o ON o.booking_id = b.id AND o.part_of IS NULL \
         LEFT JOIN rooms r ON r.id = o.room_id \
    WHERE s.id = ANY ($1)";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    stay_id: StayId,
    #[diesel(sql_type = Nullable<Text>)]
    visitor: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    visitor_address: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    institution_id: Option<InstitutionId>,
    #[diesel(sql_type = Nullable<Text>)]
    institution: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    host: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    host_address: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    site: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    booking_id: Option<BookingId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    room_id: Option<RoomId>,
    #[diesel(sql_type = Nullable<Text>)]
    room: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    room_slug: Option<String>,
}

impl Row {
    fn belonging_to(self, stay: Stay) -> Details {
        let desk = |row: &Self| {
            Some(Desk {
                booking_id: row.booking_id?,
                room_id: row.room_id?,
                name: row.room.clone()?,
                slug: row.room_slug.clone()?,
            })
        };
        Details {
            desk: desk(&self),
            institution: self
                .institution_id
                .zip(self.institution)
                .map(|(id, name)| Home { id, name }),
            visitor: Named {
                id: stay.visitor_id,
                name: self.visitor,
                address: self.visitor_address,
            },
            host: Named {
                id: stay.host_id,
                name: self.host,
                address: self.host_address,
            },
            site: self.site,
            stay,
        }
    }
}
