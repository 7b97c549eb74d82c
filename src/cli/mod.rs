//! The command line: what `maru` is told to do, and how it says what went wrong.
//!
//! Exit status 0, 1 (failed: one line on standard error says why), 2 (wrong arguments) or, of `maru receive`, 75 (try again). What a script reads goes to
//! standard output and nothing else does; logs and errors go to standard error.

mod access;
mod doctor;
mod figures;
mod ground;
mod key_file;
mod previews;
mod receive;
mod said;
mod serve;
mod told;
mod worker;

use std::{ffi::OsString, io::Write, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    base::{embedded, telemetry},
    config::Config,
    people::model::Role,
};
use ground::Ground;

/// The hall of a research hub: seminars, visiting stays and room bookings, published as calendars and told by mail.
#[derive(Debug, Parser)]
#[command(name = "maru", version, max_term_width = 100)]
struct Arguments {
    /// Settings in TOML; each is also an environment variable, which wins
    #[arg(long, global = true, env = "MARU_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Web and worker in one process
    Serve(Serve),
    /// Another worker; any number, on any machine
    Worker,
    /// Bring the database's schema up to date; `serve` does it too
    Migrate,
    /// Print a link by which a person signs in, once
    SignInLink(Whom),
    /// Print an API token of a person
    Token {
        #[command(flatten)]
        whom: Whom,
        /// What the token is for, to be known by in lists
        #[arg(long, default_value = "command line")]
        name: String,
    },
    /// Take one mail on standard input: answers to invitations, bounces, and what people write
    Receive,
    /// Write every page and mail, in every language, as files
    Previews {
        /// Where to; made if need be
        dir: PathBuf,
    },
    /// What is set up, what is wrong, what to do
    Doctor(doctor::Asked),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
struct Serve {
    /// Where to answer, instead of the setting
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// Only answer; let other processes send mail and do what comes round
    #[arg(long)]
    no_worker: bool,
    /// Fill an empty database with a hub to try out
    #[arg(long)]
    sample_data: bool,
}

#[derive(Debug, Args)]
struct Whom {
    /// The person's mail address; who is not known yet becomes a person
    #[arg(long)]
    email: String,
    /// A role to give them, if they do not have it
    #[arg(long, value_parser = role)]
    role: Option<Role>,
}

fn role(word: &str) -> Result<Role, String> {
    word.parse().map_err(|_| {
        let words: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
        format!("choose one of: {}", words.join(", "))
    })
}

/// Does what the arguments say.
pub async fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Where the terminal is gone nobody can be told.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads, the exit status says it.
            let _ = writeln!(std::io::stderr(), "maru: {error:#}");
            match error.is::<receive::NotTaken>() {
                true => ExitCode::from(receive::TRY_AGAIN),
                false => ExitCode::FAILURE,
            }
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    // A second call finds one installed already, which is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let settings = |listen: Option<String>| settings(arguments.config.as_deref(), listen);
    match arguments.command {
        Command::Serve(serve) => serve::serve(settings(serve.listen.clone())?, &serve).await,
        Command::Worker => worker::work(settings(None)?).await,
        Command::Migrate => migrate(settings(None)?).await,
        Command::SignInLink(whom) => access::sign_in_link(settings(None)?, &whom).await,
        Command::Token { whom, name } => access::token(settings(None)?, &whom, &name).await,
        Command::Receive => Ok(receive::receive(|| settings(None)).await?),
        Command::Previews { dir } => previews::write(&dir),
        Command::Doctor(asked) => doctor::examine(arguments.config.as_deref(), &asked).await,
        Command::Completions { shell } => {
            let mut made = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "maru", &mut made);
            said::print(&String::from_utf8_lossy(&made))
        }
        Command::Man => manual().context("the manual page cannot be written"),
    }
}

/// The settings, and logging as they say.
fn settings(file: Option<&std::path::Path>, listen: Option<String>) -> anyhow::Result<Config> {
    let config = Config::read(file, variables(listen))?;
    telemetry::start(&config.log, config.log_format)?;
    Ok(config)
}

/// The variables of the environment that can be settings, with `listen` in place of its own. What is no Unicode can be
/// none of ours.
fn variables(listen: Option<String>) -> Vec<(String, String)> {
    let mut variables: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    if let Some(listen) = listen {
        variables.retain(|(name, _)| name != "MARU_LISTEN");
        variables.push(("MARU_LISTEN".to_owned(), listen));
    }
    variables
}

async fn migrate(config: Config) -> anyhow::Result<()> {
    let ground = Ground::open(config, embedded::Role::Command, 2).await?;
    ground.close().await
}

fn manual() -> std::io::Result<()> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    clap_mangen::Man::new(command).render(&mut std::io::stdout())
}
