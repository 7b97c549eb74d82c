//! A table of guests, as organisers bring it or paste it: columns in any order, under English or Korean heads.

use crate::base::{
    csv::{self, Unclosed},
    error::Reason,
    language::Language,
};

/// Most octets of a table.
pub const LARGEST_TABLE: usize = 1024 * 1024;

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuestTable {
    /// Its rows, below the heads.
    pub rows: Vec<GuestRow>,
    /// The heads of columns that nobody asks for.
    pub unread: Vec<String>,
}

/// A row, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuestRow {
    /// On which line it stands, from 1; the heads stand on one too.
    pub line: usize,
    /// The name.
    pub name: String,
    /// Their own address.
    pub email: String,
    /// The title.
    pub title: String,
    /// The salutation.
    pub salutation: String,
    /// What the institution is called.
    pub institution: String,
    /// The language, as people say it.
    pub language: String,
    /// What the office is called that answers for them.
    pub office: String,
    /// Its address.
    pub office_email: String,
    /// Whether there are more cells than heads: something is shifted.
    pub too_long: bool,
}

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Email,
    Title,
    Salutation,
    Institution,
    Language,
    Office,
    OfficeEmail,
}

impl Column {
    /// The column under this head: letters alone count, whatever their case.
    fn under(head: &str) -> Option<Self> {
        let letters = head.chars().filter(|c| c.is_alphanumeric());
        let head: String = letters.flat_map(char::to_lowercase).collect();
        Some(match head.as_str() {
            "name" | "fullname" | "guest" | "이름" | "성명" | "성함" => Self::Name,
            "email" | "mail" | "emailaddress" | "mailaddress" | "address" | "이메일"
            | "이메일주소" | "메일" | "메일주소" | "전자우편" => Self::Email,
            "title" | "직함" | "호칭" | "직위" => Self::Title,
            "salutation" | "greeting" | "인사말" | "첫인사" => Self::Salutation,
            "institution" | "affiliation" | "organisation" | "organization" | "기관" | "소속"
            | "소속기관" | "기관명" => Self::Institution,
            "language" | "언어" => Self::Language,
            "office" | "officename" | "담당부서" | "담당부서이름" | "부서" | "부서명"
            | "비서실" | "비서실이름" => Self::Office,
            "officeemail"
            | "officemail"
            | "officeaddress"
            | "officeemailaddress"
            | "담당부서메일"
            | "담당부서이메일"
            | "담당부서메일주소"
            | "부서메일"
            | "부서이메일"
            | "비서실메일"
            | "비서실이메일" => Self::OfficeEmail,
            _ => return None,
        })
    }
}

impl GuestRow {
    fn put(&mut self, column: Column, cell: String) {
        match column {
            Column::Name => self.name = cell,
            Column::Email => self.email = cell,
            Column::Title => self.title = cell,
            Column::Salutation => self.salutation = cell,
            Column::Institution => self.institution = cell,
            Column::Language => self.language = cell,
            Column::Office => self.office = cell,
            Column::OfficeEmail => self.office_email = cell,
        }
    }
}

/// Reads a table of at most so many guests.
///
/// # Errors
/// It is none, in one reason.
pub fn guest_table(typed: &str, most: usize) -> Result<GuestTable, Reason> {
    if typed.len() > LARGEST_TABLE {
        return Err(Reason::new("reason-file-large").with("most", LARGEST_TABLE / (1024 * 1024)));
    }
    let rows = csv::read(typed)
        .map_err(|Unclosed(line)| Reason::new("error-guest-table-quote").with("line", line))?;
    let mut rows = rows.into_iter();
    let heads = rows.next().ok_or_else(|| Reason::new("reason-required"))?;
    let mut table = GuestTable::default();
    let mut columns = Vec::with_capacity(heads.cells.len());
    for head in heads.cells {
        let column = Column::under(&head);
        if column.is_some() && columns.contains(&column) {
            let twice = Reason::new("error-guest-table-twice");
            return Err(twice.with("head", head.trim()));
        }
        if column.is_none() && !head.trim().is_empty() {
            table.unread.push(head.trim().to_owned());
        }
        columns.push(column);
    }
    let known = [Column::Email, Column::OfficeEmail];
    if !known.iter().any(|column| columns.contains(&Some(*column))) {
        return Err(Reason::new("error-guest-table-heads"));
    }
    for read in rows {
        let mut row = GuestRow {
            line: read.line,
            ..GuestRow::default()
        };
        for (place, cell) in read.cells.into_iter().enumerate() {
            let cell = cell.trim_matches(' ');
            match columns.get(place) {
                Some(Some(column)) => row.put(*column, cell.to_owned()),
                Some(None) => {}
                None => row.too_long |= !cell.is_empty(),
            }
        }
        table.rows.push(row);
    }
    match table.rows.len() {
        0 => Err(Reason::new("error-guest-table-empty")),
        count if count > most => Err(Reason::new("error-guest-table-long").with("max", most)),
        _ => Ok(table),
    }
}

/// A language as people write it, in it or in another; nothing typed is none.
///
/// # Errors
/// It is none of ours.
pub fn language(typed: &str) -> Result<Option<Language>, Reason> {
    match typed.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "en" | "eng" | "english" | "영어" | "영문" => Ok(Some(Language::En)),
        "ko" | "kor" | "korean" | "한국어" | "국문" | "한글" => Ok(Some(Language::Ko)),
        _ => Err(Reason::new("reason-language")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_any_order_under_english_or_korean_heads() {
        let jane = GuestRow {
            line: 2,
            name: "Jane, Sample".into(),
            email: "jane@sample.example".into(),
            title: "=Dr.".into(),
            ..GuestRow::default()
        };
        let office = GuestRow {
            line: 3,
            name: "김견본".into(),
            salutation: "김견본 장관님께".into(),
            institution: "Sample Ministry".into(),
            language: "한국어".into(),
            office: "Sample Office".into(),
            office_email: "office@sample.example".into(),
            ..GuestRow::default()
        };
        for typed in [
            "\u{feff}Name,E-mail,Title,Salutation,Institution,Language,Office name,Office e-mail,Phone\r\n\
             \"Jane, Sample\",jane@sample.example,=Dr.,,,,,,1\r\n\
             김견본,,,김견본 장관님께,Sample Ministry,한국어,Sample Office,office@sample.example,\r\n",
            "담당 부서 메일;담당 부서;언어;소속;인사말;직함;이메일;성명;Phone\n\
             ;;;;;=Dr.;jane@sample.example;Jane, Sample;1\n\
             office@sample.example;Sample Office;한국어;Sample Ministry;김견본 장관님께;;;김견본\n",
        ] {
            let read = guest_table(typed, 2).unwrap();
            assert_eq!(read.rows, [jane.clone(), office.clone()]);
            assert_eq!(read.unread, ["Phone"]);
        }
    }

    #[test]
    fn what_is_no_table_of_guests_is_refused_with_its_line() {
        let large = format!("email\n{}", "x".repeat(LARGEST_TABLE));
        for (typed, key) in [
            ("", "reason-required"),
            (" \n\n", "reason-required"),
            (
                "jane@sample.example\nkim@sample.example",
                "error-guest-table-heads",
            ),
            ("name,title\nJane,Dr.", "error-guest-table-heads"),
            (
                "email,Email\na@x.example,b@x.example",
                "error-guest-table-twice",
            ),
            ("email,name\n,\n", "error-guest-table-empty"),
            (
                "email\na@x.example\nb@x.example\nc@x.example",
                "error-guest-table-long",
            ),
            (
                "email\na@x.example\n\"b@x.example",
                "error-guest-table-quote",
            ),
            (&large, "reason-file-large"),
        ] {
            let refused = guest_table(typed, 2).unwrap_err();
            assert_eq!(refused.key(), key, "{}", &typed[..typed.len().min(60)]);
        }
        let open = guest_table("email\n\na@x.example\n\"b", 2).unwrap_err();
        assert_eq!(open, Reason::new("error-guest-table-quote").with("line", 4));
        let shifted =
            guest_table("email,name\na@x.example,Doe, Jane\nb@x.example,Kim,", 2).unwrap();
        let shifted: Vec<(usize, bool)> = shifted
            .rows
            .iter()
            .map(|row| (row.line, row.too_long))
            .collect();
        assert_eq!(shifted, [(2, true), (3, false)]);
    }

    #[test]
    fn languages_are_read_as_people_write_them() {
        let read = |typed: &str| language(typed).map_err(|reason| reason.key());
        assert_eq!(read(" "), Ok(None));
        assert_eq!(read("English"), Ok(Some(Language::En)));
        assert_eq!(read(" 한국어 "), Ok(Some(Language::Ko)));
        assert_eq!(read("Français"), Err("reason-language"));
    }
}
