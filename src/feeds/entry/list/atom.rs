//! The Atom Syndication Format (RFC 4287).

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{Channel, Item, date, listed};
use crate::{
    base::hub::Hub,
    feeds::{model::FeedRequest, source::Rows},
};

/// Elements are written into memory.
type Out = Writer<Vec<u8>>;

/// The list of `rows` as an Atom feed document.
pub(in crate::feeds::entry) fn atom(hub: &Hub, rows: &Rows, request: &FeedRequest) -> String {
    let (channel, items) = listed(hub, rows, request);
    let mut out = Writer::new(Vec::with_capacity(2048 * (items.len() + 1)));
    write(&mut out, &channel, &items).expect("writing to memory cannot fail");
    String::from_utf8(out.into_inner()).expect("what was written are strings")
}

fn write(out: &mut Out, channel: &Channel, items: &[Item]) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    out.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", channel.language))
        .write_inner_content(|out| {
            head(out, channel)?;
            items.iter().try_for_each(|item| entry(out, item))
        })?;
    Ok(())
}

/// Section 4.1.1.
fn head(out: &mut Out, channel: &Channel) -> io::Result<()> {
    text(out, "id", &channel.own)?;
    text(out, "title", &channel.title)?;
    if !channel.about.is_empty() {
        text(out, "subtitle", &channel.about)?;
    }
    text(out, "updated", &date(channel.updated))?;
    link(out, "self", "application/atom+xml", &channel.own)?;
    link(out, "alternate", "text/html", &channel.page)?;
    link(out, "related", "text/calendar", &channel.calendar)?;
    person(out, &channel.publisher, Some(&channel.home))?;
    text(out, "generator", "Maru")
}

/// Section 4.1.2. An entry without authors has that of the feed.
fn entry(out: &mut Out, item: &Item) -> io::Result<()> {
    out.create_element("entry").write_inner_content(|out| {
        text(out, "id", &item.id)?;
        text(out, "title", &item.title)?;
        text(out, "updated", &date(item.updated_at))?;
        text(out, "published", &date(item.published_at))?;
        link(out, "alternate", "text/html", &item.page)?;
        link(out, "related", "text/calendar", &item.calendar)?;
        for author in &item.authors {
            person(out, author, None)?;
        }
        for topic in &item.topics {
            out.create_element("category")
                .with_attribute(("term", topic.as_str()))
                .write_empty()?;
        }
        text(out, "summary", &item.summary)?;
        out.create_element("content")
            .with_attribute(("type", "html"))
            .write_text_content(BytesText::new(&item.html))?;
        Ok(())
    })?;
    Ok(())
}

fn text(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    out.create_element(name)
        .write_text_content(BytesText::new(text))?;
    Ok(())
}

fn link(out: &mut Out, rel: &str, media_type: &str, href: &str) -> io::Result<()> {
    out.create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("type", media_type))
        .with_attribute(("href", href))
        .write_empty()?;
    Ok(())
}

fn person(out: &mut Out, name: &str, uri: Option<&str>) -> io::Result<()> {
    out.create_element("author").write_inner_content(|out| {
        text(out, "name", name)?;
        uri.map_or(Ok(()), |uri| text(out, "uri", uri))
    })?;
    Ok(())
}
