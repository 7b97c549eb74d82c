//! What the settings say of mail: where it is handed over, where it comes in, and with what it is signed.

use std::{path::Path, sync::Arc};

use secrecy::ExposeSecret;

use crate::{
    config::Config,
    mail::{
        inbound::imap::{Source, SourceError},
        sign::{KeyError, Signer},
        transport::{Destination, Server, ServerError},
    },
};

/// A setting by which the worker cannot start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// `MARU_SMTP_URL` names no server.
    #[error("MARU_SMTP_URL: {0}")]
    Smtp(#[from] ServerError),
    /// `MARU_IMAP_URL` names no mailbox.
    #[error("MARU_IMAP_URL: {0}")]
    Imap(#[from] SourceError),
    /// `MARU_MAIL_CA_FILE` holds no certificates.
    #[error("MARU_MAIL_CA_FILE: {0}")]
    Authorities(String),
    /// `MARU_DKIM_KEY_FILE` holds no key to sign with.
    #[error("MARU_DKIM_KEY_FILE: {file}: {why}")]
    Key {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: KeyError,
    },
}

/// Where mail is handed over.
///
/// # Errors
/// [`SettingError`] where the setting names no server, or the authorities to trust cannot be read.
pub fn destination(config: &Config) -> Result<Destination, SettingError> {
    let url = config.smtp_url.as_ref().map(ExposeSecret::expose_secret);
    match (
        Destination::from_setting(url)?,
        config.mail_ca_file.as_deref(),
    ) {
        (Destination::Smtp(server), Some(file)) => {
            let trusting = Server::clone(&server).trusting(&authorities(file)?);
            let trusting = trusting.map_err(|error| unreadable(file, &error))?;
            Ok(Destination::Smtp(Arc::new(trusting)))
        }
        (destination, _) => Ok(destination),
    }
}

/// The mailbox that is asked for new mail, where one is set.
///
/// # Errors
/// [`SettingError`] where the setting names no mailbox, or the authorities to trust cannot be read.
pub fn mailbox(config: &Config) -> Result<Option<Source>, SettingError> {
    let Some(url) = &config.imap_url else {
        return Ok(None);
    };
    let source: Source = url.expose_secret().parse()?;
    match config.mail_ca_file.as_deref() {
        Some(file) => {
            let trusting = source.trusting(&authorities(file)?);
            Ok(Some(trusting.map_err(|error| unreadable(file, &error))?))
        }
        None => Ok(Some(source)),
    }
}

/// With what mail is signed, where it is.
///
/// # Errors
/// [`SettingError::Key`].
pub fn signer(config: &Config) -> Result<Option<Arc<Signer>>, SettingError> {
    let Some(dkim) = &config.dkim else {
        return Ok(None);
    };
    let signer = std::fs::read(&dkim.key_file)
        .map_err(|error| KeyError::Unreadable(error.to_string()))
        .and_then(|pem| Signer::new(&dkim.domain, &dkim.selector, &pem))
        .map_err(|why| SettingError::Key {
            file: dkim.key_file.display().to_string(),
            why,
        })?;
    Ok(Some(Arc::new(signer)))
}

fn authorities(file: &Path) -> Result<Vec<u8>, SettingError> {
    let pem = std::fs::read(file).map_err(|error| unreadable(file, &error))?;
    let mark = b"-----BEGIN CERTIFICATE-----";
    match pem.windows(mark.len()).any(|window| window == mark) {
        true => Ok(pem),
        false => Err(unreadable(file, &"it holds no certificate in PEM")),
    }
}

fn unreadable(file: &Path, why: &dyn std::fmt::Display) -> SettingError {
    SettingError::Authorities(format!("{}: {why}", file.display()))
}
