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

/// So many days ahead are tried where all that is to come is still too much, from the longest to the shortest.
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
        parts: parts(feeds, request).await.unwrap_or_default(),
    }))
}

async fn octets(feeds: &Feeds, request: &FeedRequest) -> Result<i64, FeedError> {
    let body = feeds.get(request).await?;
    Ok(i64::try_from(body.identity.len()).unwrap_or(i64::MAX))
}

/// The largest part of each sort that Google reads; none of what is a part of a public calendar already, which is not measured.
///
/// # Errors
/// One cannot be read now.
async fn parts(feeds: &Feeds, request: &FeedRequest) -> Result<Option<Vec<Part>>, FeedError> {
    let (address, asked) = (request.address(), request.options());
    // Anyone can make up wishes without end, and for each of them several large bodies would be rendered here.
    if address.is_public() && request.has_wishes() {
        return Ok(None);
    }
    let coming = Options {
        past_days: 0,
        ..asked.clone()
    };
    let mut found = Vec::new();
    match part(feeds, address, "past", coming.clone()).await? {
        Some(all) => found.push(all),
        None => found.extend(longest(feeds, address, &coming).await?),
    }
    if !address.is_public() && asked.kinds.is_empty() {
        let kinds = EntryKind::ALL.iter().copied();
        let options = Options {
            kinds: kinds.filter(|kind| kind.is_of_a_seminar()).collect(),
            ..asked.clone()
        };
        found.extend(part(feeds, address, "kinds", options).await?);
    }
    Ok(Some(found))
}

/// The most days of what is `coming` that Google reads. Sizes fall with the days, so that of those that are left the one in the
/// middle says which half it is in.
async fn longest(
    feeds: &Feeds,
    address: &Address,
    coming: &Options,
) -> Result<Option<Part>, FeedError> {
    let is_less = |days: &u16| coming.days_ahead.is_none_or(|most| *days < most);
    let spans: Vec<u16> = SPANS.into_iter().filter(is_less).collect();
    let (mut left, mut found) = (spans.as_slice(), None);
    while let Some(days) = left.get(left.len() / 2) {
        let options = Options {
            days_ahead: Some(*days),
            ..coming.clone()
        };
        let (longer, shorter) = left.split_at(left.len() / 2);
        match part(feeds, address, "days", options).await? {
            Some(one) => {
                found = Some(one);
                left = longer;
            }
            None => left = &shorter[1..],
        }
    }
    Ok(found)
}

/// The calendar with these options, where Google reads that.
async fn part(
    feeds: &Feeds,
    address: &Address,
    what: &'static str,
    options: Options,
) -> Result<Option<Part>, FeedError> {
    let request = FeedRequest::new(address.clone(), options);
    let octets = octets(feeds, &request).await?;
    Ok((octets <= GOOGLE_TAKES).then(|| Part {
        what,
        days: request.options().days_ahead.unwrap_or_default(),
        path: request.path_as(Format::Calendar),
    }))
}
