//! Each of the CSV files.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::csv(bytes));
