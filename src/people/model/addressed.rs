//! Whom mails are for, and how they are addressed.

use crate::{
    base::{hub::Hub, ids::PersonId, language::Language, zone::Zone},
    mail::{preferences::links, render::Frame},
};

/// A recipient: a person at an address, with the language and zone in which they read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Who it is.
    pub person: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// Where they are told.
    pub address: String,
    /// Theirs, or the hub's.
    pub language: Language,
    /// Where they are at the time (a stay moves it), or their own, or the hub's.
    pub zone: Zone,
    /// The generation of the links to what they chose to be told.
    pub generation: i32,
    /// `Prof.`, `장관님`: written with the name; empty for none.
    pub title: String,
    /// How a mail to them begins, whole; empty: as any does.
    pub salutation: String,
    /// The office that answers for them and reads at this address, as it is called; `None` where they read themselves.
    pub office: Option<String>,
}

impl Recipient {
    /// How they are told: what every mail to them has in common. In its foot they choose what they are told.
    pub fn frame(&self, hub: &Hub) -> Frame {
        Frame {
            language: self.language,
            zone: self.zone,
            reader: self.name.clone(),
            greeting: greeting(
                self.language,
                self.name.as_deref(),
                &self.title,
                &self.salutation,
            ),
            hub: hub.name.clone(),
            home: hub.public_url.clone(),
            preferences: Some(links::page(hub, self.person, self.generation)),
            unsubscribe: None,
        }
    }

    /// The name with the title, where both are known.
    pub fn titled(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        Some(titled(name, &self.title))
    }
}

/// How someone is addressed in mails, and who reads those for them.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Prof.", "salutation": "", "office": {"name": "Office of the President", "email": "office@sample.example"},
}))]
pub struct FormOfAddress {
    /// `Prof.`, `Dr.`, `장관님`: written with the name; empty for none.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub title: String,
    /// How a mail to them begins, whole; empty: as any does.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub salutation: String,
    /// The office that answers for them; none: they read themselves.
    pub office: Option<Office>,
}

/// An office that answers for someone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// As it is called; empty for no name of its own.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub name: String,
    /// Its address, which may serve others too.
    #[schema(format = Email)]
    pub email: String,
}

/// How someone is addressed who is addressed otherwise than by their name: as they wish, or by title and name.
pub fn greeting(
    language: Language,
    name: Option<&str>,
    title: &str,
    salutation: &str,
) -> Option<String> {
    if !salutation.is_empty() {
        let ends = salutation.ends_with([',', '.', '!', ':', '，', '。', '！', '：']);
        return Some(match ends {
            true => salutation.to_owned(),
            false => format!("{salutation},"),
        });
    }
    if title.is_empty() {
        return None;
    }
    let called = titled(name?, title);
    let key = match called.ends_with('님') {
        true => "mail-hello-honoured",
        false => "mail-hello",
    };
    Some(language.with(key, &[("name", called.into())]))
}

/// A name with its title: before it, or behind it where that is Korean.
pub fn titled(name: &str, title: &str) -> String {
    let is_korean = |letter: char| matches!(letter, '가'..='힣');
    match (title.is_empty(), title.chars().any(is_korean)) {
        (true, _) => name.to_owned(),
        (false, true) => format!("{name} {title}"),
        (false, false) => format!("{title} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_addressed_by_title_and_salutation() {
        let en = |name, title, salutation| greeting(Language::En, name, title, salutation);
        let ko = |name, title, salutation| greeting(Language::Ko, name, title, salutation);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(en(Some("Marie Sample"), "", ""), None);
        assert_eq!(
            en(Some("Marie Sample"), "Prof.", ""),
            some("Dear Prof. Marie Sample,")
        );
        assert_eq!(en(None, "Prof.", ""), None);
        assert_eq!(en(None, "", "Your Excellency"), some("Your Excellency,"));
        assert_eq!(
            ko(Some("홍길동"), "장관님", ""),
            some("홍길동 장관님, 안녕하십니까.")
        );
        assert_eq!(
            ko(Some("홍길동"), "교수", ""),
            some("홍길동 교수 님, 안녕하십니까.")
        );
        assert_eq!(
            ko(Some("홍길동"), "장관님", "존경하는 장관님께,"),
            some("존경하는 장관님께,")
        );
    }
}
