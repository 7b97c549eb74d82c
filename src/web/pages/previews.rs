//! Every page, with every sample, in every language: for `maru previews DIR` and for the tests that read them all.

use std::{fs, io, path::Path};

use super::Sample;
use crate::{base::language::Language, web::assets};

/// A rendered page.
#[derive(Debug, Clone)]
pub struct Preview {
    /// `programme.full.en.html`
    pub file_name: String,
    /// In which words.
    pub language: Language,
    /// The page.
    pub html: String,
}

macro_rules! pages {
    ($($page:ty),+ $(,)?) => {
        /// Every page with every sample, in one language.
        ///
        /// # Errors
        /// What the template engine could not render.
        pub fn all(language: Language) -> Result<Vec<Preview>, askama::Error> {
            let mut previews = Vec::new();
            $(render::<$page>(language, &mut previews)?;)+
            Ok(previews)
        }
    };
}

pages! {
    super::programme::Programme,
    super::embed::EmbedPage,
    super::archive::ArchivePage,
    super::seminar::SeminarPage,
    super::seminar_form::SeminarFormPage,
    super::seminar_acts::SeminarActPage,
    super::invitations::InvitationsPage,
    super::guest_table::GuestTablePage,
    super::foretold::ForetoldPage,
    super::foretold::HeldPage,
    super::foretold::HeldKindPage,
    super::knowledge::KnowledgePage,
    super::coming::ComingPage,
    super::replies_form::RepliesPage,
    super::door::DoorPage,
    super::door::PassPage,
    super::print::overview::PrintPage,
    super::print::overview::TextPage,
    super::print::poster::PosterPage,
    super::print::leaflet::LeafletPage,
    super::print::sign_in::SignInPage,
    super::print::badges::BadgesPage,
    super::print::term::TermPosterPage,
    super::answer::AnswerPage,
    super::speak::SpeakPage,
    super::speak::SpeakGonePage,
    super::speaker_page::SpeakerEntryPage,
    super::speakers::SpeakersPage,
    super::items::ItemsPage,
    super::slots::SlotsPage,
    super::join::JoinPage,
    super::open_answer::OpenAnswerPage,
    super::open_answer::ConfirmAnswerPage,
    super::series::SeriesPage,
    super::series::SeriesFormPage,
    super::lists::ListsPage,
    super::lists::ListPage,
    super::lists::ListItemsPage,
    super::lists::ListFormPage,
    super::term::TermPage,
    super::board::BoardPage,
    super::announce_term::AnnounceTermPage,
    super::audiences::AudiencesPage,
    super::confirm::ConfirmPage,
    super::rooms::RoomsPage,
    super::rooms::RoomPage,
    super::booking::BookingFormPage,
    super::booking::BookingPage,
    super::stays::StaysPage,
    super::stays::StayPage,
    super::stays::StayFormPage,
    super::me::MyPage,
    super::tokens::TokensPage,
    super::me::PreferencesPage,
    super::notices::NoticesPage,
    super::notices::UnsubscribePage,
    super::me::OrganisePage,
    super::feeds::FeedsPage,
    super::how_to::HowToPage,
    super::api::ApiPage,
    super::api::ApiPartPage,
    super::queue::QueuePage,
    super::message::MessagePage,
    super::replacement::ReplacementPage,
    super::suspensions::SuspensionsPage,
    super::closed::ClosedDaysPage,
    super::inbound::InboundPage,
    super::inbound::InboundMailPage,
    super::admin::PeoplePage,
    super::person_feeds::PersonFeedsPage,
    super::admin::AdminPage,
    super::sign_in::SignIn,
    super::sign_in::SignInCode,
    super::sign_in::SignInLink,
    super::step::StepPage,
    super::errors::ErrorPage,
}

fn render<P: Sample>(language: Language, into: &mut Vec<Preview>) -> Result<(), askama::Error> {
    for (sample, page) in P::samples(language) {
        into.push(Preview {
            file_name: format!("{}.{sample}.{}.html", P::NAME, language.code()),
            language,
            html: page.render()?,
        });
    }
    Ok(())
}

/// Writes every page to `directory`, and beside them the files that they ask for, so that they can be opened there.
///
/// Returns the names of the files written. Addresses of files are made relative; links to other pages stay as they are.
///
/// # Errors
/// Where a page cannot be rendered or a file cannot be written.
pub fn write_all(directory: &Path) -> io::Result<Vec<String>> {
    fs::create_dir_all(directory.join("static"))?;
    for asset in assets::all() {
        fs::write(
            directory.join(asset.address.trim_start_matches('/')),
            &asset.bytes,
        )?;
    }
    let mut written = Vec::new();
    for language in Language::ALL {
        for preview in all(language).map_err(io::Error::other)? {
            let html = preview.html.replace("\"/static/", "\"static/");
            fs::write(directory.join(&preview.file_name), html)?;
            written.push(preview.file_name);
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use scraper::{ElementRef, Html, Selector};

    use super::*;

    fn select(selector: &str) -> Selector {
        Selector::parse(selector).unwrap()
    }

    /// What is wrong with a page.
    type Check = fn(&Preview, &Html) -> Vec<String>;

    /// Rendering and reading all of them takes longer than any of the checks, so that they are made once for all.
    #[test]
    fn every_page_is_built_as_pages_are() {
        let checks: [Check; 9] = [
            it_says_its_language_and_has_one_heading_and_landmarks,
            no_text_is_missing,
            every_input_has_a_label_and_every_button_and_link_a_name,
            ids_are_there_once_and_references_find_theirs,
            nothing_needs_a_weaker_policy,
            every_posted_form_carries_the_token,
            it_is_light_and_asks_for_few_files_all_from_here,
            every_time_carries_its_instant,
            no_words_wait_for_a_figure,
        ];
        let mut found = Vec::new();
        for language in Language::ALL {
            for preview in all(language).unwrap() {
                let page = Html::parse_document(&preview.html);
                let wrong = checks.iter().flat_map(|check| check(&preview, &page));
                found.extend(wrong.map(|what| format!("{}: {what}", preview.file_name)));
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    fn text(element: ElementRef<'_>) -> String {
        element.text().collect::<String>().trim().to_owned()
    }

    fn it_says_its_language_and_has_one_heading_and_landmarks(
        preview: &Preview,
        page: &Html,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        let html = page.root_element();
        if html.value().attr("lang") != Some(preview.language.code()) {
            wrong.push("the language is wrong".to_owned());
        }
        // What stands inside another page has no header of its own.
        let header = usize::from(!preview.file_name.starts_with("embed."));
        for (selector, wanted) in [("h1", 1), ("main", 1), ("title", 1), ("header.top", header)] {
            let count = page.select(&select(selector)).count();
            if count != wanted {
                wrong.push(format!("{count} × {selector}"));
            }
        }
        let mut last = 0;
        for heading in page.select(&select("h1,h2,h3,h4,h5,h6")) {
            let level: u8 = heading.value().name()[1..].parse().unwrap();
            if level > last + 1 {
                wrong.push(format!("h{last} is followed by {:?}", text(heading)));
            }
            last = level;
            if text(heading).is_empty() {
                wrong.push("an empty heading".to_owned());
            }
        }
        wrong
    }

    fn no_text_is_missing(preview: &Preview, _: &Html) -> Vec<String> {
        preview
            .html
            .split('⟨')
            .skip(1)
            .map(|rest| format!("⟨{}", rest.split('⟩').next().unwrap_or_default()))
            .chain(
                preview
                    .html
                    .contains("{ $")
                    .then(|| "an argument is missing".to_owned()),
            )
            .collect()
    }

    fn every_input_has_a_label_and_every_button_and_link_a_name(
        _: &Preview,
        page: &Html,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        let labelled: BTreeSet<_> = page
            .select(&select("label[for]"))
            .filter_map(|label| label.value().attr("for"))
            .collect();
        for input in page.select(&select("input,select,textarea")) {
            let input = input.value();
            let hidden = input.attr("type") == Some("hidden");
            let named = input.attr("aria-label").is_some()
                || input.attr("id").is_some_and(|id| labelled.contains(id));
            if !hidden && !named {
                wrong.push(format!("{:?} has no label", input.attr("name")));
            }
            if !hidden && input.attr("name").is_none() && input.attr("readonly").is_none() {
                wrong.push(format!("{:?} has no name", input.attr("id")));
            }
        }
        for named in page.select(&select("a:not([aria-hidden]),button,summary")) {
            if text(named).is_empty() && named.value().attr("aria-label").is_none() {
                wrong.push(format!("{} has no name", named.html()));
            }
        }
        for label in &labelled {
            if page.select(&select(&format!("[id=\"{label}\"]"))).count() != 1 {
                wrong.push(format!("a label for {label}, which is not there once"));
            }
        }
        wrong
    }

    fn ids_are_there_once_and_references_find_theirs(_: &Preview, page: &Html) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut ids = BTreeSet::new();
        for element in page.select(&select("[id]")) {
            let id = element.value().attr("id").unwrap();
            if !ids.insert(id) {
                wrong.push(format!("id {id} is there twice"));
            }
        }
        for attribute in [
            "aria-describedby",
            "aria-labelledby",
            "aria-controls",
            "list",
        ] {
            for element in page.select(&select(&format!("[{attribute}]"))) {
                for id in element.value().attr(attribute).unwrap().split_whitespace() {
                    if !ids.contains(id) {
                        wrong.push(format!("{attribute} names {id}, which is not there"));
                    }
                }
            }
        }
        for link in page.select(&select("a[href^='#']")) {
            let id = &link.value().attr("href").unwrap()[1..];
            if !ids.contains(id) {
                wrong.push(format!("a link to #{id}, which is not there"));
            }
        }
        wrong
    }

    fn nothing_needs_a_weaker_policy(_: &Preview, page: &Html) -> Vec<String> {
        let mut wrong = Vec::new();
        for element in page.select(&select("*")) {
            for (name, value) in element.value().attrs() {
                if name == "style" || name.starts_with("on") {
                    wrong.push(format!("{name} on {}", element.value().name()));
                }
                if ["href", "src", "action", "srcset"].contains(&name)
                    && (value.trim().is_empty() || value.trim_start().starts_with("javascript:"))
                {
                    wrong.push(format!("{name}={value:?} on {}", element.value().name()));
                }
            }
        }
        for script in page.select(&select("script")) {
            let data = script.value().attr("type") == Some("application/ld+json");
            if script.value().attr("src").is_none() && !data {
                wrong.push("a script in the page".to_owned());
            }
        }
        if page.select(&select("style")).next().is_some() {
            wrong.push("a style in the page".to_owned());
        }
        wrong
    }

    fn every_posted_form_carries_the_token(_: &Preview, page: &Html) -> Vec<String> {
        page.select(&select("form"))
            .filter(|form| form.value().attr("method") == Some("post"))
            .filter(|form| {
                form.select(&select("input[name=csrf][type=hidden]"))
                    .count()
                    != 1
            })
            .map(|form| format!("{:?} has no token", form.value().attr("action")))
            .collect()
    }

    fn is_portrait(address: &str) -> bool {
        address.starts_with("/seminars/") && address.contains("/files/")
            || address.starts_with("/speak/") && address.ends_with("/portrait")
    }

    fn it_is_light_and_asks_for_few_files_all_from_here(
        preview: &Preview,
        page: &Html,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut weight = preview.html.len();
        let mut files = BTreeSet::new();
        for selector in [
            "link[rel=stylesheet]",
            "link[rel=icon]",
            "script[src]",
            "img[src]",
        ] {
            for element in page.select(&select(selector)) {
                let value = element.value();
                files.insert(value.attr("src").or(value.attr("href")).unwrap().to_owned());
            }
        }
        for file in &files {
            match assets::find(file) {
                Some(asset) => weight += asset.bytes.len(),
                // Kept with the seminar, as bounded in size as `base::picture` makes it.
                None if is_portrait(file) => {}
                None => wrong.push(format!("{file} is not served here")),
            }
        }
        // What describes the calls of the API is a reference, long by nature.
        let bound = match preview.file_name.starts_with("api") {
            true => 175_000,
            false => 100_000,
        };
        if weight > bound {
            wrong.push(format!("{weight} bytes"));
        }
        if files.len() > 5 {
            wrong.push(format!("{} files beside the page", files.len()));
        }
        wrong
    }

    fn no_words_wait_for_a_figure(preview: &Preview, _: &Html) -> Vec<String> {
        match preview.html.contains("{$") {
            true => vec!["a figure is missing from what is said".to_owned()],
            false => Vec::new(),
        }
    }

    fn every_time_carries_its_instant(_: &Preview, page: &Html) -> Vec<String> {
        page.select(&select("time"))
            .filter(|time| time.value().attr("datetime").is_none_or(str::is_empty))
            .map(|time| format!("{:?} has no datetime", text(time)))
            .collect()
    }

    #[test]
    fn previews_can_be_opened_where_they_are_written() {
        let kept = tempfile::tempdir().unwrap();
        let directory = kept.path();
        let written = write_all(directory).unwrap();
        let page = fs::read_to_string(directory.join(&written[0])).unwrap();
        let parsed = Html::parse_document(&page);
        let sheet = parsed
            .select(&select("link[rel=stylesheet]"))
            .next()
            .unwrap();
        assert!(directory.join(sheet.value().attr("href").unwrap()).exists());
    }
}
