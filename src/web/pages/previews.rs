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
mod tests;
