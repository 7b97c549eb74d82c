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

    /// That each word is in `text`, where `parameter` holds the words.
    fn each(&self, text: &str, parameter: &str) -> String {
        self.one_by_one(text, parameter).join(" AND ")
    }

    /// That at least one word is.
    fn some(&self, text: &str, parameter: &str) -> String {
        self.one_by_one(text, parameter).join(" OR ")
    }

    fn one_by_one(&self, text: &str, parameter: &str) -> Vec<String> {
        (0..self.words.len())
            .map(|place| {
                let word = format!("nullif(words_of(({parameter})[{}]), '')", place + 1);
                self.ways(place, &word, text)
            })
            .collect()
    }

    /// How the word at `place` may be in `text`. `word` is its text in SQL, without anything that means something in a pattern.
    fn ways(&self, place: usize, word: &str, text: &str) -> String {
        let typed = &self.words[place];
        let exactly = if typed.is_ascii() {
            let whole = format!("plainto_tsquery('simple', {word})");
            let query = match place + 1 == self.words.len() {
                // What becomes no lexeme is no query, and matches nothing.
                true => format!("(nullif({whole}::text, '') || ':*')::tsquery"),
                false => whole,
            };
            format!("to_tsvector('simple', {text}) @@ {query}")
        } else {
            // Found by its trigrams; two syllables have none, and make the database read through the words of all.
            format!("{text} LIKE '%' || {word} || '%'")
        };
        // A letter more or less makes another word of a shorter one, and a digit another number of any.
        let shortest = if typed.is_ascii() { 4 } else { 3 };
        let is_word = !typed.chars().any(char::is_numeric);
        match self.near && is_word && typed.chars().count() >= shortest {
            true => format!("({exactly} OR {word} <% {text})"),
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
    let each = search.each("w.words", parameter);
    format!("s.id IN (SELECT w.seminar_id FROM seminar_words w WHERE {each})")
}

/// The words of a seminar `o` as `seminar_words` keeps them (see `keep_seminar_words`), without the title of its series. It
/// names `w` too, so that it is made of those alone that were found.
const OWN_WORDS: &str = "left(words_of(concat_ws(' ', o.title, \
         (SELECT string_agg(t.title, ' ' ORDER BY t.language) FROM seminar_texts t WHERE t.seminar_id = w.seminar_id), \
         array_to_string(o.topics, ' '), \
         (SELECT string_agg(p.name, ' ' ORDER BY k.position, p.id) FROM speakers k JOIN people p ON p.id = k.person_id \
          WHERE k.seminar_id = w.seminar_id AND k.answer <> 'declined'), o.abstract_text, \
         (SELECT string_agg(t.abstract_text, ' ' ORDER BY t.language) FROM seminar_texts t \
          WHERE t.seminar_id = w.seminar_id))), 100000)";

/// Who looks, as parameters in SQL.
pub(super) struct Viewer<'a> {
    /// Whether they see everything.
    pub everything: &'a str,
    /// Whether they are a member of the hub.
    pub member: &'a str,
    /// They themselves, and those for whom they act.
    pub them: &'a str,
}

/// The condition on `h`, a row of `series`, that the reader may know of it, as
/// [`rules::sees_series`](crate::seminars::rules::sees_series) has it of one who does not see everything.
pub(super) fn known_series(viewer: &Viewer<'_>) -> String {
    let Viewer { member, them, .. } = viewer;
    format!(
        "(h.visibility = 'public' OR h.visibility = 'members' AND {member} \
            OR h.id IN (SELECT series_id FROM series_organisers WHERE person_id = ANY ({them})) \
            OR h.id IN (SELECT series_id FROM subscriptions WHERE person_id = ANY ({them})) \
            OR h.id IN (SELECT i.series_id FROM seminars i JOIN attendances a ON a.seminar_id = i.id \
                WHERE i.state <> 'draft' AND a.person_id = ANY ({them})) \
            OR h.id IN (SELECT i.series_id FROM seminars i JOIN speakers k ON k.seminar_id = i.id \
                WHERE k.answer <> 'declined' AND k.person_id = ANY ({them})))"
    )
}

/// The condition on what [`condition`] finds that it is not by the title of a series of which the reader may not know: they
/// may know of it ([`known_series`]), or the seminar has the words without it. Always true where nothing is looked for.
///
/// Which series they may know of is read once, and the second part only where a seminar is found that is open to more people
/// than its series, by the same indexes: it looks at no others. What a seminar has without its series is looked up only where the
/// title of that series has one of the words.
pub(super) fn not_by_hidden(
    search: Option<&Search>,
    parameter: &str,
    viewer: &Viewer<'_>,
) -> String {
    let Some(search) = search.filter(|search| !search.words.is_empty()) else {
        return "TRUE".to_owned();
    };
    let Viewer {
        everything,
        member,
        them,
    } = viewer;
    let found = search.each("w.words", parameter);
    let own = search.each("own.words", parameter);
    let in_title = search.some("words_of(h.title)", parameter);
    let known = known_series(viewer);
    format!(
        "({everything} OR s.series_id IS NULL OR s.series_id IN (SELECT h.id FROM series h WHERE {known}) \
          OR s.id IN (SELECT w.seminar_id FROM seminar_words w JOIN seminars o ON o.id = w.seminar_id \
              JOIN series h ON h.id = o.series_id WHERE {found} \
                 AND (h.visibility = 'invited' OR h.visibility = 'members' AND NOT {member}) \
                 AND (o.visibility = 'public' OR o.visibility = 'members' AND {member} \
                     OR o.owner_id = ANY ({them}) OR o.entered_by = ANY ({them})) \
                 AND (NOT ({in_title}) OR EXISTS (SELECT FROM (SELECT {OWN_WORDS} AS words OFFSET 0) AS own WHERE {own}))))"
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
        let viewer = Viewer {
            everything: "$2",
            member: "$3",
            them: "$4",
        };
        let but = not_by_hidden(Some(&search), "$1", &viewer);
        assert!(!but.contains("hara") && !but.contains("법칙"), "{but}");
        for (way, count) in [("@@", 9), (" LIKE ", 3), (" <% ", 6), ("own.words", 6)] {
            assert_eq!(but.matches(way).count(), count, "{way} in {but}");
        }
        let nothing = Search::of("!?");
        assert_eq!(super::condition(nothing.as_ref(), "$1"), "$1 IS NULL");
        assert_eq!(not_by_hidden(nothing.as_ref(), "$1", &viewer), "TRUE");
    }
}
