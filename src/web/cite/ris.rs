//! A reference in RIS, which Zotero, Mendeley and others read: a tag, two blanks, a hyphen and a value on each line.

use super::Reference;

/// One record, with CR LF at the end of each line.
pub fn ris(reference: &Reference) -> String {
    let date = reference.date.format("%Y/%m/%d/").to_string();
    let year = reference.date.format("%Y").to_string();
    let names: Vec<&String> = match reference.authors.as_slice() {
        [] => vec![&reference.hub],
        names => names.iter().collect(),
    };
    let mut lines = vec![("TY", "SLIDE")];
    lines.extend(names.into_iter().map(|name| ("AU", name.as_str())));
    lines.extend([
        ("TI", reference.title.as_str()),
        ("PY", year.as_str()),
        ("DA", date.as_str()),
        ("M3", reference.kind.as_str()),
    ]);
    lines.extend(reference.series.iter().map(|title| ("T2", title.as_str())));
    lines.extend(reference.place.iter().map(|place| ("CY", place.as_str())));
    lines.push(("PB", reference.hub.as_str()));
    lines.extend(reference.language.iter().map(|tag| ("LA", tag.as_str())));
    lines.extend([
        ("ID", reference.code.as_str()),
        ("UR", reference.url.as_str()),
        ("ER", ""),
    ]);
    let lines = lines.into_iter().map(|(tag, value)| {
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        format!("{tag}  - {value}\r\n")
    });
    lines.collect::<Vec<String>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_says_all_of_it() {
        let lines = [
            "TY  - SLIDE",
            "AU  - Marie Exemple",
            "AU  - 홍길동",
            "TI  - What scaling laws cannot tell us",
            "PY  - 2026",
            "DA  - 2026/12/01/",
            "M3  - Seminar",
            "T2  - Scaling Laws",
            "CY  - Main hall",
            "PB  - Sample Hub",
            "LA  - en",
            "ID  - k7m4xq",
            "UR  - https://hub.example/seminars/k7m4xq",
            "ER  - ",
            "",
        ];
        assert_eq!(ris(&super::super::sample()), lines.join("\r\n"));
    }
}
