//! Which files are taken, what they are called, and who is shown them.

use super::shows_slides;
use crate::{
    base::{clock::Instant, error::Reason, file_kind::FileKind, text},
    seminars::model::{Consent, Filed, Purpose, Said, Seminar, SpeakerAnswer},
};

/// Most pieces of evidence of one seminar.
pub const MOST_EVIDENCE: i64 = 50;

/// Longest name of a file, in letters.
const LONGEST_NAME: usize = 120;

/// How many octets a file may have as it comes.
pub const fn most(purpose: Purpose) -> usize {
    match purpose {
        Purpose::Portrait => 8 * 1024 * 1024,
        Purpose::Slides => 50 * 1024 * 1024,
        Purpose::Evidence => 20 * 1024 * 1024,
    }
}

/// The kinds that are taken.
pub const fn kinds(purpose: Purpose) -> &'static [FileKind] {
    match purpose {
        Purpose::Portrait => &[FileKind::Jpeg, FileKind::Png, FileKind::Webp],
        Purpose::Slides => &[FileKind::Pdf, FileKind::Pptx, FileKind::Odp],
        Purpose::Evidence => &[FileKind::Jpeg, FileKind::Png, FileKind::Pdf],
    }
}

/// What a file is that comes for a purpose, by its content.
///
/// # Errors
/// Why it is not taken.
pub fn taken(purpose: Purpose, octets: &[u8]) -> Result<FileKind, Reason> {
    if octets.is_empty() {
        return Err(Reason::new("reason-file-empty"));
    }
    let most = most(purpose);
    if octets.len() > most {
        return Err(Reason::new("reason-file-large").with("most", most / (1024 * 1024)));
    }
    FileKind::of(octets)
        .filter(|kind| kinds(purpose).contains(kind))
        .ok_or(Reason::new(match purpose {
            Purpose::Portrait => "reason-file-no-portrait",
            Purpose::Slides => "reason-file-no-slides",
            Purpose::Evidence => "reason-file-no-evidence",
        }))
}

/// What a file was called where it came from, for people to read: the last of its path, without what could turn or end a
/// line; empty where nothing is left.
pub fn called(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned = text::name(last);
    let cleaned = cleaned.trim_matches(['.', ' ']);
    // Of one that is too long the end stays, by which people know what it is.
    let long = cleaned.chars().count().saturating_sub(LONGEST_NAME);
    cleaned.chars().skip(long).collect()
}

/// Whether someone who may know of `seminar` is shown this file of a speaker who said so.
pub fn shows(file: &Filed, seminar: &Seminar, said: &Said, now: Instant) -> bool {
    match file.purpose {
        Purpose::Portrait => shows_portrait(said),
        Purpose::Slides => shows_slides(seminar, said, now),
        Purpose::Evidence => false,
    }
}

/// Whether someone's portrait is shown: while they agree, and have not declined.
pub fn shows_portrait(said: &Said) -> bool {
    said.row.answer != SpeakerAnswer::Declined && said.agrees(Consent::Portrait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_words_and_never_a_path() {
        for (came, kept) in [
            ("slides.pdf", "slides.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\talks\\발표 자료.pptx", "발표 자료.pptx"),
            ("a\r\nSet-Cookie: x=1\r\n.pdf", "a Set-Cookie: x=1 .pdf"),
            ("fdp.\u{202e}exe", "fdp.exe"),
            ("..", ""),
            ("/", ""),
            ("", ""),
        ] {
            assert_eq!(called(came), kept, "{came:?}");
        }
        let long = format!("{}.pdf", "a".repeat(500));
        assert_eq!(called(&long).chars().count(), LONGEST_NAME);
        assert_eq!(
            called(&long).rsplit_once('.').map(|(_, end)| end),
            Some("pdf")
        );
    }

    #[test]
    fn what_is_taken_is_known_by_its_content() {
        let jpeg = b"\xFF\xD8\xFF\xE0".as_slice();
        let pdf = b"%PDF-1.7\n%%EOF".as_slice();
        let said = |purpose, octets| taken(purpose, octets).map_err(|why| why.key());
        assert_eq!(said(Purpose::Portrait, jpeg), Ok(FileKind::Jpeg));
        assert_eq!(said(Purpose::Slides, pdf), Ok(FileKind::Pdf));
        assert_eq!(said(Purpose::Evidence, pdf), Ok(FileKind::Pdf));
        assert_eq!(said(Purpose::Portrait, pdf), Err("reason-file-no-portrait"));
        assert_eq!(said(Purpose::Slides, jpeg), Err("reason-file-no-slides"));
        assert_eq!(said(Purpose::Slides, b""), Err("reason-file-empty"));
        let svg = b"<svg onload='alert(1)'/>".as_slice();
        assert_eq!(said(Purpose::Evidence, svg), Err("reason-file-no-evidence"));
        let large = vec![0; most(Purpose::Portrait) + 1];
        assert_eq!(said(Purpose::Portrait, &large), Err("reason-file-large"));
    }
}
