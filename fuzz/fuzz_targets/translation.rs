//! A workspace's translation file, held against the texts that there are.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::translation(bytes));
