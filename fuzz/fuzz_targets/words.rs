//! Texts that name networks, agents and mail domains.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::words(bytes));
