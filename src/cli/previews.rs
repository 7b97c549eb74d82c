//! `maru previews DIR`: everything that people read, as files to look at.

use std::{
    fs,
    io::{self, IsTerminal},
    path::Path,
};

use anyhow::Context;

use super::said;
use crate::{previews, web::pages};

/// Pages to `DIR/pages`; mails to `DIR/mails`: as text, as HTML, and as they go out (`.eml`, RFC 5322).
pub fn write(dir: &Path) -> anyhow::Result<()> {
    let pages = pages::previews::write_all(&dir.join("pages"))
        .with_context(|| format!("the pages cannot be written to {}", dir.display()))?;
    let mails = write_mails(&dir.join("mails"))
        .with_context(|| format!("the mails cannot be written to {}", dir.display()))?;
    if std::io::stdout().is_terminal() {
        let (pages, dir) = (pages.len(), dir.display());
        said::say(&format_args!("{pages} pages and {mails} mails in {dir}"));
    }
    Ok(())
}

fn write_mails(dir: &Path) -> io::Result<usize> {
    fs::create_dir_all(dir)?;
    let mails = previews::mails();
    for mail in &mails {
        let text = format!(
            "Subject: {}\n\n{}",
            mail.rendered.subject, mail.rendered.text
        );
        fs::write(dir.join(format!("{}.txt", mail.name)), text)?;
        fs::write(dir.join(format!("{}.html", mail.name)), &mail.rendered.html)?;
        let letter = previews::letter(mail).map_err(io::Error::other)?;
        fs::write(dir.join(format!("{}.eml", mail.name)), letter.bytes)?;
    }
    Ok(mails.len())
}
