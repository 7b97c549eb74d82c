//! The parts of a speaker's page as steps: what of each is missing, and which is the one to look at now. On a phone one of
//! them stands open at a time; where there is room all of them do.

use super::{
    speak::SpeakPage,
    words::{SpeakerAnswer, SpeakerRole},
};
use crate::{
    base::language::Arg,
    seminars::model::{Missing, Purpose},
};

/// The parts of the form, in its order.
const PARTS: [&str; 5] = ["talk", "who", "consent", "come", "private"];

/// Which part has a field. A part is named as in the ids and keys of the page.
fn part_of(field: &str) -> &'static str {
    match field {
        "biography" | "affiliation" | "ror" | "orcid" => "who",
        "stream" | "record" | "publish" | "slides" | "portrait" => "consent",
        "in_person" | "stay_from" | "stay_to" => "come",
        "equipment" | "arrival" | "dietary" | "phone" => "private",
        _ => "talk",
    }
}

/// The field in which something that is missing is said, by its id. An answer is given by buttons.
fn field_of(missing: Missing) -> &'static str {
    match missing {
        Missing::Answer => "answer",
        Missing::Title => "title",
        Missing::Abstract => "abstract_text",
        Missing::Biography => "biography",
        Missing::Consents => "stream",
    }
}

/// Whether something is asked of who has this role.
fn is_asked_of(missing: Missing, role: SpeakerRole) -> bool {
    match missing {
        Missing::Answer | Missing::Consents => true,
        Missing::Title | Missing::Abstract => role == SpeakerRole::Speaker,
        Missing::Biography => matches!(role, SpeakerRole::Speaker | SpeakerRole::Panellist),
    }
}

impl SpeakPage {
    /// How much is asked of them.
    pub fn asked(&self) -> usize {
        let asked = |missing: &&Missing| is_asked_of(**missing, self.role);
        Missing::ALL.iter().filter(asked).count()
    }

    /// How much of that they have said.
    pub fn known(&self) -> usize {
        self.asked().saturating_sub(self.missing.len())
    }

    /// The same in words.
    pub fn known_of(&self) -> String {
        let known = [
            ("known", Arg::from(self.known())),
            ("asked", Arg::from(self.asked())),
        ];
        self.page.language.with("speak-known", &known)
    }

    /// Where on the page something that is missing is said; nowhere, once it cannot be answered any more.
    pub fn place_of(&self, missing: &Missing) -> Option<&'static str> {
        match missing {
            Missing::Answer if !self.open() => None,
            Missing::Answer if self.slots.is_some() => Some("slots"),
            other => Some(field_of(*other)),
        }
    }

    /// How much is missing in a part.
    pub fn lacking(&self, part: &str) -> usize {
        let fields = self.missing.iter().filter(|one| **one != Missing::Answer);
        fields
            .filter(|one| part_of(field_of(**one)) == part)
            .count()
    }

    /// Whether a part is the one to look at now: the first in which something is wrong, or else is missing once they have
    /// said that they will speak.
    pub fn is_now(&self, part: &str) -> bool {
        self.now() == Some(part)
    }

    fn now(&self) -> Option<&'static str> {
        let wrong = self.form.errors();
        let is_wrong = |part: &&str| wrong.iter().any(|one| part_of(&one.name) == *part);
        if let Some(part) = PARTS.into_iter().find(is_wrong) {
            return Some(part);
        }
        match self.files.wrong.as_ref().map(|(purpose, _)| purpose) {
            Some(Purpose::Portrait) => return Some("portrait"),
            Some(_) => return Some("slides"),
            None if self.answer == SpeakerAnswer::Asked => return None,
            None => {}
        }
        let mut fields = self.missing.iter().filter(|one| **one != Missing::Answer);
        fields.next().map(|one| part_of(field_of(*one)))
    }

    /// Whether the answer is folded away, for it was given.
    pub fn folds_answer(&self) -> bool {
        self.answer != SpeakerAnswer::Asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::language::Language,
        web::pages::{Sample, form::Field, speak::SpeakForm},
    };

    fn sample(name: &str) -> SpeakPage {
        let mut samples = SpeakPage::samples(Language::En).into_iter();
        samples.find(|(known, _)| *known == name).unwrap().1
    }

    #[test]
    fn the_first_part_where_something_is_missing_is_the_one_to_look_at() {
        let said = |missing: &[Missing], answer| SpeakPage {
            missing: missing.to_vec(),
            answer,
            ..sample("ask")
        };
        let (yes, asked) = (SpeakerAnswer::Accepted, SpeakerAnswer::Asked);
        for (missing, answer, now, known) in [
            (Missing::ALL, asked, None, 0),
            (&Missing::ALL[1..], yes, Some("talk"), 1),
            (&Missing::ALL[3..], yes, Some("who"), 3),
            (&Missing::ALL[4..], yes, Some("consent"), 4),
            (&Missing::ALL[5..], yes, None, 5),
        ] {
            let page = said(missing, answer);
            assert_eq!((page.now(), page.known()), (now, known), "{missing:?}");
        }
        let all = said(Missing::ALL, asked);
        let lacking = PARTS.map(|part| all.lacking(part));
        assert_eq!(lacking, [2, 1, 1, 0, 0]);
    }

    #[test]
    fn what_is_wrong_comes_before_what_is_missing() {
        let mut page = sample("ask");
        page.files.wrong = Some((Purpose::Portrait, "It is no picture.".into()));
        assert_eq!(page.now(), Some("portrait"));
        page.form.phone = Field::wrong("x", "It is no number.");
        assert_eq!(page.now(), Some("private"));
        page.form.slides_url = Field::wrong("nowhere", "It is no address.");
        assert_eq!(page.now(), Some("talk"));
    }

    #[test]
    fn every_field_is_in_a_part() {
        let of = |part| {
            let names = SpeakForm::NAMES.iter().filter(|name| part_of(name) == part);
            names.count()
        };
        assert_eq!(PARTS.map(of), [11, 4, 5, 3, 4]);
    }

    #[test]
    fn no_more_is_asked_of_a_moderator_than_is_theirs_to_say() {
        let mut page = sample("ask");
        let roles = [
            SpeakerRole::Speaker,
            SpeakerRole::Panellist,
            SpeakerRole::Moderator,
        ];
        let asked = roles.map(|role| {
            page.role = role;
            page.asked()
        });
        assert_eq!(asked, [5, 3, 2]);
    }
}
