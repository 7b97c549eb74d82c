//! Lists that are read in pages: in the order of their ids, from behind the last one seen.
//!
//! Ids grow with time, so nothing is shown twice or skipped when rows are added while someone reads.

use uuid::Uuid;

use super::error::{Invalid, Reason};

/// How many items come where nothing is asked for.
const USUAL: i64 = 50;
/// How many come at most; asking for more gives this many.
const MOST: i64 = 500;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// How many items at most; more than 500 are not given at once.
    #[param(value_type = Option<i64>, minimum = 1, default = 50)]
    limit: i64,
    /// `next` of the part before: goes on behind it.
    after: Option<Uuid>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Listed<T> {
    /// The items, in the order of their ids.
    pub items: Vec<T>,
    /// What to ask for next, as `after`; `null` where nothing follows.
    pub next: Option<Uuid>,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            limit: USUAL,
            after: None,
        }
    }
}

impl Page {
    /// The part behind `after` with up to `limit` items.
    pub fn of(limit: Option<i64>, after: Option<Uuid>) -> Self {
        Self {
            limit: limit.unwrap_or(USUAL).clamp(1, MOST),
            after,
        }
    }

    /// Reads `?limit=&after=` as they were typed.
    ///
    /// # Errors
    /// [`Invalid`] where the limit is no number above 0, or the cursor none that a list gave.
    pub fn parse(limit: Option<&str>, after: Option<&str>) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let limit = limit.and_then(|typed| {
            let number = typed.trim().parse().ok().filter(|number| *number > 0);
            invalid.take("limit", number.ok_or(Reason::new("reason-positive")))
        });
        let after = after.and_then(|typed| {
            let id = typed.trim().parse().ok();
            invalid.take("after", id.ok_or(Reason::new("reason-unknown")))
        });
        invalid.none_or()?;
        Ok(Self::of(limit, after))
    }

    /// How many rows to read: one more than wanted, which tells whether more follow.
    pub fn rows(self) -> i64 {
        self.limit + 1
    }

    /// The id behind which to read; the smallest of all for a first page.
    pub fn after(self) -> Uuid {
        self.after.unwrap_or(Uuid::nil())
    }

    /// The id behind which to read a list that begins with the latest; none for its first page.
    pub fn behind(self) -> Option<Uuid> {
        self.after.filter(|after| !after.is_nil())
    }

    /// The list of what [`Self::rows`] rows hold.
    pub fn list<T>(self, mut rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> Listed<T> {
        let wanted = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = if more { rows.last().map(id) } else { None };
        Listed { items: rows, next }
    }
}

impl<T> Listed<T> {
    /// A list that is given whole: nothing follows it.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// The same list of what each item becomes.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Listed<U> {
        Listed {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_whether_more_follow() {
        let page = Page::of(Some(2), None);
        let ids = [1, 2, 3].map(Uuid::from_u128);
        assert_eq!(page.rows(), 3);
        let first = page.list(ids.to_vec(), |id| *id);
        assert_eq!((first.items.len(), first.next), (2, Some(ids[1])));
        let last = page.list(ids[2..].to_vec(), |id| *id);
        assert_eq!((last.items.len(), last.next), (1, None));
    }

    #[test]
    fn what_was_typed_is_read_or_refused_by_field() {
        assert_eq!(Page::parse(None, None), Ok(Page::default()));
        assert_eq!(Page::parse(Some("9999"), None).unwrap().rows(), MOST + 1);
        let wrong = Page::parse(Some("0"), Some("x")).unwrap_err();
        let fields: Vec<_> = wrong.fields().map(|(field, _)| field).collect();
        assert_eq!(fields, ["after", "limit"]);
    }
}
