//! The settings: a TOML file (`--config`, or `MARU_CONFIG`) and environment variables, which win.
//!
//! Each key of the file is also a variable: `public_url` is `MARU_PUBLIC_URL`; `database_url` is `DATABASE_URL`. Secrets
//! may come from a file instead: `MARU_SECRET_KEY_FILE`. An unknown key is an error that names it.

mod dkim;
mod values;

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use figment::{
    Figment,
    providers::{Format, Serialized, Toml},
};
use secrecy::SecretString;
use serde::Deserialize;

use crate::base::{language::Language, secret::Key, telemetry::LogFormat, text, zone::Zone};
pub use dkim::Dkim;
use values::{
    a_minute, address, connections, default_data_dir, duration, mailbox, proxies, public_url,
};

/// Every setting, read and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The database; `None`: embedded PostgreSQL under [`Self::data_dir`].
    pub database_url: Option<SecretString>,
    /// Where Maru keeps its files.
    pub data_dir: PathBuf,
    /// Where it answers.
    pub listen: SocketAddr,
    /// How people reach it, without a slash at the end.
    pub public_url: String,
    /// Where mail goes; `None`: captured.
    pub smtp_url: Option<SecretString>,
    /// The mailbox that is asked for new mail; `None`: none is.
    pub imap_url: Option<SecretString>,
    /// Authorities whose certificates are trusted beside those that browsers trust, where mail is handed over and read: a
    /// file in PEM.
    pub mail_ca_file: Option<PathBuf>,
    /// With what the hub's mail is signed; `None`: not by Maru.
    pub dkim: Option<Dkim>,
    /// The hub's one mailbox.
    pub mail_from: Mailbox,
    /// Whether replies carry a token in the address (`hub+TOKEN@…`).
    pub reply_tokens: bool,
    /// What the hub is called.
    pub hub_name: String,
    /// The hub's own zone.
    pub zone: Zone,
    /// The language where nobody's wish is known.
    pub language: Language,
    /// The hub's key; `None`: kept in the data directory, made at the first start.
    pub secret_key: Option<Key>,
    /// SMTP connections of a worker.
    pub smtp_connections: usize,
    /// How many messages may go out a minute in all; `None`: as many as there are.
    pub smtp_rate: Option<NonZeroU32>,
    /// The same to the addresses of each domain.
    pub smtp_rate_per_domain: Option<NonZeroU32>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where figures are given to Prometheus; `None`: nowhere.
    pub metrics_listen: Option<SocketAddr>,
    /// How long edits are gathered before a change notice.
    pub change_window: Duration,
    /// The log filter.
    pub log: String,
    /// How log lines look.
    pub log_format: LogFormat,
}

/// A name and a mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// What stands before the address; may be empty.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A setting that cannot be used, or one that does not exist.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no such setting.
    #[error("there is no setting {0}; `maru doctor` lists those there are")]
    Unknown(String),
    /// Its value cannot be used.
    #[error("{setting}: {why}")]
    Wrong {
        /// The variable's name.
        setting: &'static str,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// The file cannot be read.
    #[error("the settings file {path}: {why}")]
    File {
        /// Where it is.
        path: String,
        /// What is wrong.
        why: String,
    },
}

// The file's keys, which are also the variables' names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    database_url: Option<String>,
    data_dir: Option<String>,
    listen: Option<String>,
    public_url: Option<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    imap_url: Option<String>,
    mail_ca_file: Option<String>,
    dkim_key_file: Option<String>,
    dkim_selector: Option<String>,
    dkim_domain: Option<String>,
    reply_tokens: Option<String>,
    hub_name: Option<String>,
    zone: Option<String>,
    language: Option<String>,
    secret_key: Option<String>,
    smtp_connections: Option<Number>,
    smtp_rate: Option<Number>,
    smtp_rate_per_domain: Option<Number>,
    trusted_proxies: Option<List>,
    metrics_listen: Option<String>,
    change_window: Option<String>,
    log: Option<String>,
    log_format: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Number {
    Number(u32),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum List {
    Items(Vec<String>),
    Text(String),
}

/// The variables, in the order of the manual.
pub const VARIABLES: &[(&str, &str)] = &[
    ("DATABASE_URL", "database_url"),
    ("MARU_DATA_DIR", "data_dir"),
    ("MARU_LISTEN", "listen"),
    ("MARU_PUBLIC_URL", "public_url"),
    ("MARU_SMTP_URL", "smtp_url"),
    ("MARU_MAIL_FROM", "mail_from"),
    ("MARU_IMAP_URL", "imap_url"),
    ("MARU_MAIL_CA_FILE", "mail_ca_file"),
    ("MARU_DKIM_KEY_FILE", "dkim_key_file"),
    ("MARU_DKIM_SELECTOR", "dkim_selector"),
    ("MARU_DKIM_DOMAIN", "dkim_domain"),
    ("MARU_REPLY_TOKENS", "reply_tokens"),
    ("MARU_HUB_NAME", "hub_name"),
    ("MARU_ZONE", "zone"),
    ("MARU_LANGUAGE", "language"),
    ("MARU_SECRET_KEY", "secret_key"),
    ("MARU_SMTP_CONNECTIONS", "smtp_connections"),
    ("MARU_SMTP_RATE", "smtp_rate"),
    ("MARU_SMTP_RATE_PER_DOMAIN", "smtp_rate_per_domain"),
    ("MARU_TRUSTED_PROXIES", "trusted_proxies"),
    ("MARU_METRICS_LISTEN", "metrics_listen"),
    ("MARU_CHANGE_WINDOW", "change_window"),
    ("MARU_LOG", "log"),
    ("MARU_LOG_FORMAT", "log_format"),
];

/// Those that may also come from a file, `…_FILE`.
const SECRETS: &[&str] = &[
    "DATABASE_URL",
    "MARU_SMTP_URL",
    "MARU_IMAP_URL",
    "MARU_SECRET_KEY",
];

impl Config {
    /// Reads the settings from a file, if there is one, and from variables, which win.
    ///
    /// # Errors
    /// [`ConfigError`], naming the setting.
    pub fn read(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut figment = Figment::new();
        if let Some(path) = file {
            let shown = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|error| ConfigError::File {
                path: shown.clone(),
                why: error.to_string(),
            })?;
            let keys: toml_keys::Keys =
                Figment::from(Toml::string(&text))
                    .extract()
                    .map_err(|error| ConfigError::File {
                        path: shown.clone(),
                        why: error.to_string(),
                    })?;
            if let Some(unknown) = keys
                .keys()
                .find(|key| !VARIABLES.iter().any(|(_, known)| known == key))
            {
                return Err(ConfigError::Unknown(format!("“{unknown}” (in {shown})")));
            }
            figment = figment.merge(Toml::string(&text));
        }
        for (key, value) in from_variables(variables)? {
            figment = figment.merge(Serialized::default(key, value));
        }
        let raw: Raw = figment.extract().map_err(|error| ConfigError::File {
            path: file.map_or_else(|| "environment".into(), |path| path.display().to_string()),
            why: error.to_string(),
        })?;
        raw.checked()
    }
}

mod toml_keys {
    pub type Keys = std::collections::BTreeMap<String, figment::value::Value>;
}

fn from_variables(
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<BTreeMap<&'static str, String>, ConfigError> {
    let mut found = BTreeMap::new();
    for (name, value) in variables {
        if name == "MARU_CONFIG" {
            continue;
        }
        let (plain, from_file) = match name.strip_suffix("_FILE") {
            Some(plain) if SECRETS.contains(&plain) => (plain, true),
            _ => (name.as_str(), false),
        };
        let Some((setting, key)) = VARIABLES.iter().find(|(variable, _)| *variable == plain) else {
            if name.starts_with("MARU_") {
                return Err(ConfigError::Unknown(name));
            }
            continue;
        };
        if value.is_empty() {
            continue;
        }
        let value = if from_file {
            std::fs::read_to_string(&value)
                .map_err(|error| {
                    wrong(setting, format!("the file {value} cannot be read: {error}"))
                })?
                .trim()
                .to_owned()
        } else {
            value
        };
        if found.insert(*key, value).is_some() {
            // Which of the two came last is chance, and the other may name another hub.
            return Err(wrong(
                setting,
                format!(
                    "it is set twice, by {setting} and by {setting}_FILE; take one of them away"
                ),
            ));
        }
    }
    Ok(found)
}

impl Raw {
    fn checked(self) -> Result<Config, ConfigError> {
        if let Some(url) = &self.database_url
            && !(url.starts_with("postgres://") || url.starts_with("postgresql://"))
        {
            return Err(wrong(
                "DATABASE_URL",
                "write postgres://user:password@host/database".into(),
            ));
        }
        let database_url = self.database_url.map(SecretString::from);
        let secret_key = self
            .secret_key
            .map(|hex| Key::from_hex(&hex))
            .transpose()
            .map_err(|error| wrong("MARU_SECRET_KEY", error.to_string()))?;
        if database_url.is_some() && secret_key.is_none() {
            return Err(wrong(
                "MARU_SECRET_KEY",
                "it is needed together with DATABASE_URL: 64 hexadecimal digits, such as `openssl rand -hex 32` prints; \
                 the same on every machine that serves this database"
                    .into(),
            ));
        }
        let mail_from = mailbox(self.mail_from.as_deref().unwrap_or("Maru <maru@localhost>"))?;
        Ok(Config {
            dkim: Dkim::checked(
                self.dkim_key_file,
                self.dkim_selector,
                self.dkim_domain,
                &mail_from,
            )?,
            mail_from,
            mail_ca_file: self.mail_ca_file.map(PathBuf::from),
            data_dir: self.data_dir.map_or_else(default_data_dir, PathBuf::from),
            listen: address(
                "MARU_LISTEN",
                self.listen.as_deref().unwrap_or("127.0.0.1:8080"),
            )?,
            public_url: public_url(self.public_url.as_deref(), self.listen.as_deref())?,
            smtp_url: self.smtp_url.map(SecretString::from),
            imap_url: self.imap_url.map(SecretString::from),
            reply_tokens: match self.reply_tokens.as_deref().unwrap_or("plus") {
                "plus" => true,
                "off" => false,
                other => {
                    return Err(wrong(
                        "MARU_REPLY_TOKENS",
                        format!("“{other}” is neither plus nor off"),
                    ));
                }
            },
            hub_name: self
                .hub_name
                .map(|name| text::line(&name))
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "Maru".into()),
            zone: self
                .zone
                .as_deref()
                .unwrap_or("Asia/Seoul")
                .parse()
                .map_err(|error: crate::base::zone::NoSuchZone| {
                    wrong("MARU_ZONE", error.to_string())
                })?,
            language: self.language.as_deref().unwrap_or("en").parse().map_err(
                |error: crate::base::language::NoSuchLanguage| {
                    wrong("MARU_LANGUAGE", error.to_string())
                },
            )?,
            secret_key,
            database_url,
            smtp_connections: connections(self.smtp_connections)?,
            smtp_rate: a_minute("MARU_SMTP_RATE", self.smtp_rate)?,
            smtp_rate_per_domain: a_minute("MARU_SMTP_RATE_PER_DOMAIN", self.smtp_rate_per_domain)?,
            trusted_proxies: proxies(self.trusted_proxies)?,
            metrics_listen: self
                .metrics_listen
                .map(|listen| address("MARU_METRICS_LISTEN", &listen))
                .transpose()?,
            change_window: duration(self.change_window.as_deref().unwrap_or("10m"))?,
            log: self.log.unwrap_or_else(|| "info".into()),
            log_format: match self.log_format.as_deref().unwrap_or("text") {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                other => {
                    return Err(wrong(
                        "MARU_LOG_FORMAT",
                        format!("“{other}” is neither text nor json"),
                    ));
                }
            },
        })
    }
}

fn wrong(setting: &'static str, why: String) -> ConfigError {
    ConfigError::Wrong { setting, why }
}

#[cfg(test)]
mod tests;
