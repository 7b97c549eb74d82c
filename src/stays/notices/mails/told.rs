//! How the mails about stays say what they know.

use super::{Changed, HostStay, Reader, Standing, Stay, StayChange, VisitorStay};
use crate::{
    base::language,
    mail::render::{Difference, Fact, Frame},
    stays::state::StayState,
};

impl Standing {
    /// Every one of them.
    pub const ALL: [Self; 9] = [
        Self::Proposed,
        Self::Approved,
        Self::Refused,
        Self::Invited,
        Self::Confirmed,
        Self::Arrived,
        Self::Departed,
        Self::Cancelled,
        Self::NoShow,
    ];

    /// The end of its keys, and the name of its sample.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Invited => "invited",
            Self::Confirmed => "confirmed",
            Self::Arrived => "arrived",
            Self::Departed => "departed",
            Self::Cancelled => "cancelled",
            Self::NoShow => "no-show",
        }
    }

    /// Whether it is sad news.
    pub fn is_warning(self) -> bool {
        matches!(self, Self::Refused | Self::Cancelled | Self::NoShow)
    }
}

impl Stay {
    /// `1 Dec 2026 – 26 Feb 2027`
    pub fn dates(&self, f: &Frame) -> String {
        language::date_span(f.language, self.from, self.to)
    }

    fn facts(&self, f: &Frame, other: Fact) -> Vec<Fact> {
        let dates = Fact::of(f, "mail-stay-dates", vec![self.dates(f)]);
        let some =
            |label, value: &Option<String>| Fact::of(f, label, value.iter().cloned().collect());
        [
            dates,
            Some(other),
            some("mail-stay-site", &self.site),
            some("mail-stay-desk", &self.desk),
            some("mail-stay-purpose", &self.purpose),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn host_fact(&self, f: &Frame) -> Fact {
        Fact {
            label: f.t("mail-stay-host"),
            lines: vec![self.host.clone()],
            more: Vec::new(),
        }
    }

    fn visitor_fact(&self, f: &Frame) -> Fact {
        Fact {
            label: f.t("mail-stay-visitor"),
            lines: vec![self.visitor.clone()],
            more: self.institution.iter().cloned().collect(),
        }
    }
}

impl VisitorStay {
    fn key(&self, what: &str) -> String {
        format!("mail-visitor-stay-{what}-{}", self.standing.word())
    }

    /// `Your stay is approved: Maru, 1 Dec 2026 – 26 Feb 2027`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            self.key("subject"),
            &[("hub", f.hub.clone()), ("dates", self.stay.dates(f))],
        )
    }

    /// Where it stands, in a word.
    pub fn kind(&self) -> String {
        self.frame.t(self.key("kind"))
    }

    /// `Your stay at Maru`
    pub fn title(&self) -> String {
        let f = &self.frame;
        f.with("mail-visitor-stay-title", &[("hub", &f.hub)])
    }

    /// What happened.
    pub fn lead(&self) -> String {
        self.frame
            .with(self.key("lead"), &[("host", &self.stay.host)])
    }

    /// What happens next.
    pub fn next(&self) -> String {
        self.frame
            .with(self.key("next"), &[("host", &self.stay.host)])
    }

    /// What is known of the stay.
    pub fn facts(&self) -> Vec<Fact> {
        let f = &self.frame;
        self.stay.facts(f, self.stay.host_fact(f))
    }
}

impl HostStay {
    fn key(&self, what: &str) -> String {
        format!("mail-host-stay-{what}-{}", self.standing.word())
    }

    /// `Stay approved: Jean Modèle, 1 Dec 2026 – 26 Feb 2027`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            self.key("subject"),
            &[
                ("visitor", self.stay.visitor.clone()),
                ("dates", self.stay.dates(f)),
            ],
        )
    }

    /// Where it stands, in a word.
    pub fn kind(&self) -> String {
        self.frame.t(self.key("kind"))
    }

    /// What happened.
    pub fn lead(&self) -> String {
        self.frame.t(self.key("lead"))
    }

    /// What happens next.
    pub fn next(&self) -> String {
        self.frame.t(self.key("next"))
    }

    /// Who brought it there.
    pub fn by(&self) -> Option<String> {
        let name = self.by.as_ref()?;
        Some(self.frame.with("mail-host-stay-by", &[("name", name)]))
    }

    /// What is known of the stay.
    pub fn facts(&self) -> Vec<Fact> {
        let f = &self.frame;
        self.stay.facts(f, self.stay.visitor_fact(f))
    }
}

impl StayChange {
    /// `Stay changed: Jean Modèle, 1 Dec 2026 – 26 Feb 2027`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        let dates = self.stay.dates(f);
        if self.to == Reader::Visitor {
            f.with(
                "mail-stay-change-subject-visitor",
                &[("hub", f.hub.clone()), ("dates", dates)],
            )
        } else {
            f.with(
                "mail-stay-change-subject",
                &[("visitor", self.stay.visitor.clone()), ("dates", dates)],
            )
        }
    }

    /// The visitor's stay by the hub's name, the host's by the visitor's.
    pub fn title(&self) -> String {
        let f = &self.frame;
        if self.to == Reader::Visitor {
            f.with("mail-visitor-stay-title", &[("hub", &f.hub)])
        } else {
            self.stay.visitor.clone()
        }
    }

    /// Why the recipient is told.
    pub fn why(&self) -> String {
        self.frame.t(match self.to {
            Reader::Visitor => "mail-visitor-stay-why",
            Reader::Host => "mail-host-stay-why",
            Reader::FormerHost => "mail-former-host-stay-why",
        })
    }

    /// Old → new.
    pub fn differences(&self) -> Vec<Difference> {
        self.changes
            .iter()
            .map(|change| change.difference(&self.frame))
            .collect()
    }

    /// How the stay is now.
    pub fn facts(&self) -> Vec<Fact> {
        let f = &self.frame;
        let other = if self.to == Reader::Visitor {
            self.stay.host_fact(f)
        } else {
            self.stay.visitor_fact(f)
        };
        self.stay.facts(f, other)
    }
}

impl Changed {
    fn difference(&self, f: &Frame) -> Difference {
        let none = |value: &Option<String>| vec![value.clone().unwrap_or_else(|| f.t("mail-none"))];
        let dates = |(from, to)| vec![language::date_span(f.language, from, to)];
        let (label, old, new) = match self {
            Self::Dates { old, new } => ("mail-stay-dates", dates(*old), dates(*new)),
            Self::Desk { old, new } => ("mail-stay-desk", none(old), none(new)),
            Self::Host { old, new } => ("mail-stay-host", vec![old.clone()], vec![new.clone()]),
            Self::Purpose { old, new } => ("mail-stay-purpose", none(old), none(new)),
        };
        Difference {
            label: f.t(label),
            old,
            new,
        }
    }
}

impl From<StayState> for Standing {
    fn from(state: StayState) -> Self {
        match state {
            StayState::Proposed => Self::Proposed,
            StayState::Approved => Self::Approved,
            StayState::Refused => Self::Refused,
            StayState::Invited => Self::Invited,
            StayState::Confirmed => Self::Confirmed,
            StayState::Arrived => Self::Arrived,
            StayState::Departed => Self::Departed,
            StayState::Cancelled => Self::Cancelled,
            StayState::NoShow => Self::NoShow,
        }
    }
}
