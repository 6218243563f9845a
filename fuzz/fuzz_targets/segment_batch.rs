//! A request body of the collection API.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::segment_batch(bytes));
