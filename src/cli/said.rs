//! What commands say on standard output. Nobody may be reading there any more (`maru serve | head -1`), or its disk may be
//! full: `println!` would end the program for that.

use std::{
    fmt::Display,
    io::{self, Write},
};

use anyhow::Context;

/// A line for whoever looks; where nobody does, it is not said.
pub fn say(line: &dyn Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// What a command was asked to print.
///
/// # Errors
/// It could not be printed, so that whoever asked does not have it.
pub fn print(what: &dyn Display) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    write!(out, "{what}")
        .and_then(|()| out.flush())
        .context("standard output cannot be written to")
}
