//! The HTML body of a mail, alone in a frame of one of our pages.

/// What the body of a mail may do in its frame: look as it was meant, and open links beside it. Nothing runs, nothing is
/// fetched, and none but our pages can be around it.
pub const POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
     style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/// The body with links that open beside the page.
pub fn beside(html: &str) -> String {
    html.replacen("<head>", "<head><base target=\"_blank\">", 1)
}
