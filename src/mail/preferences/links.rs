//! The links to what someone chose, in the foot of each mail. Opening one changes nothing.

use uuid::Uuid;

use super::{Notice, Stopped};
use crate::base::{
    hub::Hub,
    ids::{PersonId, SeriesId},
    secret::{Key, Purpose},
};

/// The page on which `person` chooses; good until the generation is raised.
pub fn page(hub: &Hub, person: PersonId, generation: i32) -> String {
    let token = hub.key.token(Purpose::Preferences, &[person.0], generation);
    hub.url(&format!("/notices/{token}"))
}

/// Whose preferences a link opens, not yet believed: look up the generation, then ask [`Key::holds`].
pub fn person_in(token: &str) -> Option<PersonId> {
    let [person] = Key::ids_in::<1>(token)?;
    Some(PersonId(person))
}

/// The address that stops one kind of notice of one series by one click; none where the kind has none. It is good for ever:
/// it opens nothing, and a mail of last year stops what comes today.
pub fn one_click(hub: &Hub, person: PersonId, stop: Stopped) -> Option<String> {
    let series = stop.series.map_or(Uuid::nil(), |series| series.0);
    let token = hub.key.token(stop.notice.stop()?, &[person.0, series], 0);
    Some(hub.url(&format!("/unsubscribe/{token}")))
}

/// Whose and what a one-click link stops; none where the hub never wrote it.
pub fn stopped_by(key: &Key, token: &str) -> Option<(PersonId, Stopped)> {
    let ids = Key::ids_in::<2>(token)?;
    let holds = |notice: &Notice| {
        notice
            .stop()
            .is_some_and(|purpose| key.holds(token, purpose, &ids, 0))
    };
    let notice = Notice::CHOSEN.into_iter().find(holds)?;
    let [person, series] = ids;
    let series = Some(series).filter(|series| !series.is_nil()).map(SeriesId);
    Some((PersonId(person), Stopped { notice, series }))
}
