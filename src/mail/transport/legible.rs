//! What a server says, in whatever charset: the library gives up a connection whose answers are not UTF-8, and some servers
//! still answer in Latin-1 or EUC-KR. The code is what counts; of the words what can be read.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream from which only UTF-8 is read: where something else came, there is a question mark, so that no line grows beyond
/// what the library takes. What is written goes as it is.
#[derive(Debug)]
pub(super) struct Legible<S> {
    stream: S,
    /// What came of a character that is not whole yet.
    begun: Vec<u8>,
    /// What is to be given before anything else is read.
    ready: Vec<u8>,
}

impl<S> Legible<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            begun: Vec::new(),
            ready: Vec::new(),
        }
    }

    /// A stream on which the server has been greeted by already: the library wants to hear a greeting first.
    pub(super) fn greeted(stream: S) -> Self {
        Self {
            ready: b"220 greeted before\r\n".to_vec(),
            ..Self::new(stream)
        }
    }

    /// Gives what is ready, as far as there is room; answers whether there was anything.
    fn give(&mut self, into: &mut ReadBuf<'_>) -> bool {
        let count = self.ready.len().min(into.remaining());
        into.put_slice(&self.ready[..count]);
        self.ready.drain(..count);
        count > 0
    }

    /// Makes text of what has begun; at the end of all, of what never became whole too.
    fn decode(&mut self, at_end: bool) {
        let mut rest = &self.begun[..];
        loop {
            let Err(broken) = str::from_utf8(rest) else {
                self.ready.extend_from_slice(rest);
                rest = &[];
                break;
            };
            let (text, after) = rest.split_at(broken.valid_up_to());
            self.ready.extend_from_slice(text);
            rest = match broken.error_len() {
                Some(count) => &after[count..],
                None if at_end => &[],
                None => {
                    rest = after;
                    break;
                }
            };
            self.ready.push(b'?');
        }
        self.begun = rest.to_vec();
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Legible<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while into.remaining() > 0 && !this.give(into) {
            let before = into.filled().len();
            ready!(Pin::new(&mut this.stream).poll_read(context, into))?;
            let said = &into.filled()[before..];
            if this.begun.is_empty() && said.is_ascii() {
                break;
            }
            let at_end = said.is_empty();
            this.begun.extend_from_slice(said);
            into.set_filled(before);
            this.decode(at_end);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Legible<S> {
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
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

impl<S: AsyncTokioStream> AsyncTokioStream for Legible<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    /// What is read of octets that come in these pieces.
    async fn read(pieces: [&[u8]; 3]) -> String {
        let [first, second, third] = pieces;
        let mut text = String::new();
        Legible::new(first.chain(second).chain(third))
            .read_to_string(&mut text)
            .await
            .unwrap();
        text
    }

    #[tokio::test]
    async fn what_is_text_stays_and_what_is_not_is_marked() {
        for (pieces, text) in [
            (
                [&b"250 ok\r\n"[..], b"", b"221 bye\r\n"],
                "250 ok\r\n221 bye\r\n",
            ),
            // A character that comes in pieces is one.
            (
                [&b"550 \xec\x97"[..], b"\x86", b"\xec\x9d\x8c\r\n"],
                "550 없음\r\n",
            ),
            // Latin-1, EUC-KR, and half a character at the end.
            (
                [&b"550 Bo\xee"[..], b"te inconnue\r\n", b""],
                "550 Bo?te inconnue\r\n",
            ),
            (
                [
                    &b"550 \xbe\xf8\xb4\xc2 \xbb\xe7\xbf\xeb\xc0\xda\r\n"[..],
                    b"",
                    b"",
                ],
                "550 ???? ?????\r\n",
            ),
            ([&b"550 \xec"[..], b"\x97", b""], "550 ?"),
        ] {
            assert_eq!(read(pieces).await, text);
        }
    }

    #[tokio::test]
    async fn a_reader_with_little_room_gets_all_of_it() {
        let mut stream = Legible::greeted(&b"250 caf\xe9 \xec\x97\x86\r\n"[..]);
        let (mut all, mut one) = (Vec::new(), [0; 1]);
        while stream.read(&mut one).await.unwrap() > 0 {
            all.push(one[0]);
        }
        assert_eq!(
            String::from_utf8(all).unwrap(),
            "220 greeted before\r\n250 caf? 없\r\n"
        );
    }
}
