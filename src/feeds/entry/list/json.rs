//! JSON Feed, version 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde::Serialize;

use super::{Channel, Item, date, listed};
use crate::{
    base::hub::Hub,
    feeds::{
        model::FeedRequest,
        source::{Rows, Standing},
    },
};

/// The list of `rows` as a JSON Feed.
pub(in crate::feeds::entry) fn json(hub: &Hub, rows: &Rows, request: &FeedRequest) -> String {
    let (channel, items) = listed(hub, rows, request);
    let entries = items.iter().map(Entry::of).collect();
    serde_json::to_string(&Feed::of(&channel, entries)).expect("strings and lists can be written")
}

#[derive(Serialize)]
struct Feed<'c> {
    version: &'static str,
    title: &'c str,
    home_page_url: &'c str,
    #[serde(rename = "feed_url")]
    own_url: &'c str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'c str,
    language: &'static str,
    authors: [Author<'c>; 1],
    items: Vec<Entry<'c>>,
}

#[derive(Serialize)]
struct Author<'c> {
    name: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'c str>,
}

#[derive(Serialize)]
struct Entry<'c> {
    id: &'c str,
    url: &'c str,
    title: &'c str,
    summary: &'c str,
    content_html: &'c str,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'c>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'c [String],
    /// An extension of ours, as the format provides for: its name begins with `_`.
    _seminar: Occasion<'c>,
}

/// What a program wants to know of a seminar and would have to guess from the text otherwise.
#[derive(Serialize)]
struct Occasion<'c> {
    starts_at: String,
    ends_at: String,
    /// The zone in which it is meant.
    zone: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'c str>,
    /// The same as a calendar.
    calendar_url: &'c str,
}

impl<'c> Feed<'c> {
    fn of(channel: &'c Channel, items: Vec<Entry<'c>>) -> Self {
        Self {
            version: "https://jsonfeed.org/version/1.1",
            title: &channel.title,
            home_page_url: &channel.page,
            own_url: &channel.own,
            description: &channel.about,
            language: channel.language,
            authors: [Author {
                name: &channel.publisher,
                url: Some(&channel.home),
            }],
            items,
        }
    }
}

impl<'c> Entry<'c> {
    fn of(item: &'c Item) -> Self {
        let seminar = item.seminar;
        let authors = item.authors.iter();
        Self {
            id: &item.id,
            url: &item.page,
            title: &item.title,
            summary: &item.summary,
            content_html: &item.html,
            date_published: date(item.published_at),
            date_modified: date(item.updated_at),
            authors: authors.map(|name| Author { name, url: None }).collect(),
            tags: &item.topics,
            _seminar: Occasion {
                starts_at: date(seminar.starts_at),
                ends_at: date(seminar.ends_at),
                zone: seminar.meant.unwrap_or(seminar.zone).name(),
                state: match seminar.standing {
                    Standing::Announced => "announced",
                    Standing::Postponed => "postponed",
                    Standing::Cancelled => "cancelled",
                },
                location: item.location.as_deref(),
                calendar_url: &item.calendar,
            },
        }
    }
}
