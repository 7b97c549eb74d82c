//! Text in which what was looked for is marked.

use super::html::{Html, escape};

/// Characters of an excerpt before what was found, and in all.
const BEFORE: usize = 60;
const EXCERPT: usize = 200;

/// `text` as markup, each of `words` in a `<mark>`. The words are in lower case.
pub fn marked(text: &str, words: &[String]) -> Html {
    let text: Vec<char> = text.chars().collect();
    let mut markup = String::new();
    let mut from = 0;
    for (start, end) in places(&text, words) {
        markup += &escape(&text[from..start].iter().collect::<String>());
        markup += "<mark>";
        markup += &escape(&text[start..end].iter().collect::<String>());
        markup += "</mark>";
        from = end;
    }
    markup += &escape(&text[from..].iter().collect::<String>());
    Html::trusted(markup)
}

/// Whether any of `words` stands in `text`.
pub fn has_any(text: &str, words: &[String]) -> bool {
    let text: Vec<char> = text.chars().collect();
    !places(&text, words).is_empty()
}

/// Some words of `text` around the first that was looked for, marked; none where there is none.
pub fn excerpt(text: &str, words: &[String]) -> Option<Html> {
    let all: Vec<char> = text.chars().collect();
    let (found, _) = *places(&all, words).first()?;
    // It begins and ends between two words, where there is one nearby.
    let early = found.saturating_sub(BEFORE);
    let from = match early {
        0 => 0,
        early => all[early..found]
            .iter()
            .position(|c| c.is_whitespace())
            .map_or(early, |blank| early + blank + 1),
    };
    let late = (from + EXCERPT).min(all.len());
    let to = match late == all.len() {
        true => late,
        false => all[found..late]
            .iter()
            .rposition(|c| c.is_whitespace())
            .map_or(late, |blank| found + blank),
    };
    let mut shown: String = all[from..to].iter().collect();
    if from > 0 {
        shown.insert_str(0, "… ");
    }
    if to < all.len() {
        shown.push_str(" …");
    }
    Some(marked(&shown, words))
}

/// Where the words stand in `text`, in order, none over another: at the beginning of a word where they are in ASCII,
/// anywhere where they are not.
fn places(text: &[char], words: &[String]) -> Vec<(usize, usize)> {
    let low: Vec<char> = text
        .iter()
        .map(|c| c.to_lowercase().next().unwrap_or(*c))
        .collect();
    let words: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
    let mut places = Vec::new();
    let mut at = 0;
    while at < low.len() {
        let begins = at == 0 || !low[at - 1].is_alphanumeric();
        let longest = words
            .iter()
            .filter(|word| !word.is_empty() && low[at..].starts_with(word))
            .filter(|word| begins || !word.iter().all(char::is_ascii))
            .map(Vec::len)
            .max();
        match longest {
            Some(length) => {
                places.push((at, at + length));
                at += length;
            }
            None => at += 1,
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_was_found_is_marked_and_the_rest_is_escaped() {
        let title = "Scaling <laws> & 규모법칙의 scale";
        assert_eq!(
            marked(title, &words(&["scal", "법칙", "aws"])).as_str(),
            "<mark>Scal</mark>ing &lt;laws&gt; &amp; 규모<mark>법칙</mark>의 <mark>scal</mark>e"
        );
        assert_eq!(marked("<b>", &[]).as_str(), "&lt;b&gt;");
        assert_eq!(
            marked("<b>", &words(&["b"])).as_str(),
            "&lt;<mark>b</mark>&gt;"
        );
        assert_eq!(marked("", &words(&["x"])).as_str(), "");
        // Of two that begin there, the longer.
        assert_eq!(
            marked("lawsuit", &words(&["law", "laws"])).as_str(),
            "<mark>laws</mark>uit"
        );
        // A letter that is two in lower case.
        assert_eq!(marked("İx", &words(&["x"])).as_str(), "İx");
    }

    #[test]
    fn an_excerpt_is_what_stands_around() {
        let long = format!("{}needle {}", "before ".repeat(40), "after ".repeat(60));
        let shown = excerpt(&long, &words(&["needle"])).unwrap().to_string();
        assert!(
            shown.starts_with("… before ") && shown.ends_with("after …"),
            "{shown}"
        );
        assert_eq!(shown.matches("<mark>needle</mark>").count(), 1);
        assert!(shown.chars().count() < 240, "{shown}");
        assert_eq!(
            excerpt("All of it: needle.", &words(&["needle"]))
                .unwrap()
                .as_str(),
            "All of it: <mark>needle</mark>."
        );
        assert_eq!(excerpt("nothing", &words(&["needle"])), None);
        let one = "가".repeat(500);
        assert!(
            excerpt(&one, &words(&["가"]))
                .unwrap()
                .to_string()
                .ends_with(" …")
        );
    }
}
