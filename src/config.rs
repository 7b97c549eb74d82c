//! The settings: a TOML file (`--config`, or `MARU_CONFIG`) and environment variables, which win.
//!
//! Each key of the file is also a variable: `public_url` is `MARU_PUBLIC_URL`; `database_url` is `DATABASE_URL`. Secrets
//! may come from a file instead: `MARU_SECRET_KEY_FILE`. An unknown key is an error that names it.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
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
    reply_tokens: Option<String>,
    hub_name: Option<String>,
    zone: Option<String>,
    language: Option<String>,
    secret_key: Option<String>,
    smtp_connections: Option<Number>,
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
    ("MARU_REPLY_TOKENS", "reply_tokens"),
    ("MARU_HUB_NAME", "hub_name"),
    ("MARU_ZONE", "zone"),
    ("MARU_LANGUAGE", "language"),
    ("MARU_SECRET_KEY", "secret_key"),
    ("MARU_SMTP_CONNECTIONS", "smtp_connections"),
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
        found.insert(*key, value);
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
        Ok(Config {
            data_dir: self.data_dir.map_or_else(default_data_dir, PathBuf::from),
            listen: address(
                "MARU_LISTEN",
                self.listen.as_deref().unwrap_or("127.0.0.1:8080"),
            )?,
            public_url: public_url(self.public_url.as_deref(), self.listen.as_deref())?,
            smtp_url: self.smtp_url.map(SecretString::from),
            imap_url: self.imap_url.map(SecretString::from),
            mail_from: mailbox(self.mail_from.as_deref().unwrap_or("Maru <maru@localhost>"))?,
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

/// Where files go if nothing is said: `/var/lib/maru` as root, else as the XDG base directory specification has it.
fn default_data_dir() -> PathBuf {
    if rustix::process::geteuid().is_root() {
        return "/var/lib/maru".into();
    }
    if let Some(data) =
        std::env::var_os("XDG_DATA_HOME").filter(|data| Path::new(data).is_absolute())
    {
        return PathBuf::from(data).join("maru");
    }
    let home = std::env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from);
    home.join(".local/share/maru")
}

fn address(setting: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.replace("localhost:", "127.0.0.1:")
        .parse()
        .map_err(|_| {
            wrong(
                setting,
                format!("“{text}” is no address; write such as 127.0.0.1:8080"),
            )
        })
}

fn public_url(set: Option<&str>, listen: Option<&str>) -> Result<String, ConfigError> {
    let url = set.map_or_else(
        || {
            format!(
                "http://{}",
                listen
                    .unwrap_or("127.0.0.1:8080")
                    .replace("0.0.0.0", "127.0.0.1")
            )
        },
        str::to_owned,
    );
    let url = url.trim_end_matches('/').to_owned();
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ', '"', '<']) => Ok(url),
        _ => Err(wrong(
            "MARU_PUBLIC_URL",
            format!("“{url}” must be http:// or https:// with a host and nothing behind it"),
        )),
    }
}

fn mailbox(text: &str) -> Result<Mailbox, ConfigError> {
    let (name, address) = match text.rsplit_once('<') {
        Some((name, rest)) => (
            name.trim().trim_matches('"'),
            rest.strip_suffix('>').unwrap_or(""),
        ),
        None => ("", text),
    };
    // Our own mailbox may be at a host without a dot, such as localhost.
    text::address(address)
        .map(|address| Mailbox {
            name: text::line(name),
            address,
        })
        .ok_or_else(|| {
            wrong(
                "MARU_MAIL_FROM",
                format!("“{text}” is no mailbox; write such as Hub <hub@example.org>"),
            )
        })
}

fn connections(set: Option<Number>) -> Result<usize, ConfigError> {
    let number = match set {
        None => Some(4),
        Some(Number::Number(number)) => usize::try_from(number).ok(),
        Some(Number::Text(text)) => text.trim().parse().ok(),
    };
    number.filter(|n| (1..=64).contains(n)).ok_or_else(|| {
        wrong(
            "MARU_SMTP_CONNECTIONS",
            "write a number from 1 to 64".into(),
        )
    })
}

fn proxies(set: Option<List>) -> Result<Vec<IpAddr>, ConfigError> {
    let items = match set {
        None => Vec::new(),
        Some(List::Items(items)) => items,
        Some(List::Text(text)) => text.split(',').map(str::to_owned).collect(),
    };
    items
        .iter()
        .map(|item| {
            item.trim()
                .parse()
                .map_err(|_| wrong("MARU_TRUSTED_PROXIES", format!("“{item}” is no IP address")))
        })
        .collect()
}

/// `90s`, `10m`, `2h`; a bare number is seconds.
fn duration(text: &str) -> Result<Duration, ConfigError> {
    let (number, unit) = text.trim().split_at(
        text.trim()
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.trim().len()),
    );
    let seconds = match unit.trim() {
        "" | "s" => Some(1),
        "m" => Some(60),
        "h" => Some(3600),
        _ => None,
    };
    match (number.parse::<u64>(), seconds) {
        (Ok(number), Some(seconds)) if number <= 7 * 24 * 3600 => {
            Ok(Duration::from_secs(number * seconds))
        }
        _ => Err(wrong(
            "MARU_CHANGE_WINDOW",
            format!("“{text}” is no span of time; write such as 90s, 10m or 2h"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(
            None,
            variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        )
    }

    #[test]
    fn the_defaults_are_those_of_the_manual() {
        let config = read(&[]).unwrap();
        assert_eq!(config.listen, "127.0.0.1:8080".parse().unwrap());
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
        assert_eq!(config.zone.name(), "Asia/Seoul");
        assert_eq!(
            config.mail_from,
            Mailbox {
                name: "Maru".into(),
                address: "maru@localhost".into()
            }
        );
        assert_eq!(config.change_window, Duration::from_mins(10));
        assert_eq!(config.smtp_connections, 4);
        assert!(config.reply_tokens && config.database_url.is_none() && config.smtp_url.is_none());
    }

    #[test]
    fn an_unknown_setting_is_named() {
        let error = read(&[("MARU_LISTN", "x")]).unwrap_err().to_string();
        assert!(error.contains("MARU_LISTN"), "{error}");
        let file = std::env::temp_dir().join("maru-unknown-setting.toml");
        std::fs::write(&file, "lissten = 'x'\n").unwrap();
        let error = Config::read(Some(&file), []).unwrap_err().to_string();
        assert!(error.contains("lissten"), "{error}");
    }

    #[test]
    fn a_wrong_value_names_its_setting() {
        for (name, value) in [
            ("MARU_ZONE", "Asia/Soeul"),
            ("MARU_LANGUAGE", "fr"),
            ("MARU_LISTEN", "somewhere"),
            ("MARU_PUBLIC_URL", "hub.example"),
            ("MARU_CHANGE_WINDOW", "soon"),
            ("MARU_MAIL_FROM", "Hub <hub@\r\nBcc: x>"),
            ("MARU_SECRET_KEY", "abc"),
            ("MARU_REPLY_TOKENS", "yes"),
            ("MARU_SMTP_CONNECTIONS", "0"),
            ("MARU_TRUSTED_PROXIES", "10.0.0.1, proxy"),
            ("DATABASE_URL", "mysql://x"),
            ("MARU_LOG_FORMAT", "xml"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.starts_with(name), "{name}: {error}");
        }
    }

    #[test]
    fn a_variable_wins_over_the_file_and_a_secret_may_come_from_one() {
        let file = std::env::temp_dir().join("maru-config-test.toml");
        std::fs::write(
            &file,
            "hub_name = 'From the file'\nzone = 'Europe/Paris'\nsmtp_connections = 2\n",
        )
        .unwrap();
        let secret = std::env::temp_dir().join("maru-config-test.key");
        std::fs::write(&secret, format!("{}\n", "ab".repeat(32))).unwrap();
        let config = Config::read(
            Some(&file),
            [
                ("MARU_HUB_NAME".to_owned(), "From the variable".to_owned()),
                (
                    "MARU_SECRET_KEY_FILE".to_owned(),
                    secret.display().to_string(),
                ),
            ],
        )
        .unwrap();
        assert_eq!(config.hub_name, "From the variable");
        assert_eq!(config.zone.name(), "Europe/Paris");
        assert_eq!(config.smtp_connections, 2);
        assert_eq!(config.secret_key.unwrap().to_hex(), "ab".repeat(32));
    }
}
