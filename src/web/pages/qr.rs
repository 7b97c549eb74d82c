//! An address as a QR code (ISO/IEC 18004), drawn as SVG: dark on white whatever the page's colours are, for cameras want
//! it so, with the quiet zone that the standard asks for.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use super::html::{Html, escape};

/// Modules of white on each side.
const QUIET: usize = 4;

/// `text` as a code that is read out as `alt`; nothing where it is too long for one.
pub fn code(text: &str, alt: &str) -> Option<Html> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        for (from, length) in runs(row) {
            let (x, y) = (from + QUIET, y + QUIET);
            write!(path, "M{x} {y}h{length}v1h-{length}z").ok()?;
        }
    }
    let side = width + 2 * QUIET;
    Some(Html::trusted(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>",
        escape(alt)
    )))
}

/// Where the dark modules of a row begin, and how many stand together.
fn runs(row: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (x, color) in row.iter().enumerate() {
        match runs.last_mut() {
            _ if *color == Color::Light => {}
            Some((from, length)) if *from + *length == x => *length += 1,
            _ => runs.push((x, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_drawn_and_its_name_is_escaped() {
        let drawn = code("https://maru.example/seminars/k7m4xq/door", "<a>").unwrap();
        assert!(drawn.as_str().contains("aria-label=\"&lt;a&gt;\""));
        // Version 3 has 29 modules a side. The finder in its corner begins with a run of seven.
        assert!(drawn.as_str().contains("viewBox=\"0 0 37 37\""));
        assert!(drawn.as_str().contains("d=\"M4 4h7v1h-7z"));
        assert_eq!(code(&"x".repeat(9000), ""), None);
    }

    #[test]
    fn dark_modules_that_stand_together_are_one_run() {
        let row = [Color::Dark, Color::Dark, Color::Light, Color::Dark];
        assert_eq!(runs(&row), [(0, 2), (3, 1)]);
    }
}
