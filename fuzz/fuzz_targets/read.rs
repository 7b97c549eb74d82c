//! Octets, read as a calendar and as an answer.

#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| maru_fuzz::read(octets));
