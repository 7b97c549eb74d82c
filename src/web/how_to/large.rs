//! Whether Google Calendar reads a calendar, and where it does not, which parts of it: measured, not guessed, for how much
//! stands in each day nobody knows beforehand.

use crate::{
    feeds::{
        FeedError, Feeds,
        model::{Address, EntryKind, FeedRequest, Format, Options},
        polls::GOOGLE_TAKES,
    },
    web::pages::{
        files::megabytes,
        how_to::{Large, Part},
    },
};

/// So many days ahead are tried, the longest first, where all that is to come is still too much.
const SPANS: [u16; 5] = [365, 180, 90, 30, 7];

/// The calendar that is asked for, where there is one and it is more than Google Calendar reads; with its parts where they are
/// `shown`.
///
/// # Errors
/// There is none, or it cannot be read now.
pub(super) async fn measured(
    feeds: &Feeds,
    request: &FeedRequest,
    shown: bool,
) -> Result<Option<Large>, FeedError> {
    let octets = octets(feeds, request).await?;
    if octets <= GOOGLE_TAKES || !shown {
        return Ok(None);
    }
    Ok(Some(Large {
        size: megabytes(octets),
        parts: parts(feeds, request).await,
    }))
}

async fn octets(feeds: &Feeds, request: &FeedRequest) -> Result<i64, FeedError> {
    let body = feeds.get(request).await?;
    Ok(i64::try_from(body.identity.len()).unwrap_or(i64::MAX))
}

/// The largest part of each sort that Google reads.
async fn parts(feeds: &Feeds, request: &FeedRequest) -> Vec<Part> {
    let (address, asked) = (request.address(), request.options());
    let coming = Options {
        past_days: 0,
        ..asked.clone()
    };
    let mut found = Vec::new();
    found.extend(part(feeds, address, "past", coming.clone()).await);
    if found.is_empty() {
        let is_less = |days: &u16| asked.days_ahead.is_none_or(|most| *days < most);
        for days in SPANS.into_iter().filter(is_less) {
            let options = Options {
                days_ahead: Some(days),
                ..coming.clone()
            };
            found.extend(part(feeds, address, "days", options).await);
            if !found.is_empty() {
                break;
            }
        }
    }
    if !address.is_public() && asked.kinds.is_empty() {
        let kinds = EntryKind::ALL.iter().copied();
        let options = Options {
            kinds: kinds.filter(|kind| kind.is_of_a_seminar()).collect(),
            ..asked.clone()
        };
        found.extend(part(feeds, address, "kinds", options).await);
    }
    found
}

/// The calendar with these options, where Google reads that.
async fn part(
    feeds: &Feeds,
    address: &Address,
    what: &'static str,
    options: Options,
) -> Option<Part> {
    let request = FeedRequest::new(address.clone(), options);
    let octets = octets(feeds, &request).await.ok()?;
    (octets <= GOOGLE_TAKES).then(|| Part {
        what,
        days: request.options().days_ahead.unwrap_or_default(),
        path: request.path_as(Format::Calendar),
    })
}
