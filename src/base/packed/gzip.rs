//! Compressing on several processors: pieces of a text at the same time, joined to one stream.
//!
//! Whoever asks first after a change waits for it, and most of that wait was one processor compressing.

use std::{
    num::NonZero,
    thread,
    time::{Duration, Instant},
};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// Octets that are compressed by one thread; what is longer is cut into equal pieces of at most so many. Where it is cut
/// hangs on the length alone, not on the machine: every node makes the same bytes.
const PIECE: usize = 256 * 1024;
/// How far back DEFLATE refers (RFC 1951 section 2): each piece knows the end of the one before it.
const WINDOW: usize = 32 * 1024;
/// RFC 1952 section 2.3: DEFLATE, no flags, no time, no extra flags, no system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// What was compressed.
#[derive(Debug)]
pub struct Packed {
    /// One member (RFC 1952).
    pub octets: Vec<u8>,
    /// How long the threads worked on it, one after the other.
    pub work: Duration,
}

/// `plain`, compressed (RFC 1952). The header names neither a time nor a machine, so that the same data gives the same
/// bytes. It takes some 15 ms of a processor a megabyte: not for a thread that serves others.
pub fn gzip(plain: &[u8]) -> Packed {
    let step = plain
        .len()
        .div_ceil(plain.len().div_ceil(PIECE).max(1))
        .max(1);
    let starts: Vec<usize> = (0..plain.len().max(1)).step_by(step).collect();
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = starts.len().div_ceil(threads);
    let pieces = |starts: &[usize]| -> Vec<Piece> {
        let piece = |&from: &usize| Piece::of(plain, from, (from + step).min(plain.len()));
        starts.iter().map(piece).collect()
    };
    let (own, others) = starts.split_at(share);
    let pieces: Vec<Piece> = thread::scope(|scope| {
        let pieces = &pieces;
        let others: Vec<_> = others
            .chunks(share)
            .map(|starts| scope.spawn(move || pieces(starts)))
            .collect();
        let own = pieces(own).into_iter();
        own.chain(
            others
                .into_iter()
                .flat_map(|other| other.join().expect("compressing in memory does not panic")),
        )
        .collect()
    });
    joined(&pieces)
}

fn joined(pieces: &[Piece]) -> Packed {
    let length: usize = pieces.iter().map(|piece| piece.deflated.len()).sum();
    let mut octets = Vec::with_capacity(HEADER.len() + length + 8);
    octets.extend(HEADER);
    let mut sum = Crc::new();
    for piece in pieces {
        octets.extend_from_slice(&piece.deflated);
        sum.combine(&piece.sum);
    }
    octets.extend(sum.sum().to_le_bytes());
    // ISIZE: the length modulo 2³².
    octets.extend(sum.amount().to_le_bytes());
    let work = pieces.iter().map(|piece| piece.work).sum();
    Packed { octets, work }
}

/// A part of the stream, whole octets of it.
struct Piece {
    deflated: Vec<u8>,
    sum: Crc,
    work: Duration,
}

impl Piece {
    /// What stands in `plain` from `from` to `to`; the last one ends the stream.
    fn of(plain: &[u8], from: usize, to: usize) -> Self {
        let began = Instant::now();
        let (before, plain, is_last) = (
            &plain[from.saturating_sub(WINDOW)..from],
            &plain[from..to],
            to == plain.len(),
        );
        let mut stream = Compress::new(Compression::default(), false);
        if !before.is_empty() {
            stream
                .set_dictionary(before)
                .expect("a stream that has not begun takes a dictionary");
        }
        let flush = if is_last {
            FlushCompress::Finish
        } else {
            FlushCompress::Sync
        };
        let mut deflated = Vec::with_capacity(plain.len() / 6 + 64);
        loop {
            let done = usize::try_from(stream.total_in()).expect("it is shorter than the memory");
            let status = stream
                .compress_vec(&plain[done..], &mut deflated, flush)
                .expect("compressing in memory cannot fail");
            let is_out =
                status == Status::StreamEnd || !is_last && deflated.len() < deflated.capacity();
            if is_out {
                break;
            }
            deflated.reserve(plain.len() / 8 + 64);
        }
        let mut sum = Crc::new();
        sum.update(plain);
        Self {
            deflated,
            sum,
            work: began.elapsed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn unpacked(packed: &Packed) -> Vec<u8> {
        let mut plain = Vec::new();
        // One member, read to its end: it checks the sum and the length.
        let mut reader = GzDecoder::new(&packed.octets[..]);
        reader.read_to_end(&mut plain).unwrap();
        assert!(reader.into_inner().is_empty(), "octets are left over");
        plain
    }

    /// Text that compresses, and octets that do not.
    fn sample(length: usize, is_noise: bool) -> Vec<u8> {
        let mut state = 7_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            state.to_be_bytes()[0]
        };
        (0..length)
            .map(|_| if is_noise { next() } else { b'a' + next() % 4 })
            .collect()
    }

    #[test]
    fn what_was_compressed_in_pieces_is_one_stream() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 5 * PIECE + 17] {
            for is_noise in [false, true] {
                let plain = sample(length, is_noise);
                let packed = gzip(&plain);
                assert!(unpacked(&packed) == plain, "{length} {is_noise}");
                assert_eq!(gzip(&plain).octets, packed.octets, "{length} {is_noise}");
            }
        }
    }

    #[test]
    fn a_piece_refers_to_the_one_before_it() {
        let noise = sample(WINDOW - 512, true);
        let packed = gzip(&noise.repeat(2 * PIECE / noise.len()));
        // The second piece starts with what stands at the end of the first: said once, not twice.
        assert!(packed.octets.len() < noise.len() + noise.len() / 2);
    }
}
