//! Presentations are packed: a ZIP archive whose list of contents tells which of them it is (PKWARE APPNOTE 4.3; ECMA-376
//! part 2; OpenDocument 1.3 part 2 §3.3). Nothing is unpacked.

use std::collections::BTreeSet;

use super::FileKind;

/// What OpenDocument puts first, unpacked, to be known by.
const ODP: &[u8] = b"application/vnd.oasis.opendocument.presentation";

/// Most names that are looked at.
const MOST: usize = 20_000;

/// Which presentation these octets are. One with macros is none.
pub(super) fn presentation(octets: &[u8]) -> Option<FileKind> {
    let names = names(octets)?;
    let has = |name: &str| names.contains(name.as_bytes());
    if first(octets) == Some((b"mimetype", ODP)) && has("content.xml") {
        return Some(FileKind::Odp);
    }
    let macros = names.iter().any(|name| name.ends_with(b"vbaProject.bin"));
    let whole = has("[Content_Types].xml") && has("ppt/presentation.xml");
    (whole && !macros).then_some(FileKind::Pptx)
}

/// The name and the octets of what comes first, where that is not compressed.
fn first(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let stored = two(octets, 8)? == 0;
    let (size, name, more) = (four(octets, 18)?, two(octets, 26)?, two(octets, 28)?);
    let begins = 30 + name;
    let content = octets.get(begins + more..)?.get(..size)?;
    stored.then_some((octets.get(30..begins)?, content))
}

/// The names in the list of contents, which stands at the end.
fn names(octets: &[u8]) -> Option<BTreeSet<&[u8]>> {
    // The end has 22 octets, and a comment of at most 65,535 after it.
    let tail = octets.len().saturating_sub(22 + 0xFFFF);
    let end = octets[tail..]
        .windows(4)
        .rposition(|four| four == b"PK\x05\x06")?
        + tail;
    let (count, begins) = (two(octets, end + 10)?, four(octets, end + 16)?);
    let comment = two(octets, end + 20)?;
    if count > MOST || end + 22 + comment != octets.len() {
        return None;
    }
    let mut names = BTreeSet::new();
    let mut at = begins;
    for _ in 0..count {
        if octets.get(at..)?.get(..4)? != b"PK\x01\x02" {
            return None;
        }
        let (name, more, comment) = (
            two(octets, at + 28)?,
            two(octets, at + 30)?,
            two(octets, at + 32)?,
        );
        names.insert(octets.get(at + 46..)?.get(..name)?);
        at += 46 + name + more + comment;
    }
    Some(names)
}

fn two(octets: &[u8], at: usize) -> Option<usize> {
    let two = octets.get(at..)?.first_chunk::<2>()?;
    Some(usize::from(u16::from_le_bytes(*two)))
}

fn four(octets: &[u8], at: usize) -> Option<usize> {
    let four = octets.get(at..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_le_bytes(*four)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of these names and contents, nothing compressed.
    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut octets, mut list) = (Vec::new(), Vec::new());
        let short = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
        let long = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
        for (name, content) in entries {
            let begins = octets.len();
            let sizes = [long(content.len()), long(content.len())].concat();
            octets.extend(
                [
                    b"PK\x03\x04".as_slice(),
                    &[0; 14],
                    &sizes,
                    &short(name.len()),
                    &[0; 2],
                ]
                .concat(),
            );
            octets.extend(name.as_bytes());
            octets.extend(*content);
            list.extend(
                [
                    b"PK\x01\x02".as_slice(),
                    &[0; 16],
                    &sizes,
                    &short(name.len()),
                    &[0; 12],
                    &long(begins),
                ]
                .concat(),
            );
            list.extend(name.as_bytes());
        }
        let (begins, size) = (octets.len(), list.len());
        octets.extend(list);
        let count = short(entries.len());
        octets.extend(
            [
                b"PK\x05\x06".as_slice(),
                &[0; 4],
                &count,
                &count,
                &long(size),
                &long(begins),
                &[0; 2],
            ]
            .concat(),
        );
        octets
    }

    #[test]
    fn a_presentation_is_known_by_what_is_in_it() {
        let pptx: &[(&str, &[u8])] = &[
            ("[Content_Types].xml", b"<Types/>"),
            ("ppt/presentation.xml", b"<p/>"),
        ];
        let odp: &[(&str, &[u8])] = &[("mimetype", ODP), ("content.xml", b"<d/>")];
        assert_eq!(presentation(&archive(pptx)), Some(FileKind::Pptx));
        assert_eq!(presentation(&archive(odp)), Some(FileKind::Odp));
        let mut macros = pptx.to_vec();
        macros.push(("ppt/vbaProject.bin", b"x"));
        let text: &[(&str, &[u8])] = &[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", b"<d/>"),
        ];
        for none in [&macros, text, &pptx[..1], &odp[..1], &[]] {
            assert_eq!(presentation(&archive(none)), None);
        }
        // However it breaks off, it is none, and nothing worse.
        let whole = archive(pptx);
        for end in 0..whole.len() - 1 {
            assert_eq!(presentation(&whole[..end]), None, "{end}");
        }
    }
}
