//! What a file is, by its content: what it is called, and what whoever sends it says of it, counts for nothing.

mod packed;

crate::words! {
    /// What a file is.
    FileKind {
        /// A picture in JPEG.
        Jpeg = "jpeg",
        /// A picture in PNG.
        Png = "png",
        /// A picture in WebP.
        Webp = "webp",
        /// A document in PDF.
        Pdf = "pdf",
        /// A presentation in Office Open XML, without macros.
        Pptx = "pptx",
        /// A presentation in OpenDocument.
        Odp = "odp",
    }
}

impl FileKind {
    /// What these octets are; `None` for what is none of them, or breaks off.
    pub fn of(octets: &[u8]) -> Option<Self> {
        match octets {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', ..] if ends_as_pdf(octets) => {
                Some(Self::Pdf)
            }
            [b'P', b'K', 3, 4, ..] => packed::presentation(octets),
            _ => None,
        }
    }

    /// The media type under which it is sent.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
        }
    }

    /// How the name of such a file ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            other => other.word(),
        }
    }

    /// Whether it is a picture.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// Within how many octets of its end a document says that it ends: some programs write a little after it.
const TAIL: usize = 2048;

fn ends_as_pdf(octets: &[u8]) -> bool {
    let tail = &octets[octets.len().saturating_sub(TAIL)..];
    tail.windows(5).any(|five| five == b"%%EOF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_is_in_it() {
        let pdf = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";
        let long = [b"%PDF-1.4\n".as_slice(), &[b' '; 9000], b"%%EOF"].concat();
        for (octets, kind) in [
            (b"\xFF\xD8\xFF\xE0 and more".as_slice(), FileKind::Jpeg),
            (b"\x89PNG\r\n\x1A\n and more", FileKind::Png),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind::Webp),
            (pdf, FileKind::Pdf),
            (&long, FileKind::Pdf),
        ] {
            assert_eq!(FileKind::of(octets), Some(kind));
        }
        for nothing in [
            b"".as_slice(),
            b"\xFF\xD8",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            b"<!doctype html><script>alert(1)</script>",
            b"GIF89a",
            b"\n%PDF-1.7\n%%EOF",
            b"%PDF-1.7 breaks off",
            b"%PDF-x\n%%EOF",
            b"PK\x03\x04",
            b"RIFF\x00\x00\x00\x00AVI ",
        ] {
            assert_eq!(FileKind::of(nothing), None);
        }
    }
}
