//! The program `maru`; everything is in the library.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    maru::cli::main(std::env::args_os()).await
}
