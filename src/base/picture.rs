//! Pictures that strangers send: taken apart within bounds and put together anew, so that nothing of what else came with them
//! is kept: no place where it was taken, no second file behind the first.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use tokio::{sync::Semaphore, task};

use super::file_kind::FileKind;

/// Longest side of what is made, in pixels.
pub const LONGEST: u32 = 800;

/// Longest side of what is taken, in pixels.
const WIDEST: u32 = 16_000;

/// What a picture may take while it is taken apart, in octets: some 64 million pixels of the usual kind.
const LARGEST: u64 = 192 * 1024 * 1024;

/// How good what is made looks, of a hundred.
const QUALITY: u8 = 85;

/// How many are made at once.
static ROOM: Semaphore = Semaphore::const_new(2);

/// Why a picture was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// It is of no kind that is taken, or broken.
    #[error("it cannot be read as a picture")]
    Unreadable,
    /// It has too many pixels.
    #[error("it has too many pixels")]
    TooManyPixels,
}

/// The same picture as a JPEG of at most [`LONGEST`] pixels a side, upright, on white where it shows through.
///
/// # Errors
/// [`NoPicture`].
pub async fn anew(kind: FileKind, octets: Vec<u8>) -> Result<Vec<u8>, NoPicture> {
    let _room = ROOM.acquire().await;
    let made = task::spawn_blocking(move || made_anew(kind, &octets)).await;
    // A decoder that gives up in a panic could not read it.
    made.unwrap_or(Err(NoPicture::Unreadable))
}

fn made_anew(kind: FileKind, octets: &[u8]) -> Result<Vec<u8>, NoPicture> {
    let why = |error| match error {
        ImageError::Limits(_) => NoPicture::TooManyPixels,
        _ => NoPicture::Unreadable,
    };
    let format = match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        FileKind::Pdf | FileKind::Pptx | FileKind::Odp => return Err(NoPicture::Unreadable),
    };
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(LARGEST);
    let mut reader = ImageReader::with_format(Cursor::new(octets), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (wide, high) = decoder.dimensions();
    // What it says of its size is believed before anything is made room for.
    if wide.max(high) > WIDEST || decoder.total_bytes() > LARGEST {
        return Err(NoPicture::TooManyPixels);
    }
    // What says how it was held may be broken without harm.
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(why)?;
    if wide.max(high) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, FilterType::CatmullRom);
    }
    picture.apply_orientation(turned);
    let mut made = Vec::new();
    JpegEncoder::new_with_quality(&mut made, QUALITY)
        .encode_image(&on_white(&picture))
        .map_err(why)?;
    Ok(made)
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    let clear = picture.to_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [red, green, blue, shown] = clear.get_pixel(x, y).0;
        let on = |colour: u8| {
            let (colour, shown) = (u16::from(colour), u16::from(shown));
            let mixed = (colour * shown + 255 * (255 - shown) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([on(red), on(green), on(blue)])
    })
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut octets = Cursor::new(Vec::new());
        picture.write_to(&mut octets, format).unwrap();
        octets.into_inner()
    }

    fn size(octets: &[u8]) -> (u32, u32) {
        let read = image::load_from_memory_with_format(octets, ImageFormat::Jpeg).unwrap();
        (read.width(), read.height())
    }

    #[test]
    fn a_picture_is_made_anew_and_small() {
        let wide = DynamicImage::ImageRgba8(RgbaImage::from_pixel(1600, 400, Rgba([9, 9, 9, 0])));
        let png = written(&wide, ImageFormat::Png);
        let behind = [png.as_slice(), b"<script>alert(1)</script>"].concat();
        let made = made_anew(FileKind::Png, &behind).unwrap();
        assert_eq!(FileKind::of(&made), Some(FileKind::Jpeg));
        assert_eq!(size(&made), (800, 200));
        assert!(!made.windows(8).any(|eight| eight == b"<script>"));
        // Where it shows through it is white.
        let read = image::load_from_memory(&made).unwrap().to_rgb8();
        assert!(
            read.get_pixel(400, 100)
                .0
                .iter()
                .all(|colour| *colour > 250)
        );
        // A small one is not blown up.
        let small = written(&DynamicImage::new_rgb8(30, 40), ImageFormat::WebP);
        assert_eq!(size(&made_anew(FileKind::Webp, &small).unwrap()), (30, 40));
    }

    #[test]
    fn what_breaks_off_or_says_that_it_is_huge_is_refused() {
        let png = written(&DynamicImage::new_rgb8(8, 8), ImageFormat::Png);
        assert_eq!(
            made_anew(FileKind::Png, &png[..png.len() / 2]),
            Err(NoPicture::Unreadable)
        );
        assert_eq!(
            made_anew(FileKind::Jpeg, b"\xFF\xD8\xFF nothing"),
            Err(NoPicture::Unreadable)
        );
        assert_eq!(
            made_anew(FileKind::Png, &bomb()),
            Err(NoPicture::TooManyPixels)
        );
        // A document is no picture.
        assert_eq!(
            made_anew(FileKind::Pdf, b"%PDF-1.7"),
            Err(NoPicture::Unreadable)
        );
    }

    /// A PNG of a few octets that says it has 50,000 × 50,000 pixels; its checksum is right.
    fn bomb() -> Vec<u8> {
        let mut png = written(&DynamicImage::new_luma8(1, 1), ImageFormat::Png);
        png[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
        png[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(&png[12..29]);
        png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        png
    }
}
