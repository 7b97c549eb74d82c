//! Tables as CSV (RFC 4180), such as spreadsheets open: every cell quoted, UTF-8 with a mark by which Excel knows it.
//!
//! What people typed is never a formula: a cell that a spreadsheet would take for one gets an apostrophe in front.

mod read;

pub use read::{Row, Unclosed, read};

/// By which Excel reads the rest as UTF-8.
const MARK: &str = "\u{feff}";

/// A table in the making.
#[derive(Debug, Clone)]
pub struct Table(String);

impl Default for Table {
    fn default() -> Self {
        Self(MARK.to_owned())
    }
}

impl Table {
    /// Adds a row.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        for (n, cell) in cells.into_iter().enumerate() {
            if n > 0 {
                self.0.push(',');
            }
            self.0.push('"');
            if is_formula(cell.as_ref()) {
                self.0.push('\'');
            }
            self.0.push_str(&cell.as_ref().replace('"', "\"\""));
            self.0.push('"');
        }
        self.0.push_str("\r\n");
    }

    /// The whole table.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Whether a spreadsheet would reckon rather than show it: by its first letter, the full-width ones of Korean and Japanese
/// keyboards among them.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches(' ').starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_none_is_a_formula() {
        let mut table = Table::default();
        table.row(["Name", "a \"b\", c\nd"]);
        table.row(["=HYPERLINK(\"x\")", " +1", "-2", "@x", "＝1", "a=b", ""]);
        assert_eq!(
            table.finish(),
            "\u{feff}\"Name\",\"a \"\"b\"\", c\nd\"\r\n\
             \"'=HYPERLINK(\"\"x\"\")\",\"' +1\",\"'-2\",\"'@x\",\"'＝1\",\"a=b\",\"\"\r\n"
        );
    }
}
