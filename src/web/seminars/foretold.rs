//! Shown before it is done: what a deed would tell, for every form that may tell more than a few people.

use actix_web::HttpResponse;
use diesel_async::AsyncPgConnection;

use super::{entry, local_times};
use crate::{
    base::{language, language::Language, text},
    people::model::Actor,
    seminars::{
        actions::First,
        model::Seminar,
        notices::{self, Foretold},
    },
    web::{
        errors::Failure,
        forms::Posted,
        pages::{
            self,
            foretold::{ForetoldPage, LetterLine, ReaderLine, ToldDeed},
            form::Field,
        },
        reader::Reader,
    },
};

/// What is no longer the deed's own: it belongs to the page that shows it first.
const OURS: [&str; 4] = ["csrf", "note", "shown", "step"];

/// What a form says of having been shown, and its own words.
pub struct Looked {
    /// The words, where they can be taken.
    pub note: Option<String>,
    field: Field,
    shown: String,
    /// Whether it is to be shown, whomever it tells by now.
    again: bool,
    otherwise: bool,
}

impl Looked {
    /// As it was posted.
    pub fn read(posted: &Posted, language: Language) -> Self {
        let typed = posted.value("note");
        let (note, field) = match text::own_words("note", Some(typed)) {
            Ok(note) => (note, Field::of(typed)),
            Err(invalid) => {
                let reasons = invalid.fields().flat_map(|(_, reasons)| reasons);
                let said: Vec<String> = reasons.map(|reason| reason.say(language)).collect();
                (None, Field::wrong(typed, said.join(" ")))
            }
        };
        // Whoever wants to look again, or wrote what cannot be taken, has not been shown it.
        let again = posted.value("step") == "look" || !field.errors.is_empty();
        let shown = posted.value("shown");
        Self {
            note,
            field,
            shown: if again {
                String::new()
            } else {
                shown.to_owned()
            },
            again,
            otherwise: !again && !shown.is_empty(),
        }
    }

    /// Whether the form itself is wanted again, with everything kept.
    pub fn goes_back(posted: &Posted) -> bool {
        posted.value("step") == "back"
    }

    /// When the deed is shown first, and under which mark it was.
    pub fn first(&self) -> (First, &str) {
        let first = match self.again {
            true => First::Always,
            false => First::Many,
        };
        (first, &self.shown)
    }
}

/// Shows what a deed would tell.
///
/// # Errors
/// What the database says.
#[expect(
    clippy::too_many_arguments,
    reason = "the page stands between a form and its deed, and carries all of the form"
)]
pub async fn show(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    viewer: &Actor,
    deed: ToldDeed,
    seminar: Option<Seminar>,
    told: &Foretold,
    looked: Looked,
    posted: &Posted,
    action: String,
) -> Result<HttpResponse, Failure> {
    let page = reader.page();
    let strip = local_times::of_posted(conn, reader, &page, posted, seminar.as_ref()).await?;
    let seminar = match seminar {
        Some(seminar) => Some(entry::one(conn, Some(viewer), page.language, seminar).await?),
        None => None,
    };
    let fields = posted.pairs().iter();
    reader.show(&ForetoldPage {
        page,
        deed,
        seminar,
        action,
        fields: fields
            .filter(|(name, _)| !OURS.contains(&name.as_str()))
            .cloned()
            .collect(),
        told: view(reader.language(), told, |_| None),
        mark: told.mark.clone(),
        note: looked.field,
        otherwise: looked.otherwise,
        strip,
    })
}

/// What is told as a page shows it; `html` says where the HTML body of a letter is, if it is shown.
pub fn view(
    language: Language,
    told: &Foretold,
    html: impl Fn(&notices::Letter) -> Option<String>,
) -> pages::foretold::Foretold {
    let readers = told.readers.iter().map(|one| ReaderLine {
        name: one.name.clone(),
        address: one.address.clone(),
        language: one.language,
        zone_label: language::zone_label(language, one.zone, told.at),
        is_list: one.to.audience().is_some(),
    });
    let letters = told.letters.iter().map(|letter| LetterLine {
        kind: letter.kind,
        language: letter.language,
        count: letter.count,
        to_lists: letter.reader.to.audience().is_some(),
        reader: match &letter.reader.name {
            Some(name) => name.clone(),
            None => letter.reader.address.clone(),
        },
        subject: letter.content.subject.clone(),
        text: letter.content.text.clone(),
        html: html(letter),
    });
    pages::foretold::Foretold {
        readers: readers.collect(),
        mails: told.mails,
        letters: letters.collect(),
    }
}
