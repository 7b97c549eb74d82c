//! Seminars by words: what was typed, as a condition on what triggers keep of each seminar (`seminar_words`).
//!
//! Every word must be there, each in one of these ways: as a word, the last one also as the beginning of one; inside a
//! word, where it is not written in ASCII, for Korean joins words and puts endings to them; and, where that is asked for,
//! nearly right. Whatever is typed is words or nothing: it has no operators, and no pattern gets through.

use diesel::{QueryResult, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// Longest text that is looked at, in characters.
const LONGEST: usize = 200;
/// Most words that are looked for, the first of those typed.
const MOST: usize = 8;

/// What someone looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    words: Vec<String>,
    near: bool,
}

impl Search {
    /// What was typed; none where that is nothing. What has no letter and no digit finds nothing.
    pub fn of(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let typed: String = typed.chars().take(LONGEST).collect();
        let between = |c: char| c.is_whitespace() || c.is_control() || c.is_ascii_punctuation();
        let words = typed
            .split(between)
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .take(MOST)
            .map(str::to_lowercase);
        Some(Self {
            words: words.collect(),
            near: false,
        })
    }

    /// The same, and words that are nearly right.
    #[must_use]
    pub fn near(self) -> Self {
        Self { near: true, ..self }
    }

    /// The words, in lower case.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether words that are nearly right will do.
    pub fn is_near(&self) -> bool {
        self.near
    }

    /// How the word at `place` may be there. `word` is its text in SQL, without anything that means something in a pattern.
    fn ways(&self, place: usize, word: &str) -> String {
        let typed = &self.words[place];
        let exactly = if typed.is_ascii() {
            let whole = format!("plainto_tsquery('simple', {word})");
            let query = match place + 1 == self.words.len() {
                // What becomes no lexeme is no query, and matches nothing.
                true => format!("(nullif({whole}::text, '') || ':*')::tsquery"),
                false => whole,
            };
            format!("to_tsvector('simple', w.words) @@ {query}")
        } else {
            // Found by its trigrams; two syllables have none, and make the database read through the words of all.
            format!("w.words LIKE '%' || {word} || '%'")
        };
        // A letter more or less makes another word of a shorter one, and a digit another number of any.
        let shortest = if typed.is_ascii() { 4 } else { 3 };
        let is_word = !typed.chars().any(char::is_numeric);
        match self.near && is_word && typed.chars().count() >= shortest {
            true => format!("({exactly} OR {word} <% w.words)"),
            false => format!("({exactly})"),
        }
    }
}

/// Sets how much of a word has to be right where it need not be all of it, until the transaction ends: two fifths of its
/// trigrams, with which one wrong letter in a word of six is forgiven.
pub(super) async fn loosely(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    sql_query("SELECT set_config('pg_trgm.word_similarity_threshold', '0.4', true)")
        .execute(conn)
        .await?;
    Ok(())
}

/// The condition on `s`, a row of `seminars`, where `parameter` holds the words; always true where nothing is looked for.
pub(super) fn condition(search: Option<&Search>, parameter: &str) -> String {
    // Where something is looked for that has no words, the parameter is an empty list: nothing is found.
    let Some(search) = search.filter(|search| !search.words.is_empty()) else {
        return format!("{parameter} IS NULL");
    };
    let each: Vec<String> = (0..search.words.len())
        .map(|place| {
            let word = format!("nullif(words_of(({parameter})[{}]), '')", place + 1);
            search.ways(place, &word)
        })
        .collect();
    format!(
        "s.id IN (SELECT w.seminar_id FROM seminar_words w WHERE {})",
        each.join(" AND ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> Vec<String> {
        Search::of(typed)
            .map(|search| search.words)
            .unwrap_or_default()
    }

    #[test]
    fn whatever_is_typed_is_words() {
        assert_eq!(Search::of(" \t "), None);
        assert_eq!(
            words("Scaling-Laws: 규모 법칙!"),
            ["scaling", "laws", "규모", "법칙"]
        );
        assert_eq!(
            words("100% a_b \\ 'x' & !y | z:*"),
            ["100", "a", "b", "x", "y", "z"]
        );
        assert_eq!(words("%%__\\\\''··"), Vec::<String>::new());
        assert_eq!(words(&"x ".repeat(5000)).len(), MOST);
        assert_eq!(words(&"규".repeat(10_000)), ["규".repeat(LONGEST)]);
        // An accent that stands by itself belongs to its letter.
        assert_eq!(words("e\u{301}lan"), ["e\u{301}lan"]);
    }

    #[test]
    fn nothing_that_is_typed_stands_in_the_condition() {
        let search = Search::of("o'hara 법칙 scal").unwrap().near();
        let condition = condition(Some(&search), "$1");
        assert_eq!(condition.matches("@@").count(), 3, "{condition}");
        assert!(
            !condition.contains("hara") && !condition.contains("법칙"),
            "{condition}"
        );
        assert_eq!(condition.matches("LIKE").count(), 1, "{condition}");
        assert_eq!(condition.matches("<%").count(), 2, "{condition}");
        assert_eq!(condition.matches(":*").count(), 1, "{condition}");
        let nothing = super::condition(Search::of("!?").as_ref(), "$1");
        assert_eq!(nothing, "$1 IS NULL");
    }
}
