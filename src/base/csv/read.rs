//! Reading tables as spreadsheets and people write them: with commas, semicolons or tabs between the cells, quoted where
//! need be (RFC 4180), with or without the mark by which programs know UTF-8. A cell is text, whatever it begins with.

use super::MARK;

/// A row of a table that was read; rows without anything in them are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// On which line of the text it begins, from 1.
    pub line: usize,
    /// Its cells, as they stand there.
    pub cells: Vec<String>,
}

/// A quotation mark opens a cell on this line, and none closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclosed(pub usize);

/// The rows of `text`. What stands between its cells is what stands most often in the first line.
///
/// # Errors
/// [`Unclosed`].
pub fn read(text: &str) -> Result<Vec<Row>, Unclosed> {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    let between = between(text);
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let mut cell = String::new();
    let (mut begins, mut line) = (1, 1);
    let mut opened = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // Lines end in one way for us.
            '\r' if rest.peek() == Some(&'\n') => {}
            '"' if opened.is_some() && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' if opened.is_some() => opened = None,
            '\n' | '\r' if opened.is_some() => {
                line += 1;
                cell.push('\n');
            }
            c if opened.is_some() => cell.push(c),
            '"' if cell.trim().is_empty() => {
                cell.clear();
                opened = Some(line);
            }
            c if c == between => cells.push(std::mem::take(&mut cell)),
            '\n' | '\r' => {
                line += 1;
                cells.push(std::mem::take(&mut cell));
                let cells = std::mem::take(&mut cells);
                rows.push(Row {
                    line: begins,
                    cells,
                });
                begins = line;
            }
            c => cell.push(c),
        }
    }
    if let Some(line) = opened {
        return Err(Unclosed(line));
    }
    cells.push(cell);
    rows.push(Row {
        line: begins,
        cells,
    });
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    Ok(rows)
}

/// What stands between the cells: of tab, semicolon and comma the one that the first line with anything in it has most of,
/// outside of quotation marks.
fn between(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let mut quoted = false;
    let mut outside = String::new();
    for c in first.unwrap_or_default().chars() {
        quoted ^= c == '"';
        if !quoted {
            outside.push(c);
        }
    }
    let count = |one: &char| outside.matches(*one).count();
    // Of those that come as often the last one counts.
    ['\t', ';', ',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let rows = read(text).unwrap();
        rows.into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn tables_are_read_as_spreadsheets_and_people_write_them() {
        let same = [
            row(1, &["name", "email"]),
            row(2, &["Doe, Jane", "j@x.example"]),
        ];
        for text in [
            "name,email\n\"Doe, Jane\",j@x.example",
            "\u{feff}name;email\r\nDoe, Jane;j@x.example\r\n",
            "name\temail\rDoe, Jane\tj@x.example\r\r",
            "\"name\",\"email\"\n \"Doe, Jane\",j@x.example\n,\n\n",
        ] {
            assert_eq!(cells(text), same, "{text:?}");
        }
        assert_eq!(
            cells("\n\na,b\n\"say \"\"hi\"\"\r\nthere\",=1+1\n5\" disk,\n"),
            [
                row(3, &["a", "b"]),
                row(4, &["say \"hi\"\nthere", "=1+1"]),
                row(6, &["5\" disk", ""]),
            ]
        );
        assert_eq!(cells(" \n"), []);
        assert_eq!(read("a,b\n\"c,d\ne,f"), Err(Unclosed(2)));
    }
}
