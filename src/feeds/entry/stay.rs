//! A stay as an entry of whole days: who stays is not busy all day.

use super::{Words, paragraphs, shortened};
use crate::{
    base::hub::Hub,
    feeds::source::Stay,
    ical::write::{Class, Event, Status, When},
    stays::{model::Certainty, rules, state::StayState},
};

/// Its entry in the feed of its visitor or host.
pub(super) fn event(hub: &Hub, words: &Words, stay: &Stay) -> Event {
    let page = hub.url(&format!("/stays/{}", stay.code));
    let prefix = match stay.state.as_str() {
        "cancelled" => Some(&words.cancelled),
        "refused" => Some(&words.refused),
        "no_show" => Some(&words.no_show),
        _ => None,
    };
    let summary = summary(hub, words, stay);
    Event {
        uid: stay.uid.clone(),
        sequence: stay.sequence,
        stamp: stay.modified_at,
        modified: stay.modified_at,
        created: stay.created_at,
        when: When::AllDay {
            from: stay.from,
            to_inclusive: stay.to,
        },
        summary: match prefix {
            Some(prefix) => format!("{prefix} {summary}"),
            None => summary,
        },
        description: description(words, stay, &page),
        location: location(stay),
        geo: None,
        url: Some(page),
        categories: stay.topics.clone(),
        status: status(stay),
        conference: None,
        transparent: true,
        class: Class::Private,
    }
}

/// The same as mails say of it.
fn status(stay: &Stay) -> Status {
    let certainty = match stay.tentative {
        true => Certainty::Tentative,
        false => Certainty::Firm,
    };
    let state = stay.state.parse::<StayState>();
    state.map_or(Status::Tentative, |state| rules::status(state, certainty))
}

/// To the host, who comes; to the visitor, where they stay.
fn summary(hub: &Hub, words: &Words, stay: &Stay) -> String {
    let language = words.language;
    if !stay.hosting {
        let place = stay.site.as_ref().map_or(&hub.name, |(name, _)| name);
        return language.with("feed-stay", &[("place", place.as_str().into())]);
    }
    let visitor = match (&stay.visitor, &stay.visitor_institution) {
        (Some(name), Some(institution)) => format!("{name} ({institution})"),
        (Some(name), None) => name.clone(),
        (None, Some(institution)) => institution.clone(),
        (None, None) => return language.t("feed-visit-unnamed"),
    };
    language.with("feed-visit", &[("visitor", visitor.into())])
}

fn description(words: &Words, stay: &Stay, page: &str) -> Option<String> {
    let mut first = vec![words.language.t(&format!("stay-state-{}", stay.state))];
    if let (false, Some(host)) = (stay.hosting, &stay.host) {
        let args = [("host", host.as_str().into())];
        first.push(words.language.with("feed-host", &args));
    }
    paragraphs([first.join("\n"), shortened(&stay.purpose), page.to_owned()])
}

fn location(stay: &Stay) -> Option<String> {
    let mut parts: Vec<&str> = stay.desks.iter().map(String::as_str).collect();
    if let Some((name, address)) = &stay.site {
        parts.push(name);
        parts.extend(address.as_deref().filter(|address| !address.is_empty()));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}
