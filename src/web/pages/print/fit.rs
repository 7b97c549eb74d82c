//! What fits on a sheet of paper: how large words stand there, and how many of them.
//!
//! Pure reckoning, so that a poster is one page whatever stands on it. Widths are reckoned by kinds of letters, not by a
//! font, which is that of the reader's machine; what is reckoned is therefore a little more than what the usual fonts take,
//! and the stylesheet hides what would come out below all the same. Lengths are in units of the sheet: a millimetre of A3,
//! and what is left of it on smaller sheets.

/// An em, in the parts that widths are reckoned in.
const EM: usize = 100;

/// A box for words: how wide and high it is, in units of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Its width.
    pub width: usize,
    /// Its height.
    pub height: usize,
}

/// A size in which words may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The class of the stylesheet that sets it.
    pub class: &'static str,
    /// How high the letters are, in tenths of a unit.
    pub letters: usize,
    /// How far lines are apart, in tenths of a unit.
    pub line: usize,
}

/// Words as they are set: in which size, and shortened where they are too many for the smallest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The class of the stylesheet.
    pub class: &'static str,
    /// The words.
    pub words: String,
}

/// The sizes of the title of a poster, the largest first.
pub const TITLES: [Size; 7] = [
    Size {
        class: "t1",
        letters: 340,
        line: 400,
    },
    Size {
        class: "t2",
        letters: 280,
        line: 335,
    },
    Size {
        class: "t3",
        letters: 230,
        line: 280,
    },
    Size {
        class: "t4",
        letters: 190,
        line: 235,
    },
    Size {
        class: "t5",
        letters: 155,
        line: 195,
    },
    Size {
        class: "t6",
        letters: 125,
        line: 160,
    },
    Size {
        class: "t7",
        letters: 105,
        line: 135,
    },
];

/// Where the title of a poster stands.
pub const TITLE: Frame = Frame {
    width: 249,
    height: 142,
};

/// The sizes of a name on a badge, the largest first; units are millimetres there.
pub const NAMES: [Size; 5] = [
    Size {
        class: "n1",
        letters: 110,
        line: 125,
    },
    Size {
        class: "n2",
        letters: 88,
        line: 102,
    },
    Size {
        class: "n3",
        letters: 70,
        line: 82,
    },
    Size {
        class: "n4",
        letters: 56,
        line: 66,
    },
    Size {
        class: "n5",
        letters: 44,
        line: 52,
    },
];

/// Where a name stands on a badge.
pub const NAME: Frame = Frame {
    width: 78,
    height: 21,
};

/// The largest of `sizes` in which `words` fit into `frame` with no word broken; in the smallest they are shortened where
/// they have to be.
pub fn set(words: &str, sizes: &[Size], frame: Frame) -> Set {
    let fits = |size: &&Size| {
        let per_line = per_line(frame.width, size.letters);
        let unbroken = words.split_whitespace().all(|word| width(word) <= per_line);
        unbroken && lines(words, per_line) <= most_lines(frame.height, size.line)
    };
    let Some(smallest) = sizes.last() else {
        return Set {
            class: "",
            words: words.to_owned(),
        };
    };
    match sizes.iter().find(fits) {
        Some(size) => Set {
            class: size.class,
            words: words.to_owned(),
        },
        None => Set {
            class: smallest.class,
            words: shortened(
                words,
                per_line(frame.width, smallest.letters),
                most_lines(frame.height, smallest.line),
            ),
        },
    }
}

/// How wide a line of `units` is in letters that are `tenths` of a unit high: in hundredths of an em, with a margin for fonts
/// that run wider.
pub fn per_line(units: usize, tenths: usize) -> usize {
    // units × 10 ÷ tenths is the number of ems; 94 of 100 of them are filled.
    units * 10 * 94 / tenths.max(1)
}

/// How many lines that are `tenths` of a unit apart stand in `units`.
pub fn most_lines(units: usize, tenths: usize) -> usize {
    units * 10 / tenths.max(1)
}

/// How wide `text` is, in hundredths of an em.
pub fn width(text: &str) -> usize {
    text.chars().map(letter).sum()
}

/// How many lines `text` takes where a line is `per_line` wide and words stay whole: one at least.
pub fn lines(text: &str, per_line: usize) -> usize {
    let mut line = Line::new(per_line);
    for word in text.split_whitespace() {
        line.put(word);
    }
    line.number
}

/// `text` within `most` lines: as it is, or shortened after a word, with an ellipsis. Nothing where there is no line.
pub fn shortened(text: &str, per_line: usize, most: usize) -> String {
    if most == 0 {
        return String::new();
    }
    let mut line = Line::new(per_line);
    let mut kept: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let before = line;
        line.put(word);
        if line.number > most {
            return cut(&kept, word, before, most);
        }
        kept.push(word);
    }
    kept.join(" ")
}

/// The words that were kept, as far as there is room for an ellipsis; of one long word as much as there is room for.
fn cut(kept: &[&str], next: &str, line: Line, most: usize) -> String {
    const ELLIPSIS: &str = "…";
    if kept.is_empty() {
        let room = line.width * most;
        let fits = next.char_indices().scan(letter('…'), |wide, (at, c)| {
            *wide += letter(c);
            (*wide <= room).then_some(at + c.len_utf8())
        });
        return format!("{}{ELLIPSIS}", &next[..fits.last().unwrap_or(0)]);
    }
    let full = line.number == most && line.filled + letter('…') > line.width;
    let kept = match full && kept.len() > 1 {
        true => &kept[..kept.len() - 1],
        false => kept,
    };
    let words = kept.join(" ");
    let words = words.trim_end_matches([',', ';', ':', '–', '-', '(', '·']);
    format!("{}{ELLIPSIS}", words.trim_end())
}

/// A line that is being filled, and which one it is.
#[derive(Debug, Clone, Copy)]
struct Line {
    width: usize,
    number: usize,
    filled: usize,
}

impl Line {
    fn new(per_line: usize) -> Self {
        Self {
            width: per_line.max(EM),
            number: 1,
            filled: 0,
        }
    }

    /// A word that is longer than a line begins on one of its own and goes on on the next ones.
    fn put(&mut self, word: &str) {
        let wide = width(word);
        let blank = if self.filled == 0 { 0 } else { letter(' ') };
        if self.filled + blank + wide <= self.width {
            self.filled += blank + wide;
            return;
        }
        self.number += usize::from(self.filled > 0) + wide.saturating_sub(1) / self.width;
        self.filled = (wide.saturating_sub(1) % self.width) + 1;
    }
}

/// How wide a letter is in the serif and sans that pages ask for, in hundredths of an em; rather more than less.
fn letter(c: char) -> usize {
    match c {
        ' ' | 'i' | 'l' | 'j' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' | '·' | '’' | '‘' => {
            29
        }
        'f' | 't' | 'r' | 'I' | '(' | ')' | '-' | '/' | '[' | ']' => 38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' | '&' => 90,
        'A'..='Z' => 70,
        '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' => 0,
        // Hangul, kana, ideographs, and their full-width signs.
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f000}'..='\u{3ffff}' => 100,
        _ => 56,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KOREAN: &str = "물리 세계에서 믿을 수 있는 에이전트를 만들기 위한 평가 방법과 규모 법칙이 말해 주지 못하는 것들에 대하여 ";
    const ENGLISH: &str = "On what scaling laws cannot tell us about agents that are to be trusted in the physical world ";

    /// In which class a title stands, how many lines it takes there and how many there are, and whether it is whole.
    fn stands(title: &str) -> (&'static str, bool) {
        let set = set(title, &TITLES, TITLE);
        let size = TITLES.iter().find(|size| size.class == set.class).unwrap();
        let per_line = per_line(TITLE.width, size.letters);
        let taken = lines(&set.words, per_line) * size.line;
        assert!(taken <= TITLE.height * 10, "{title}: {taken}");
        (set.class, set.words == title)
    }

    #[test]
    fn short_titles_stand_large_and_long_ones_smaller_and_whole() {
        assert_eq!(stands("AI"), ("t1", true));
        assert_eq!(stands("규모 법칙"), ("t1", true));
        assert_eq!(stands("What scaling laws cannot tell us"), ("t1", true));
        let of = |text: &str, length: usize| -> String {
            let long: String = text.repeat(20).chars().take(length).collect();
            long.trim().to_owned()
        };
        assert_eq!(stands(&of(ENGLISH, 60)), ("t2", true));
        assert_eq!(stands(&of(ENGLISH, 120)), ("t4", true));
        assert_eq!(stands(&of(ENGLISH, 200)), ("t5", true));
        assert_eq!(stands(&of(KOREAN, 60)), ("t4", true));
        assert_eq!(stands(&of(KOREAN, 200)), ("t7", true));
        assert_eq!(stands(&of(KOREAN, 500)), ("t7", false));
        let sizes: Vec<usize> = (1..500)
            .map(|length| {
                let (class, _) = stands(&of(ENGLISH, length));
                TITLES.iter().position(|size| size.class == class).unwrap()
            })
            .collect();
        assert_eq!((sizes[0], sizes[498]), (0, 6));
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_stands_smaller_and_is_broken_at_last() {
        assert_eq!(stands("Donaudampfschifffahrtsgesellschaft").0, "t6");
        assert_eq!(stands(&"가".repeat(200)), ("t7", true));
        assert_eq!(stands(&"x".repeat(500)), ("t7", false));
    }

    #[test]
    fn what_is_too_long_is_shortened_after_a_word() {
        let line = width("one two three");
        assert_eq!(shortened("one two three", line, 1), "one two three");
        assert_eq!(shortened("one two three four", line, 1), "one two…");
        assert_eq!(shortened("one two, three four", line + 30, 1), "one two…");
        assert_eq!(
            shortened("one two three four", line, 2),
            "one two three four"
        );
        assert_eq!(shortened("a b", line, 0), "");
        assert_eq!(shortened("", line, 3), "");
        let long = shortened(&ENGLISH.repeat(30), 3000, 12);
        assert!(long.ends_with('…') && lines(&long, 3000) <= 12, "{long}");
        let whole = shortened(&"가".repeat(100), 1000, 2);
        assert_eq!(whole, format!("{}…", "가".repeat(19)));
    }

    #[test]
    fn a_name_stands_on_a_badge_whole() {
        for name in [
            "홍길동",
            "Li",
            "Gildong Hong",
            "Maria-Theresia von und zu Mustermann-Beispiel",
            "Fulan al-Fulani",
        ] {
            assert_eq!(set(name, &NAMES, NAME).words, name);
        }
        assert_eq!(set("홍길동", &NAMES, NAME).class, "n1");
        assert_eq!(set(&"x".repeat(400), &NAMES, NAME).class, "n5");
    }
}
