//! The row of a changed seminar: its own values, those of its series where it follows it, and the instants of its wall time.

use chrono::Duration;
use serde_json::json;

use super::{Patch, SeminarChange, follows};
use crate::{
    base::{
        error::{Invalid, Reason},
        hub::Hub,
        slot::Slot,
        text,
        zone::Zone,
    },
    seminars::{
        actions::{
            WriteError,
            create::{checked_place, too_long},
            texts,
            write::instants,
        },
        model::{Seminar, Series},
        rules,
    },
};

/// The row as it is to be: own values, and those of the series where it follows them.
pub(super) fn next(
    before: &Seminar,
    head: Option<&Series>,
    hub: &Hub,
    change: &SeminarChange,
) -> Result<Seminar, WriteError> {
    let mut invalid = Invalid::default();
    let mut next = before.clone();
    if let Some(series) = change.series {
        next.series_id = series;
    }
    if let Some(project) = change.project {
        next.project_id = project;
    }
    if let Some(kind) = change.kind {
        next.kind = kind;
    }
    if let Some(title) = &change.title {
        next.title = text::line(title);
        too_long(&mut invalid, "title", &next.title, text::TITLE);
    }
    if let Some(abstract_text) = &change.abstract_text {
        next.abstract_text = text::lines(abstract_text);
        too_long(&mut invalid, "abstract", &next.abstract_text, text::LONG);
    }
    next.written.texts = texts::next(&mut invalid, &before.written.texts, &change.texts);
    if let Some(place) = &change.place {
        next.place = invalid
            .take("place", place.as_ref().map(checked_place).transpose())
            .flatten()
            .map(|place| json!(place));
    }
    let follows = follows::next(&mut invalid, before, head, change);
    follows::own(&mut next, &mut invalid, change);
    if let Some(head) = head {
        follows::inherit(&mut next, head, &follows);
    }
    texts::in_other_languages(
        &mut invalid,
        next.written.language.as_deref(),
        &next.written.texts,
        &change.texts,
    );
    next.inherits = follows.into_iter().collect();
    invalid.none_or()?;
    time(&mut next, before, hub, change)?;
    // Given to it, not come by a default of its series: only then does it end a postponement.
    let given =
        change.starts_local.is_some() || change.fold.is_some() || change.zone != Patch::Keep;
    let new_time = given && next.starts_at != before.starts_at;
    next.state = rules::next_state(before.state, change.state, new_time)?;
    Ok(next)
}

/// The instants, derived again where wall time, zone, fold or length changed.
fn time(
    next: &mut Seminar,
    before: &Seminar,
    hub: &Hub,
    change: &SeminarChange,
) -> Result<(), Invalid> {
    if let Some(starts_local) = change.starts_local {
        next.starts_local = starts_local;
    }
    if change.fold.is_some() || change.starts_local.is_some() || next.zone != before.zone {
        next.fold = change.fold.map(i16::from);
    }
    if !change.anew
        && next.starts_local == before.starts_local
        && next.zone == before.zone
        && next.fold == before.fold
        && next.duration_minutes == before.duration_minutes
    {
        return Ok(());
    }
    let zone: Zone = next.zone.parse().unwrap_or(hub.zone);
    let slot = match change.anew {
        true => again(next, zone)?,
        false => instants(next.starts_local, zone, fold(next), next.duration_minutes)?,
    };
    next.starts_at = slot.from();
    next.ends_at = slot.to();
    Ok(())
}

fn fold(seminar: &Seminar) -> Option<u8> {
    seminar.fold.and_then(|fold| u8::try_from(fold).ok())
}

/// When a seminar is by the rules that its zone has now, whatever they were when its time was settled.
pub(in crate::seminars::actions) fn again(seminar: &Seminar, zone: Zone) -> Result<Slot, Invalid> {
    let from = zone.again(seminar.starts_local, fold(seminar));
    Slot::new(
        from,
        from + Duration::minutes(seminar.duration_minutes.into()),
    )
    .map_err(|_| Invalid::one("duration_minutes", Reason::new("reason-duration")))
}
