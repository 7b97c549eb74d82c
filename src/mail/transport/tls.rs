//! TLS over a socket of our own: from the first byte, or once the server has agreed to it.
//!
//! The library opens such connections itself, but then without `TCP_NODELAY`, and after STARTTLS it goes on with what it had
//! read before. It can put TLS over a socket that it is
//! given; what it makes of it reads and writes by the traits of `futures`, and the connection wants those of `tokio`.

use std::{
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use futures_util::io::{AsyncRead as _, AsyncWrite as _};
#[expect(
    deprecated,
    reason = "to be private in the library's next version; nothing else puts its TLS over a given socket"
)]
use lettre::transport::smtp::client::AsyncNetworkStream;
use lettre::transport::smtp::{
    Error,
    client::{AsyncTokioStream, TlsParameters},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// A socket under TLS.
#[expect(deprecated, reason = "as above")]
pub(super) struct Wrapped {
    stream: AsyncNetworkStream,
    peer: Option<SocketAddr>,
}

/// Shakes hands; the server's certificate must be valid for its name.
#[expect(deprecated, reason = "as above")]
pub(super) async fn wrap(
    socket: impl AsyncTokioStream + 'static,
    parameters: TlsParameters,
) -> Result<Wrapped, Error> {
    let peer = socket.peer_addr().ok();
    let mut stream = AsyncNetworkStream::use_existing_tokio1(Box::new(socket));
    stream.upgrade_tls(parameters).await?;
    Ok(Wrapped { stream, peer })
}

impl AsyncTokioStream for Wrapped {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.peer
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotConnected))
    }
}

impl AsyncRead for Wrapped {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read =
            Pin::new(&mut self.get_mut().stream).poll_read(context, into.initialize_unfilled());
        read.map_ok(|count| into.advance(count))
    }
}

impl AsyncWrite for Wrapped {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_close(context)
    }
}

impl fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wrapped")
            .field("peer", &self.peer)
            .finish_non_exhaustive()
    }
}

/// A socket that the library speaks over until STARTTLS, and that goes under TLS then. What the library had read beyond the
/// server's agreement stays behind with it: whoever sits in between may have put it there (RFC 3207 section 4.2).
#[derive(Debug, Clone)]
pub(super) struct Shared(Arc<Mutex<TcpStream>>);

impl Shared {
    pub(super) fn new(socket: TcpStream) -> Self {
        Self(Arc::new(Mutex::new(socket)))
    }

    fn socket(&self) -> MutexGuard<'_, TcpStream> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AsyncTokioStream for Shared {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.socket().peer_addr()
    }
}

impl AsyncRead for Shared {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.socket()).poll_read(context, into)
    }
}

impl AsyncWrite for Shared {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.socket()).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.socket()).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.socket()).poll_shutdown(context)
    }
}
