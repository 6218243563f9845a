//! A page in HTML, Markdown or plain text.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::page(bytes));
