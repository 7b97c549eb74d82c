//! Octets, received as a mail.

#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| maru_fuzz::receive(octets));
