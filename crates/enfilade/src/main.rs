//! Enfilade: reads the command line, opens the store, does what was asked, and says how it went.

mod arguments;
mod commands;
mod configuration;
mod failure;
mod output;
mod sources;

use std::process::ExitCode;

use clap::Parser;

/// Many small allocations of parsing are what the door spends its time on; this allocator halves it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    match commands::run(&arguments, std::env::vars()) {
        Ok(outcome) => outcome.into(),
        Err(failure) => failure.report(),
    }
}
