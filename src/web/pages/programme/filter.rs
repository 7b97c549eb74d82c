//! What the programme is narrowed to.

use chrono::NaiveDate;

use crate::web::{pages::common::Named, urls};

/// What the programme is narrowed to; each is a slug or word in the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProgrammeFilter {
    /// `series=`
    pub series: Option<String>,
    /// `kind=`
    pub kind: Option<String>,
    /// `topic=`
    pub topic: Option<String>,
    /// `institution=`
    pub institution: Option<String>,
    /// `from=2026-12-01`: the first day shown; today where missing.
    pub from: Option<NaiveDate>,
}

/// By what the programme can be narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// A series.
    Series,
    /// A kind of seminar.
    Kind,
    /// A topic.
    Topic,
    /// A speaker's institution.
    Institution,
}

/// The values of one filter.
#[derive(Debug, Clone)]
pub struct FilterGroup {
    /// Which filter.
    pub kind: FilterKind,
    /// Its values: slug (or word) and label.
    pub options: Vec<Named>,
}

impl FilterKind {
    /// The name in the query and in the texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Kind => "kind",
            Self::Topic => "topic",
            Self::Institution => "institution",
        }
    }
}

impl ProgrammeFilter {
    /// The address of the programme narrowed so.
    pub fn address(&self) -> String {
        let from = self.from.map(|date| date.to_string());
        urls::with_query(
            &urls::home(),
            &[
                ("series", self.series.as_deref()),
                ("kind", self.kind.as_deref()),
                ("topic", self.topic.as_deref()),
                ("institution", self.institution.as_deref()),
                ("from", from.as_deref()),
            ],
        )
    }

    /// The value of one filter.
    pub fn get(&self, kind: FilterKind) -> Option<&str> {
        match kind {
            FilterKind::Series => self.series.as_deref(),
            FilterKind::Kind => self.kind.as_deref(),
            FilterKind::Topic => self.topic.as_deref(),
            FilterKind::Institution => self.institution.as_deref(),
        }
    }

    /// The same with one filter set, or taken away.
    #[must_use]
    pub fn narrowed(&self, kind: FilterKind, value: Option<&str>) -> Self {
        let mut filter = self.clone();
        let value = value.map(str::to_owned);
        match kind {
            FilterKind::Series => filter.series = value,
            FilterKind::Kind => filter.kind = value,
            FilterKind::Topic => filter.topic = value,
            FilterKind::Institution => filter.institution = value,
        }
        filter
    }

    /// The same from another day on.
    #[must_use]
    pub fn starting(&self, from: Option<NaiveDate>) -> Self {
        Self {
            from,
            ..self.clone()
        }
    }

    /// The same from `date` on.
    #[must_use]
    pub fn from_day(&self, date: impl std::borrow::Borrow<NaiveDate>) -> Self {
        self.starting(Some(*date.borrow()))
    }

    /// Whether anything is narrowed.
    pub fn is_narrowed(&self) -> bool {
        *self != Self::default().starting(self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_keeps_the_others() {
        let filter = ProgrammeFilter {
            series: Some("규모".into()),
            ..ProgrammeFilter::default()
        };
        assert_eq!(
            filter.narrowed(FilterKind::Kind, Some("tour")).address(),
            "/?series=%EA%B7%9C%EB%AA%A8&kind=tour"
        );
        assert_eq!(filter.narrowed(FilterKind::Series, None).address(), "/");
    }
}
