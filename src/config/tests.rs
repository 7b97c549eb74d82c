//! What the settings take and what they refuse.

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
    assert_eq!(
        (config.smtp_rate, config.smtp_rate_per_domain),
        (None, None)
    );
    assert!(config.reply_tokens && config.database_url.is_none() && config.smtp_url.is_none());
}

#[test]
fn an_unknown_setting_is_named() {
    let error = read(&[("MARU_LISTN", "x")]).unwrap_err().to_string();
    assert!(error.contains("MARU_LISTN"), "{error}");
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("maru.toml");
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
        ("MARU_CHANGE_WINDOW", "604800h"),
        ("MARU_MAIL_FROM", "Hub <hub@\r\nBcc: x>"),
        ("MARU_SECRET_KEY", "abc"),
        ("MARU_REPLY_TOKENS", "yes"),
        ("MARU_SMTP_CONNECTIONS", "0"),
        ("MARU_SMTP_RATE", "0"),
        ("MARU_SMTP_RATE_PER_DOMAIN", "60/min"),
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
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("maru.toml");
    std::fs::write(
        &file,
        "hub_name = 'From the file'\nzone = 'Europe/Paris'\nsmtp_connections = 2\nsmtp_rate = 60\n",
    )
    .unwrap();
    let secret = dir.path().join("maru.key");
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
    assert_eq!(config.smtp_rate.map(u32::from), Some(60));
    assert_eq!(config.secret_key.unwrap().to_hex(), "ab".repeat(32));
}

#[test]
fn what_is_set_twice_is_refused_whichever_comes_last() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("database");
    std::fs::write(&file, "postgres://maru@new.example/maru\n").unwrap();
    let from_file = ("DATABASE_URL_FILE", file.to_str().unwrap());
    let plain = ("DATABASE_URL", "postgres://maru@old.example/maru");
    for both in [[plain, from_file], [from_file, plain]] {
        assert_eq!(
            read(&both).unwrap_err().to_string(),
            "DATABASE_URL: it is set twice, by DATABASE_URL and by DATABASE_URL_FILE; take one of them away"
        );
    }
    // What is set to nothing is not set.
    let nothing = read(&[from_file, ("DATABASE_URL", "")]).unwrap_err();
    assert!(nothing.to_string().starts_with("MARU_SECRET_KEY"));
}

#[test]
fn who_listens_everywhere_is_reached_on_this_machine() {
    for (listen, reached) in [
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("[::]:8080", "http://[::1]:8080"),
        ("192.0.2.7:80", "http://192.0.2.7:80"),
    ] {
        let config = read(&[("MARU_LISTEN", listen)]).unwrap();
        assert_eq!(config.public_url, reached);
    }
}

#[test]
fn mail_is_signed_where_a_key_and_its_name_are_set() {
    let key = ("MARU_DKIM_KEY_FILE", "/etc/maru/dkim.pem");
    let selector = ("MARU_DKIM_SELECTOR", "s1");
    let from = ("MARU_MAIL_FROM", "Hub <hub@Maru.Hub.example>");
    let signed = |domain: &str| {
        Some(Dkim {
            key_file: "/etc/maru/dkim.pem".into(),
            selector: "s1".into(),
            domain: domain.into(),
        })
    };
    let of = |variables: &[(&str, &str)]| read(variables).unwrap().dkim;
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[key, selector, from]), signed("maru.hub.example"));
    let above = ("MARU_DKIM_DOMAIN", "Hub.example");
    assert_eq!(of(&[key, selector, from, above]), signed("hub.example"));
    let refused = |variables: &[(&str, &str)]| read(variables).unwrap_err().to_string();
    for (wrong, begins) in [
        (&[key, from][..], "MARU_DKIM_KEY_FILE: it needs the name"),
        (&[selector], "MARU_DKIM_SELECTOR: it needs the key"),
        (&[above], "MARU_DKIM_DOMAIN: it needs the key"),
        (
            &[key, ("MARU_DKIM_SELECTOR", "s1; d=x")],
            "MARU_DKIM_SELECTOR: “s1; d=x” is no selector",
        ),
        (
            &[key, selector, from, ("MARU_DKIM_DOMAIN", "other.example")],
            "MARU_DKIM_DOMAIN: a signature of other.example says nothing of mail from hub@Maru.Hub.example",
        ),
        (
            &[key, selector, from, ("MARU_DKIM_DOMAIN", "ub.example")],
            "MARU_DKIM_DOMAIN: a signature of ub.example",
        ),
    ] {
        let error = refused(wrong);
        assert!(error.starts_with(begins), "{error}");
    }
}
