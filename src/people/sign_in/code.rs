//! The six-character code: Crockford's base 32, which has no I, L, O or U, so that what is misread can be set right.

use crate::base::ids::random_bytes;

const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of a code: 32⁶ are some thousand million.
const LENGTH: usize = 6;

/// A fresh code.
pub fn fresh() -> String {
    random_bytes::<LENGTH>()
        .iter()
        // 256 is a multiple of 32: each letter is as likely as any other.
        .map(|octet| char::from(LETTERS[usize::from(octet % 32)]))
        .collect()
}

/// A code as it was typed: case, blanks and hyphens do not matter, O is 0, I and L are 1. `None` for what can be none.
pub fn read(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let is_one = code.len() == LENGTH && code.bytes().all(|letter| LETTERS.contains(&letter));
    is_one.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(read(" K7M-0 1x").as_deref(), Some("k7m01x"));
        assert_eq!(read("k7mOLx").as_deref(), Some("k7m01x"));
        assert_eq!(read("k7moix").as_deref(), Some("k7m01x"));
        for wrong in ["", "k7m01", "k7m01xx", "k7m01u", "k7m01é", "k7m01!"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_fresh_code_is_read_as_itself() {
        for _ in 0..100 {
            let code = fresh();
            assert_eq!(read(&code), Some(code));
        }
        assert_ne!(fresh(), fresh());
    }
}
