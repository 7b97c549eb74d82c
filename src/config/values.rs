//! How the values of settings are written.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{ConfigError, List, Mailbox, Number, wrong};
use crate::base::text;

/// Where files go if nothing is said: `/var/lib/maru` as root, else as the XDG base directory specification has it.
pub(super) fn default_data_dir() -> PathBuf {
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

pub(super) fn address(setting: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.replace("localhost:", "127.0.0.1:")
        .parse()
        .map_err(|_| {
            wrong(
                setting,
                format!("“{text}” is no address; write such as 127.0.0.1:8080"),
            )
        })
}

pub(super) fn public_url(set: Option<&str>, listen: Option<&str>) -> Result<String, ConfigError> {
    let url = set.map_or_else(
        || {
            format!(
                "http://{}",
                listen
                    .unwrap_or("127.0.0.1:8080")
                    .replace("0.0.0.0", "127.0.0.1")
                    .replace("[::]", "[::1]")
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

pub(super) fn mailbox(text: &str) -> Result<Mailbox, ConfigError> {
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

pub(super) fn connections(set: Option<Number>) -> Result<usize, ConfigError> {
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

/// How many messages a minute; none where it is not set.
pub(super) fn a_minute(
    setting: &'static str,
    set: Option<Number>,
) -> Result<Option<NonZeroU32>, ConfigError> {
    let number = match set {
        None => return Ok(None),
        Some(Number::Number(number)) => NonZeroU32::new(number),
        Some(Number::Text(text)) => text.trim().parse().ok(),
    };
    let why = "write how many messages may go out a minute: a number from 1 on".to_owned();
    number.map(Some).ok_or_else(|| wrong(setting, why))
}

pub(super) fn proxies(set: Option<List>) -> Result<Vec<IpAddr>, ConfigError> {
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
pub(super) fn duration(text: &str) -> Result<Duration, ConfigError> {
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
    let number = number.parse::<u64>().ok();
    let seconds = number
        .zip(seconds)
        .and_then(|(n, unit)| n.checked_mul(unit));
    match seconds {
        Some(seconds) if seconds <= 7 * 24 * 3600 => Ok(Duration::from_secs(seconds)),
        _ => Err(wrong(
            "MARU_CHANGE_WINDOW",
            format!("“{text}” is no span of time; write such as 90s, 10m or 2h"),
        )),
    }
}
