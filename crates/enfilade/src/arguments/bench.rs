//! Arguments of the published benchmarks.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// Durable acknowledgement over HTTP: batches of 20 and single events.
    #[command(after_help = "Example: enfilade bench ingest --seconds 8 --connections 32")]
    Ingest(BenchIngest),
    /// Pages of a house full of companies, while people read them and events arrive.
    #[command(after_help = "Example: enfilade bench pages --accounts 100000 --events 1000000")]
    Pages(BenchPages),
    /// Visits folded per second and core, person and account.
    Fold {
        #[arg(long, default_value_t = 6_000_000)]
        visits: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The measurement as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct BenchIngest {
    /// Seconds per measurement.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub(crate) seconds: u64,
    /// Connections of the load generator; each sends its next request when the last one is answered.
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) connections: u16,
    /// Only this measurement.
    #[arg(long, value_enum)]
    pub(crate) only: Option<Load>,
    /// Where the temporary data directory is made; on a disk, or durability costs nothing.
    #[arg(long, value_name = "DIR", conflicts_with = "against")]
    pub(crate) within: Option<PathBuf>,
    /// Send to a server that is already running, and measure the answers only.
    #[arg(long, value_name = "URL", requires = "key")]
    pub(crate) against: Option<String>,
    /// The write key for that server.
    #[arg(long, value_name = "KEY", requires = "against")]
    pub(crate) key: Option<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BenchPages {
    /// Companies in the store.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) accounts: u64,
    /// Events in the store, about.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub(crate) events: u64,
    /// People who read at once; each asks for the next page when the last one is there.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub(crate) readers: u16,
    /// Events per second that arrive meanwhile.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub(crate) rate: u64,
    /// Seconds for which they read.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub(crate) seconds: u64,
    /// Where the temporary data directory is made.
    #[arg(long, value_name = "DIR", conflicts_with = "house")]
    pub(crate) within: Option<PathBuf>,
    /// Keep the filled store in this folder; one that is there already is used again.
    #[arg(long, value_name = "DIR")]
    pub(crate) house: Option<PathBuf>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What the load generator sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Load {
    /// Batches of 20 events to `/v1/batch`.
    Batches,
    /// One event per request to `/v1/page`.
    Singles,
}
