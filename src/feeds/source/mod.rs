//! What a feed is made of: the rows and the counters that they rest on, read in one snapshot.

mod bookings;
mod head;
mod items;
mod personal;
mod seminars;
mod stays;

use chrono::{Days, NaiveDate};
use diesel_async::AsyncPgConnection;

use super::model::{Address, Detail, FeedRequest, Format};
use crate::{
    base::{
        changes::{self, RestsOn, Subject},
        clock::Instant,
        hub::Hub,
        ids::FeedId,
        language::Language,
        zone::Zone,
    },
    rooms::queries::with_parts,
    seminars::{model::SeriesColour, queries},
};

pub use bookings::{Block, Booking, Titled};
pub use items::Item;
pub use seminars::{InPlace, Room, Seminar, Speaker, Stance, Standing, WayIn};
pub use stays::Stay;

/// Days for which something that does not take place is still shown.
pub const CANCELLED_DAYS: u64 = 30;
/// Most entries of a sort in a calendar, the first of its window: some six megabytes, which few clients take as it is.
pub const MOST_ENTRIES: usize = 5_000;
/// Most entries in a list for feed readers, those that were changed last.
pub const MOST_LISTED: usize = 500;

/// What one snapshot says of a feed.
#[derive(Debug)]
pub struct Reading {
    /// What is there.
    pub found: Found,
    /// The counters that it rests on, as the same snapshot has them.
    pub rests_on: RestsOn,
    /// When the last of them rose; the beginning of the day where none did since.
    pub changed_at: Instant,
}

/// What is there under an address.
#[derive(Debug)]
pub enum Found {
    /// A feed.
    Feed(Box<Rows>),
    /// There was one, and its address was revoked, or it went with its person.
    Revoked,
}

/// The rows of a feed.
#[derive(Debug)]
pub struct Rows {
    /// What the feed says of itself.
    pub head: Head,
    /// Seminars, by start.
    pub seminars: Vec<Seminar>,
    /// Times at which a room is taken, by start.
    pub blocks: Vec<Block>,
    /// Bookings of a person, by start.
    pub bookings: Vec<Booking>,
    /// Stays of which a person is visitor or host, by start.
    pub stays: Vec<Stay>,
    /// Whether there are more than these.
    pub cut: bool,
}

/// What a feed says of itself.
#[derive(Debug)]
pub struct Head {
    /// What it is about.
    pub about: About,
    /// The zone in which clients may show it.
    pub zone: Zone,
    /// The language that it is written in.
    pub language: Language,
    /// The page that shows the same, from its slash on.
    pub path: String,
}

/// What a feed is about, by the name people know.
#[derive(Debug)]
pub enum About {
    /// Everything public.
    Hub,
    /// A series: title, description and colour.
    Series(String, String, SeriesColour),
    /// A topic.
    Topic(String),
    /// An institution.
    Institution(String),
    /// A list that someone keeps: its name and description.
    List(String, String),
    /// A room: its name and that of its site.
    Room(String, Option<String>),
    /// One seminar: its title, empty while it is not known.
    Seminar(String),
    /// A person: what they call the feed.
    My {
        /// Its name.
        name: String,
        /// How much it tells.
        detail: Detail,
        /// Which one it is.
        feed: FeedId,
    },
}

/// The span of time that a feed holds.
#[derive(Debug, Clone)]
struct Window {
    /// What ends later is in.
    from: Instant,
    /// What starts before is in; none: however late.
    until: Option<Instant>,
    /// What was cancelled or postponed since is in.
    cancelled_since: Instant,
    /// The same as dates, for what has no time of day.
    from_date: NaiveDate,
    until_date: Option<NaiveDate>,
    /// The kinds of seminars that are in; none: every kind.
    kinds: Option<Vec<String>>,
    /// Which of them, where there are more than it holds.
    which: Which,
}

/// Which seminars of a window a feed holds, where there are very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// Those that start first: for a calendar.
    First,
    /// Those that were changed last: for a list.
    Changed,
}

impl Which {
    const fn most(self) -> usize {
        match self {
            Self::First => MOST_ENTRIES,
            Self::Changed => MOST_LISTED,
        }
    }
}

impl Window {
    fn new(request: &FeedRequest, zone: Zone, day: NaiveDate) -> Self {
        let options = request.options();
        let from_date = match request.address() {
            // One seminar has no window: whoever has its address wants it.
            Address::Seminar(_) => NaiveDate::default(),
            _ => day - Days::new(options.past_days.into()),
        };
        let until_date = options.days_ahead.map(|days| day + Days::new(days.into()));
        Self {
            from: zone.start_of(from_date),
            until: until_date.map(|date| zone.start_of(date)),
            cancelled_since: zone.start_of(day - Days::new(CANCELLED_DAYS)),
            from_date,
            until_date,
            // In the feed of a room, what is not shown with its title is shown as a block.
            kinds: (!options.kinds.is_empty() && !matches!(request.address(), Address::Room(_)))
                .then(|| options.kinds.iter().map(ToString::to_string).collect()),
            which: match request.format() {
                Format::Calendar => Which::First,
                Format::Atom | Format::Json => Which::Changed,
            },
        }
    }
}

/// Why a feed could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such feed, or it is not for everyone.
    #[error("there is no such feed")]
    NotFound,
    /// The database could not be read.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Reads a feed as it is on `day` (in the hub's zone): rows and counters in one snapshot, in a transaction of its own.
///
/// # Errors
/// [`ReadError`].
pub async fn read(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    request: &FeedRequest,
    day: NaiveDate,
) -> Result<Reading, ReadError> {
    let window = Window::new(request, hub.zone, day);
    conn.build_transaction()
        .repeatable_read()
        .read_only()
        .run(async |conn| {
            let (found, subjects) = find(conn, hub, request, &window).await?;
            let (rests_on, changed_at) = changes::read(conn, subjects).await?;
            Ok(Reading {
                found,
                rests_on,
                changed_at: changed_at
                    .unwrap_or(Instant::UNIX_EPOCH)
                    .max(hub.zone.start_of(day)),
            })
        })
        .await
}

async fn find(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    request: &FeedRequest,
    window: &Window,
) -> Result<(Found, Vec<Subject>), ReadError> {
    let language = request.options().language;
    let open = seminars::Known::open();
    let (rows, mut subjects) = match request.address() {
        Address::Hub => {
            let head = head::of_hub(hub, language);
            let seminars =
                seminars::load(conn, seminars::public(window), window.which, &open).await?;
            (Rows::of(head, seminars), vec![Subject::Hub])
        }
        Address::Series(slug) => {
            let (id, head) = head::of_series(conn, hub, language, slug).await?;
            let query = seminars::of_series(seminars::public(window), id);
            let seminars = seminars::load(conn, query, window.which, &open).await?;
            (Rows::of(head, seminars), vec![Subject::Series(id)])
        }
        Address::Topic(slug) => {
            let (words, head) = head::of_topic(conn, hub, language, slug, window).await?;
            let query = seminars::under(seminars::public(window), words);
            let seminars = seminars::load(conn, query, window.which, &open).await?;
            (Rows::of(head, seminars), vec![Subject::Topic(slug.clone())])
        }
        Address::Institution(slug) => {
            let (id, head) = head::of_institution(conn, hub, language, slug).await?;
            let query = seminars::of_institution(seminars::public(window), id);
            let seminars = seminars::load(conn, query, window.which, &open).await?;
            (Rows::of(head, seminars), vec![Subject::Institution(id)])
        }
        Address::List(slug) => {
            let (id, head) = head::of_list(conn, hub, language, slug).await?;
            let query = seminars::on_list(seminars::public(window), id, None);
            let seminars = seminars::load(conn, query, window.which, &open).await?;
            (
                Rows::of(head, seminars),
                queries::list_subjects(conn, id).await?,
            )
        }
        Address::Room(slug) => {
            let (id, head) = head::of_room(conn, hub, language, slug).await?;
            let all = with_parts(conn, id).await?;
            let mut blocks = bookings::of_room(conn, id, &all, window).await?;
            let cut = cut(&mut blocks, MOST_ENTRIES);
            let shown = blocks.iter().filter_map(|block| block.seminar).collect();
            let query = seminars::taking_place(seminars::public(window), shown);
            let mut seminars = seminars::load(conn, query, window.which, &open).await?;
            // What is not asked for with its title takes the room all the same.
            let wanted = |kind| request.options().wants(kind);
            seminars.0.retain(|one| one.kind.parse().is_ok_and(wanted));
            let blocks = bookings::without(blocks, &seminars.0);
            let rows = Rows {
                blocks,
                cut,
                ..Rows::of(head, seminars)
            };
            (rows, all.into_iter().map(Subject::Room).collect())
        }
        Address::Seminar(code) => {
            let (id, head) = head::of_seminar(conn, hub, language, code).await?;
            let query = seminars::one(seminars::public(window), id);
            let seminars = seminars::load(conn, query, window.which, &open).await?;
            (Rows::of(head, seminars), vec![Subject::Seminar(id)])
        }
        Address::My(secret) => {
            let options = request.options();
            match personal::read(conn, hub, secret, options, window).await? {
                (Some(rows), subjects) => (rows, subjects),
                (None, subjects) => return Ok((Found::Revoked, subjects)),
            }
        }
    };
    subjects.push(Subject::Names);
    Ok((Found::Feed(Box::new(rows)), subjects))
}

impl Rows {
    fn of(head: Head, (seminars, cut): (Vec<Seminar>, bool)) -> Self {
        let language = head.language;
        let seminars = seminars.into_iter().map(|one| one.read_in(language));
        Self {
            head,
            seminars: seminars.collect(),
            blocks: Vec::new(),
            bookings: Vec::new(),
            stays: Vec::new(),
            cut,
        }
    }
}

/// How many rows to read, so that one tells that there are more than `most`.
fn one_more(most: usize) -> i64 {
    i64::try_from(most + 1).unwrap_or(i64::MAX)
}

/// Leaves `most` of what was read; whether there were more.
fn cut<T>(rows: &mut Vec<T>, most: usize) -> bool {
    let more = rows.len() > most;
    rows.truncate(most);
    more
}
