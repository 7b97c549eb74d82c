//! An entry, written and read back.

#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| maru_fuzz::write(octets));
