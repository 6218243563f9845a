//! A line of an access log, in every format, to its event.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::access_log(bytes));
