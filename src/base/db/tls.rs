//! TLS to PostgreSQL, by `sslmode` of its address:
//!
//! * `disable`: none.
//! * `prefer`, which is what an address says that says nothing: where the server offers it, whoever the server is. As with
//!   libpq, this keeps out those who only listen.
//! * `require`, `verify-ca`, `verify-full`: always, with a certificate that is valid for the server's name. libpq's
//!   `require` takes any certificate; here there is no way to ask for TLS and not to mean it.
//!
//! Authorities are those that browsers trust, or those in the file that `sslrootcert` names.

use std::{
    future::Future,
    io,
    path::Path,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, InvalidDnsNameError, ServerName, UnixTime, pem::PemObject},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::{
    Client, Config, Connection, Socket,
    config::{Host, SslMode},
    tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream},
};
use tokio_rustls::TlsConnector;

/// Where the database is, and how to speak to it.
#[derive(Clone)]
pub(super) struct Server {
    config: Config,
    tls: Tls,
}

impl Server {
    /// Reads an address. A word is logged where it leads to another machine and who answers there is not made sure of.
    ///
    /// # Errors
    /// What is wrong with it; never with the password in it.
    pub(super) fn at(url: &str) -> Result<Self, String> {
        let address = Address::read(url)?;
        let mut config: Config = address
            .rest
            .parse()
            .map_err(|error: tokio_postgres::Error| super::describe(&error))?;
        config.ssl_mode(match address.mode {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Verify => SslMode::Require,
        });
        if address.mode != Mode::Verify && !config.get_hosts().iter().all(is_local) {
            tracing::warn!(
                "the database is on another machine, and its certificate is not asked for: \
                 write sslmode=verify-full into DATABASE_URL"
            );
        }
        let tls = Tls::new(address.mode, address.authorities.as_deref())?;
        Ok(Self { config, tls })
    }

    /// A connection, to be driven by whoever asks for it.
    ///
    /// # Errors
    /// What the server or the way to it says.
    pub(super) async fn connect(
        &self,
    ) -> Result<(Client, Connection<Socket, Secured>), tokio_postgres::Error> {
        self.config.connect(self.tls.clone()).await
    }
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Verify,
}

/// An address, with what `tokio_postgres` does not know taken out of it.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    rest: String,
    mode: Mode,
    authorities: Option<String>,
}

impl Address {
    fn read(url: &str) -> Result<Self, String> {
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let mut address = Self {
            rest: place.to_owned(),
            mode: Mode::Prefer,
            authorities: None,
        };
        let mut kept = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", mode)) => {
                    address.mode = match mode {
                        "disable" => Mode::Disable,
                        "prefer" => Mode::Prefer,
                        "require" | "verify-ca" | "verify-full" => Mode::Verify,
                        other => {
                            return Err(format!(
                                "sslmode={other} is not known: write disable, prefer, require or verify-full"
                            ));
                        }
                    };
                }
                Some(("sslrootcert", file)) => address.authorities = Some(decoded(file)?),
                _ => kept.push(pair),
            }
        }
        if !kept.is_empty() {
            address.rest = format!("{place}?{}", kept.join("&"));
        }
        Ok(address)
    }
}

/// A value of a query, with its `%2F` written out.
fn decoded(value: &str) -> Result<String, String> {
    let mut octets = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err("sslrootcert cannot be read: a % is followed by two digits".into());
        };
        octets.push(u8::try_from(high * 16 + low).unwrap_or_default());
    }
    String::from_utf8(octets).map_err(|_| "sslrootcert is no name of a file".into())
}

/// Puts TLS over a connection.
#[derive(Clone)]
struct Tls(Arc<ClientConfig>);

impl Tls {
    fn new(mode: Mode, authorities: Option<&str>) -> Result<Self, String> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        let config = if mode == Mode::Verify {
            builder
                .with_root_certificates(roots(authorities)?)
                .with_no_client_auth()
        } else {
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Anyone(provider)))
                .with_no_client_auth()
        };
        Ok(Self(Arc::new(config)))
    }
}

fn roots(file: Option<&str>) -> Result<RootCertStore, String> {
    let Some(file) = file else {
        return Ok(RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        });
    };
    let wrong = |why: String| format!("sslrootcert={file} cannot be used: {why}");
    let mut roots = RootCertStore::empty();
    let found =
        CertificateDer::pem_file_iter(Path::new(file)).map_err(|error| wrong(error.to_string()))?;
    for certificate in found {
        let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| wrong(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(wrong("there is no certificate in it".into()));
    }
    Ok(roots)
}

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Secured;
    type TlsConnect = To;
    type Error = InvalidDnsNameError;

    fn make_tls_connect(&mut self, host: &str) -> Result<To, InvalidDnsNameError> {
        Ok(To {
            connector: TlsConnector::from(Arc::clone(&self.0)),
            // Of a socket file, which has no name and is never asked for one.
            name: match host {
                "" => ServerName::try_from("localhost")?,
                host => ServerName::try_from(host.to_owned())?,
            },
        })
    }
}

/// TLS to one server.
struct To {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl TlsConnect<Socket> for To {
    type Stream = Secured;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Secured>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(async move {
            let stream = self.connector.connect(self.name, socket).await?;
            Ok(Secured(Box::new(stream)))
        })
    }
}

/// A connection under TLS.
pub(super) struct Secured(Box<tokio_rustls::client::TlsStream<Socket>>);

impl TlsStream for Secured {
    /// None: a certificate that was looked at needs no second proof.
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Secured {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_read(context, into)
    }
}

impl AsyncWrite for Secured {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().0).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_shutdown(context)
    }
}

/// Takes any certificate, for `prefer`; what is signed with it is looked at all the same.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_tls_is_taken_out_of_an_address() {
        let read = |url: &str| {
            let address = Address::read(url).unwrap();
            (address.rest, address.mode, address.authorities)
        };
        assert_eq!(
            read("postgres://maru@db.example/maru"),
            ("postgres://maru@db.example/maru".into(), Mode::Prefer, None)
        );
        assert_eq!(
            read(
                "postgres://db/maru?connect_timeout=3&sslmode=verify-full&sslrootcert=%2Fetc%2Four%20ca.pem"
            ),
            (
                "postgres://db/maru?connect_timeout=3".into(),
                Mode::Verify,
                Some("/etc/our ca.pem".into())
            )
        );
        for (word, mode) in [
            ("disable", Mode::Disable),
            ("prefer", Mode::Prefer),
            ("require", Mode::Verify),
            ("verify-ca", Mode::Verify),
        ] {
            assert_eq!(read(&format!("postgres://db/maru?sslmode={word}")).1, mode);
        }
    }

    #[test]
    fn what_cannot_be_is_said_and_the_password_is_not() {
        let said = |url: &str| Server::at(url).err().unwrap_or_default();
        assert_eq!(
            said("postgres://maru:hush@db/maru?sslmode=allow"),
            "sslmode=allow is not known: write disable, prefer, require or verify-full"
        );
        let missing =
            said("postgres://maru:hush@db/maru?sslmode=require&sslrootcert=/nowhere/ca.pem");
        assert!(
            missing.starts_with("sslrootcert=/nowhere/ca.pem cannot be used:"),
            "{missing}"
        );
        let unknown = said("postgres://maru:hush@db/maru?colour=blue");
        assert!(
            unknown.contains("colour") && !unknown.contains("hush"),
            "{unknown}"
        );
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        let config: Config = "postgres://localhost,127.0.0.1,%2Frun%2Fpostgresql/maru"
            .parse()
            .unwrap();
        assert!(config.get_hosts().iter().all(is_local));
        let config: Config = "postgres://localhost,db.example/maru".parse().unwrap();
        assert!(!config.get_hosts().iter().all(is_local));
    }
}
