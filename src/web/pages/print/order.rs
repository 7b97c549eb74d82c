//! Names in the order in which a reader looks for them: in Korean those in Hangul first, in English those in Latin letters;
//! others after both. Within each by its letters, accents and capitals aside. A name is one text, in the person's own order;
//! which part of it is the family's is not known, and never guessed.

use crate::base::language::Language;

/// By what a name is sorted for readers of `language`.
pub fn key(language: Language, name: &str) -> (u8, String, String) {
    let first = name.chars().find(|c| c.is_alphanumeric());
    let script = first.map_or(Script::Other, script);
    let rank = match (language, script) {
        (Language::Ko, Script::Hangul) | (Language::En, Script::Latin) => 0,
        (Language::Ko, Script::Latin) | (Language::En, Script::Hangul) => 1,
        (_, Script::Other) => 2,
    };
    let plain = name.chars().flat_map(char::to_lowercase).map(plain);
    (rank, plain.collect(), name.to_owned())
}

/// The two ways in which a name is written, where it is written in two: `홍길동 (Hong Gildong)`.
pub fn ways(name: &str) -> (String, Option<String>) {
    let whole = (name.trim().to_owned(), None);
    let mut letters = name
        .char_indices()
        .filter(|(_, c)| c.is_alphabetic())
        .map(|(at, c)| (at, script(c) == Script::Latin));
    let Some((_, begins)) = letters.next() else {
        return whole;
    };
    let Some((at, _)) = letters.find(|(_, latin)| *latin != begins) else {
        return whole;
    };
    // More than one change is no second way, but a name of both kinds.
    if letters.any(|(_, latin)| latin == begins) {
        return whole;
    }
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '/' | ',' | '·' | '[' | ']')
    };
    let (one, other) = (name[..at].trim_matches(ends), name[at..].trim_matches(ends));
    match one.is_empty() || other.is_empty() {
        true => whole,
        false => (one.to_owned(), Some(other.to_owned())),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Hangul,
    Latin,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}' => {
            Script::Hangul
        }
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        _ => Script::Other,
    }
}

/// A small letter without its accent, for those that European names have.
fn plain(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'æ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ł' | 'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'œ' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ß' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ŭ' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: Language) -> Vec<&'static str> {
        let mut names = vec![
            "Zoé",
            "홍길동",
            "Émile",
            "eva",
            "山田太郎",
            "가나다",
            "Élan",
        ];
        names.sort_by_cached_key(|name| key(language, name));
        names
    }

    #[test]
    fn a_reader_finds_names_where_they_look_for_them() {
        assert_eq!(
            sorted(Language::Ko),
            [
                "가나다",
                "홍길동",
                "Élan",
                "Émile",
                "eva",
                "Zoé",
                "山田太郎"
            ]
        );
        assert_eq!(
            sorted(Language::En),
            [
                "Élan",
                "Émile",
                "eva",
                "Zoé",
                "가나다",
                "홍길동",
                "山田太郎"
            ]
        );
    }

    #[test]
    fn a_name_in_two_ways_is_two_and_others_are_whole() {
        let two = |one: &str, other: &str| (one.to_owned(), Some(other.to_owned()));
        assert_eq!(ways("홍길동 (Hong Gildong)"), two("홍길동", "Hong Gildong"));
        assert_eq!(ways("Gildong Hong / 홍길동"), two("Gildong Hong", "홍길동"));
        assert_eq!(ways("Taro Yamada 山田太郎"), two("Taro Yamada", "山田太郎"));
        for name in ["홍길동", "Jane Doe", "김 John 철수", "", "3"] {
            assert_eq!(ways(name), (name.to_owned(), None));
        }
    }
}
