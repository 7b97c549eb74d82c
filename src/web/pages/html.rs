//! Markup that is safe to stand in a page as it is.

use std::fmt::{self, Write};

/// Markup made by Maru or cleaned by it (Markdown rendered, then passed through an allow-list). It is not escaped again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(String);

impl Html {
    /// Takes `markup` as it is. The caller answers for its being safe.
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// `text` with everything that has a meaning in HTML escaped.
    pub fn escaped(text: &str) -> Self {
        Self(escape(text))
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// A value as JSON that can stand in a `<script type="application/ld+json">`: no `<`, so that no `</script>` ends it.
    pub fn json(value: &serde_json::Value) -> Self {
        Self(value.to_string().replace('<', "\\u003c"))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// `text` escaped for element content and quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => {
                out.write_char(c).expect("writing to a string cannot fail");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script_it_stands_in() {
        let json = Html::json(&serde_json::json!({"name": "</script><b>"}));
        assert_eq!(json.as_str(), r#"{"name":"\u003c/script>\u003cb>"}"#);
    }
}
