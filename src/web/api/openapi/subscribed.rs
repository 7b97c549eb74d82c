//! The calendars and lists that people subscribe to, in the description of the API: they stand outside `/api/v1`, want no
//! token and answer no JSON problems, so that nothing of what calls have in common is true of them.

use serde_json::json;
use utoipa::{
    Modify, PartialSchema,
    openapi::{
        Array, Content, Header, HeaderBuilder, HttpMethod, Object, ObjectBuilder, OpenApi,
        PathItem, RefOr, Required, Response, ResponseBuilder, Schema, SecurityRequirement, Server,
        Type,
        path::{
            Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, ParameterStyle,
        },
    },
};

use crate::{
    base::language::Language,
    feeds::model::{Detail, EntryKind, Format, MOST_DAYS, PAST_DAYS},
};

/// Puts into the description what can be subscribed to; behind all that calls have in common.
pub(super) struct Subscribed;

/// Under which tag they stand.
const TAG: &str = "Subscribing";

/// What every format says of being asked again.
const KEPT: &str = "It is not sent again to whoever has it: send its `ETag` as `If-None-Match`, or its `Last-Modified` as \
    `If-Modified-Since`. `HEAD` is answered, too. `Range` is ignored: it is always sent whole. So are parameters that are \
    not described here.";

/// Every ending.
const ALL: &[Format] = &[Format::Calendar, Format::Atom, Format::Json];

/// What can be subscribed to, in one or several formats.
struct Feed {
    /// Where, up to the ending.
    path: &'static str,
    /// In the names of its calls.
    id: &'static str,
    /// What it is of.
    of: &'static str,
    /// What it holds.
    holds: &'static str,
    /// What stands in its path: its name, and what that is.
    named: Option<(&'static str, &'static str)>,
    formats: &'static [Format],
    asked: Asked,
}

/// What may be asked of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// One thing has no window and no kinds.
    Little,
    /// Of which days, whatever it is for.
    Window,
    Usual,
    /// What only its owner can ask for.
    Everything,
}

const FEEDS: &[Feed] = &[
    Feed {
        path: "/feeds/hub",
        id: "hub",
        of: "the hub",
        holds: "Every seminar that is public.",
        named: None,
        formats: ALL,
        asked: Asked::Usual,
    },
    Feed {
        path: "/feeds/series/{slug}",
        id: "series",
        of: "a series",
        holds: "The public seminars of a series.",
        named: Some(("slug", "The short name of the series.")),
        formats: ALL,
        asked: Asked::Usual,
    },
    Feed {
        path: "/feeds/topics/{slug}",
        id: "topic",
        of: "a topic",
        holds: "The public seminars with a topic.",
        named: Some((
            "slug",
            "The slug of the topic: its name in lower case, with hyphens.",
        )),
        formats: ALL,
        asked: Asked::Usual,
    },
    Feed {
        path: "/feeds/institutions/{slug}",
        id: "institution",
        of: "an institution",
        holds: "The public seminars at which people of an institution speak.",
        named: Some(("slug", "The short name of the institution.")),
        formats: ALL,
        asked: Asked::Usual,
    },
    Feed {
        path: "/feeds/lists/{slug}",
        id: "list",
        of: "a list",
        holds: "The public seminars that stand on a public list.",
        named: Some(("slug", "The short name of the list.")),
        formats: ALL,
        asked: Asked::Usual,
    },
    Feed {
        path: "/feeds/rooms/{slug}",
        id: "room",
        of: "a room",
        holds: "When a room is taken; by what, where that is public.",
        named: Some(("slug", "The short name of the room.")),
        formats: &[Format::Calendar],
        asked: Asked::Window,
    },
    Feed {
        path: "/feeds/seminars/{code}",
        id: "seminar",
        of: "a seminar",
        holds: "One public seminar.",
        named: Some(("code", "The code of the seminar.")),
        formats: &[Format::Calendar],
        asked: Asked::Little,
    },
    Feed {
        path: "/feeds/my/{secret}",
        id: "personal",
        of: "a person",
        holds: "What concerns one person: seminars, bookings and stays. Whoever has the address reads it: it is the `url` of a \
            feed under `/people/{id}/feeds`.",
        named: Some(("secret", "The secret of the feed.")),
        formats: &[Format::Calendar],
        asked: Asked::Everything,
    },
];

impl Modify for Subscribed {
    fn modify(&self, openapi: &mut OpenApi) {
        for feed in FEEDS {
            for format in feed.formats {
                let path = format!("{}.{format}", feed.path);
                let item = PathItem::new(HttpMethod::Get, feed.operation(*format));
                openapi.paths.paths.insert(path, item);
            }
        }
    }
}

impl Feed {
    fn operation(&self, format: Format) -> Operation {
        let (id, what, written) = match format {
            Format::Calendar => ("calendar", "calendar", "A calendar (RFC 5545)."),
            Format::Atom => (
                "atom_feed",
                "Atom feed",
                "A list for feed readers (RFC 4287).",
            ),
            Format::Json => (
                "json_feed",
                "JSON Feed",
                "A list for feed readers (JSON Feed, version 1.1).",
            ),
        };
        let mut operation = OperationBuilder::new()
            .tag(TAG)
            .operation_id(Some(format!("get_{}_{id}", self.id)))
            .summary(Some(format!("Subscribe to the {what} of {}", self.of)))
            .description(Some(format!("{} {written} {KEPT}", self.holds)))
            .parameters(Some(self.parameters()))
            .securities(Some([SecurityRequirement::default()]))
            .servers(Some([Server::new("/")]))
            .response("200", self.whole(format))
            .response("304", self.kept())
            .response(
                "422",
                said("A parameter that is known here cannot be what it is; the answer says why."),
            )
            .response("500", said("Something broke on the hub's side."))
            .response("503", unavailable());
        if self.named.is_some() {
            let none = match self.is_personal() {
                true => "No feed has or had this address, or there is no such `list`.",
                false => "There is nothing under that name, or it is not public.",
            };
            operation = operation.response("404", said(none));
        }
        if self.is_personal() {
            let gone = "The feed was revoked, has another address, or its person was removed: ask no more.";
            operation = operation.response("410", said(gone));
        }
        operation.build()
    }

    fn is_personal(&self) -> bool {
        self.asked == Asked::Everything
    }

    fn parameters(&self) -> Vec<Parameter> {
        let mut all = Vec::new();
        if let Some((name, words)) = self.named {
            let path = parameter(
                ParameterIn::Path,
                name,
                words,
                Object::with_type(Type::String),
            );
            all.push(path.build());
        }
        let query = |name: &str, words: &str, schema: RefOr<Schema>| {
            parameter(ParameterIn::Query, name, words, schema)
        };
        let several = |name: &str, words: &str, one: RefOr<Schema>| {
            query(name, words, Array::new(one).into())
                .style(Some(ParameterStyle::Form))
                .explode(Some(false))
        };
        if self.asked != Asked::Little {
            let past = days().default(Some(json!(PAST_DAYS))).into();
            let words = "So many days before today, in the hub's zone";
            all.push(query("past", words, past).build());
            let words = "So many days from today on; all there are where nothing is asked for";
            all.push(query("days", words, days().into()).build());
        }
        if matches!(self.asked, Asked::Usual | Asked::Everything) {
            let words = "Narrowed to these kinds, with commas between; bookings and stays are in personal calendars alone";
            all.push(several("kinds", words, EntryKind::schema()).build());
        }
        let words = "In this language, instead of the feed's own";
        all.push(query("lang", words, Language::schema()).build());
        let words = "Whether it shows for a while what does not take place any more";
        let yes_or_no = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(["0", "1"]))
            .default(Some(json!("1")));
        all.push(query("cancelled", words, yes_or_no.into()).build());
        if self.is_personal() {
            let words = "Alarms so long before each entry, with commas between: at most five, none earlier than four weeks before";
            let span = ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some(r"^\d+[mhd]?$"))
                .examples(["15m", "1d"]);
            all.push(several("alarms", words, span.into()).build());
            let words = "How much it tells, where the feed itself tells no less";
            all.push(query("detail", words, Detail::schema()).build());
            let words = "What stands on this list instead, by its short name";
            let slug = Object::with_type(Type::String).into();
            all.push(query("list", words, slug).build());
        }
        for (name, words) in [
            ("If-None-Match", "The `ETag` of what is there already"),
            (
                "If-Modified-Since",
                "Its `Last-Modified`, where there is no `If-None-Match`",
            ),
        ] {
            let text = Object::with_type(Type::String);
            all.push(parameter(ParameterIn::Header, name, words, text).build());
        }
        all
    }

    /// All of it.
    fn whole(&self, format: Format) -> RefOr<Response> {
        let body = match format {
            Format::Json => Type::Object,
            Format::Calendar | Format::Atom => Type::String,
        };
        let modified = "When what it shows was last changed";
        ResponseBuilder::new()
            .description("All of it, as it is now")
            .content(format.media_type(), content(body))
            .header("ETag", tag())
            .header("Last-Modified", header(modified))
            .header("Cache-Control", self.cached())
            .into()
    }

    /// That whoever asks has it.
    fn kept(&self) -> RefOr<Response> {
        ResponseBuilder::new()
            .description("It is as whoever asks has it")
            .header("ETag", tag())
            .header("Cache-Control", self.cached())
            .into()
    }

    fn cached(&self) -> Header {
        header(match self.is_personal() {
            true => "`private`, for five minutes",
            false => "`public`, for five minutes",
        })
    }
}

/// A number of days.
fn days() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(0_u16))
        .maximum(Some(MOST_DAYS))
}

fn parameter(
    place: ParameterIn,
    name: &str,
    words: &str,
    schema: impl Into<RefOr<Schema>>,
) -> ParameterBuilder {
    let required = match place {
        ParameterIn::Path => Required::True,
        _ => Required::False,
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(words))
        .schema(Some(schema))
}

fn content(of: Type) -> Content {
    Content::new(Some(Object::with_type(of)))
}

fn header(words: &str) -> Header {
    HeaderBuilder::new().description(Some(words)).build()
}

fn tag() -> Header {
    header(
        "What changes with it, to be sent back as `If-None-Match`; another one for each encoding",
    )
}

/// Why there is nothing, in a few lines of plain text.
fn said(words: &str) -> RefOr<Response> {
    refusal(words).into()
}

fn unavailable() -> RefOr<Response> {
    let words = "The database cannot be reached, and what was asked for is not held.";
    let retry = header("After how many seconds to ask again");
    refusal(words).header("Retry-After", retry).into()
}

fn refusal(words: &str) -> ResponseBuilder {
    ResponseBuilder::new()
        .description(words)
        .content("text/plain; charset=utf-8", content(Type::String))
}
