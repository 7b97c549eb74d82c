//! The cluster's address, and the database in it.

use std::path::Path;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};

use super::error::EmbeddedError;
use super::init::NAME;

/// How long a server that calls itself ready may still turn us away.
const PATIENCE: Duration = Duration::from_secs(30);

/// `postgres://maru:PASSWORD@%2Fpath%2Fto%2Frun/maru`.
pub(super) fn url(socket_dir: &Path, password: &SecretString) -> SecretString {
    let host = socket_dir.to_string_lossy().replace('/', "%2F");
    SecretString::from(format!(
        "postgres://{NAME}:{}@{host}/{NAME}",
        password.expose_secret()
    ))
}

/// Makes the database `maru` where it is not there yet, and so sees that the address works.
pub(super) async fn ensure_database(url: &SecretString) -> Result<(), EmbeddedError> {
    let answered = tokio::time::timeout(2 * PATIENCE, make_database(url)).await;
    answered.unwrap_or_else(|_| {
        let message = format!("no answer in {} seconds", 2 * PATIENCE.as_secs());
        Err(EmbeddedError::Refused { message })
    })
}

async fn make_database(url: &SecretString) -> Result<(), EmbeddedError> {
    let config: Config = url.expose_secret().parse().map_err(|e| refused(&e))?;
    match connect(&config).await {
        Ok(_) => Ok(()),
        Err(e) if e.code() == Some(&SqlState::UNDEFINED_DATABASE) => {
            let mut first = config.clone();
            let client = connect(first.dbname("postgres"))
                .await
                .map_err(|e| refused(&e))?;
            let made = client
                .batch_execute(&format!("CREATE DATABASE {NAME}"))
                .await;
            made.map_err(|e| refused(&e))
        }
        Err(e) => Err(refused(&e)),
    }
}

async fn connect(config: &Config) -> Result<Client, tokio_postgres::Error> {
    let begun = Instant::now();
    loop {
        match config.connect(NoTls).await {
            Ok((client, connection)) => {
                // Ends when the client is dropped.
                tokio::spawn(connection);
                return Ok(client);
            }
            Err(e)
                if e.code() == Some(&SqlState::CANNOT_CONNECT_NOW)
                    && begun.elapsed() < PATIENCE =>
            {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(e) => return Err(e),
        }
    }
}

fn refused(error: &tokio_postgres::Error) -> EmbeddedError {
    let told = error.as_db_error().map(|e| e.message().to_owned());
    EmbeddedError::Refused {
        message: told.unwrap_or_else(|| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_postgres::config::Host;

    #[test]
    fn the_address_is_one_that_clients_read() {
        let url = url(
            Path::new("/var/lib/maru/postgres/run"),
            &SecretString::from("c0ffee"),
        );
        let config: Config = url.expose_secret().parse().unwrap();
        assert_eq!(
            config.get_hosts(),
            [Host::Unix("/var/lib/maru/postgres/run".into())]
        );
        assert_eq!(config.get_user(), Some("maru"));
        assert_eq!(config.get_password(), Some(b"c0ffee".as_slice()));
        assert_eq!(config.get_dbname(), Some("maru"));
    }
}
