//! How what came in by mail is told to whom it concerns.

use crate::{
    base::{slot::Slot, text},
    mail::render::{Fact, Frame, When},
    people::{
        model::AddressPurpose,
        notices::forwarded::{Matter, Post, Said},
    },
};

/// What came in by mail, passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// Who reads it.
    pub frame: Frame,
    /// What came in.
    pub post: Post,
}

impl Forwarded {
    /// `Marie Exemple: about my visit`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        match self.post.matter {
            Matter::Wrote | Matter::TooLarge => f.with(
                "mail-post-subject-wrote",
                &[("who", self.who()), ("subject", self.about_what())],
            ),
            _ => match &self.post.about {
                Some(about) => format!("{}: {}", self.title(), text::line(about)),
                None => self.title(),
            },
        }
    }

    /// What it is, in a few words.
    pub fn title(&self) -> String {
        self.frame.t(match self.post.matter {
            Matter::Wrote | Matter::TooLarge => "mail-post-title-wrote",
            Matter::OtherTime { .. } => "mail-post-title-time",
            Matter::Answered { .. } => "mail-post-title-answered",
            Matter::PassedOn { .. } => "mail-post-title-passed-on",
            Matter::CameBack { .. } => "mail-post-title-came-back",
            Matter::ManyCameBack { .. } => "mail-post-title-many",
            Matter::ManyOfList { .. } => "mail-post-title-many-of-list",
            Matter::Unwanted { .. } => "mail-post-title-unwanted",
        })
    }

    /// What happened, and what follows.
    pub fn lead(&self) -> String {
        let f = &self.frame;
        let who = self.who();
        match &self.post.matter {
            Matter::Wrote => f.with("mail-post-lead-wrote", &[("who", who)]),
            Matter::TooLarge => f.with("mail-post-lead-too-large", &[("who", who)]),
            Matter::OtherTime { .. } => f.with("mail-post-lead-time", &[("who", who)]),
            Matter::Answered { said } => {
                let key = match said {
                    Said::Yes => "mail-post-lead-answered-yes",
                    Said::Maybe => "mail-post-lead-answered-maybe",
                    Said::No => "mail-post-lead-answered-no",
                };
                f.with(key, &[("who", who)])
            }
            Matter::PassedOn {
                invited: Some(name),
            } => f.with("mail-post-lead-passed-on", &[("invited", name)]),
            Matter::PassedOn { invited: None } => f.t("mail-post-lead-passed-on-nameless"),
            Matter::CameBack {
                to,
                suspended,
                purpose,
                ..
            } => {
                let key = match (suspended, purpose) {
                    (false, _) => "mail-post-lead-not-taken",
                    (true, Some(AddressPurpose::SignIn)) => "mail-post-lead-came-back",
                    (true, _) => "mail-post-lead-came-back-contact",
                };
                f.with(key, &[("to", to)])
            }
            Matter::ManyCameBack { total, .. } => f.count("mail-post-lead-many", *total),
            Matter::ManyOfList { total, .. } => f.count("mail-post-lead-many-of-list", *total),
            Matter::Unwanted {
                to,
                goes_on,
                purpose,
                ..
            } => {
                let key = match (goes_on, purpose) {
                    (true, _) => "mail-post-lead-unwanted-list",
                    (false, Some(AddressPurpose::SignIn)) => "mail-post-lead-unwanted",
                    (false, _) => "mail-post-lead-unwanted-contact",
                };
                f.with(key, &[("to", to)])
            }
        }
    }

    /// What is known of it.
    pub fn facts(&self) -> Vec<Fact> {
        let f = &self.frame;
        let fact = |label: &str, lines: Vec<String>| Fact::of(f, label, lines);
        let mut facts = vec![fact(
            "mail-post-about",
            self.post.about.clone().into_iter().collect(),
        )];
        match &self.post.matter {
            Matter::OtherTime { asked, zone } => {
                let slot = asked.and_then(|(from, to)| Slot::new(from, to).ok());
                facts.push(slot.map(|slot| {
                    let anchor = Matter::zone(zone);
                    Fact::when(f, "mail-post-time", &When { slot, anchor })
                }));
            }
            Matter::CameBack {
                address, reason, ..
            } => {
                facts.push(fact("mail-post-address", vec![address.clone()]));
                facts.push(fact("mail-post-reason", vec![reason.clone()]));
            }
            Matter::ManyCameBack {
                domains, elsewhere, ..
            } => {
                let each = domains.iter();
                let mut lines: Vec<String> = each
                    .map(|(domain, count)| format!("{domain}: {count}"))
                    .collect();
                lines.extend((*elsewhere > 0).then(|| f.count("mail-post-elsewhere", *elsewhere)));
                facts.push(fact("mail-post-domains", lines));
            }
            Matter::ManyOfList { to, address, .. } => {
                facts.push(fact("mail-post-address", vec![format!("{to}, {address}")]));
            }
            Matter::Unwanted { address, .. } => {
                facts.push(fact("mail-post-address", vec![address.clone()]));
            }
            Matter::Wrote
            | Matter::TooLarge
            | Matter::Answered { .. }
            | Matter::PassedOn { .. } => {}
        }
        if let Some(writer) = &self.post.writer {
            let from = match &writer.name {
                Some(name) => format!("{name}, {}", writer.address),
                None => writer.address.clone(),
            };
            facts.push(fact("mail-post-from", vec![from]));
        }
        if matches!(self.post.matter, Matter::Wrote | Matter::TooLarge) {
            facts.push(fact("mail-post-subject", vec![self.about_what()]));
        }
        facts.push(fact("mail-post-attached", self.attached()));
        facts.into_iter().flatten().collect()
    }

    /// What was written, if anything.
    pub fn text(&self) -> Option<String> {
        text::some(text::lines(&self.post.text))
    }

    /// Whose words follow.
    pub fn wrote(&self) -> String {
        self.frame.with("mail-post-text", &[("who", self.who())])
    }

    /// To whom an answer goes.
    pub fn hint(&self) -> Option<String> {
        self.post.writer.as_ref()?;
        Some(self.frame.with("mail-post-hint", &[("who", self.who())]))
    }

    /// What can be done.
    pub fn act(&self) -> String {
        self.frame.t(match self.post.matter {
            Matter::PassedOn { .. } => "mail-post-invite",
            _ => "mail-details",
        })
    }

    fn who(&self) -> String {
        match &self.post.writer {
            Some(writer) => writer
                .name
                .clone()
                .unwrap_or_else(|| writer.address.clone()),
            None => self.frame.t("mail-post-someone"),
        }
    }

    fn about_what(&self) -> String {
        text::some(text::line(&self.post.subject))
            .unwrap_or_else(|| self.frame.t("mail-post-no-subject"))
    }

    fn attached(&self) -> Vec<String> {
        let names = self.post.attachments.iter();
        names
            .map(|name| {
                text::some(text::line(name)).unwrap_or_else(|| self.frame.t("mail-post-nameless"))
            })
            .collect()
    }
}
