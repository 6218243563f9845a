//! A line of an events file.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::event_line(bytes));
