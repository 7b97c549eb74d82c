//! What holds for every line of every file (RFC 5545 section 3.1).

/// Each line ends in CRLF, has at most 75 octets and no control but TAB; a fold is followed by something.
pub fn are_whole(file: &str) {
    let lines = file.strip_suffix("\r\n").expect("the last line is ended");
    for line in lines.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
        assert!(
            !line.contains(|c: char| c.is_control() && c != '\t'),
            "a control: {line:?}"
        );
        assert!(
            !line.contains(['\u{2028}', '\u{2029}']),
            "a line break: {line:?}"
        );
        assert!(!line.is_empty() && line != " ", "nothing");
    }
}
