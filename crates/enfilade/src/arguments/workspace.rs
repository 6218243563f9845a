//! Arguments by which workspaces are made and set up.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Json;

#[derive(Debug, Subcommand)]
pub(crate) enum WorkspaceCommand {
    /// Answer the set-up questions; what is not given stays as it is.
    #[command(after_help = "Example: enfilade workspace configure --decision-months 4 --own-domain example.com")]
    Configure(Configure),
    /// Show the answers.
    #[command(after_help = "Example: enfilade workspace show --json")]
    Show(Json),
    /// The language of the pages: how far it reaches, or another one from a translation file.
    #[command(
        after_help = "Example: enfilade workspace language --template > enfilade.pot\n         enfilade workspace language --file de.po"
    )]
    Language(Language),
    /// All workspaces.
    #[command(after_help = "Example: enfilade workspace list --json")]
    List(Json),
}

#[derive(Debug, Args)]
pub(crate) struct Configure {
    /// What people call the workspace, on its sheets and in lists; an empty text takes the name away.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// How long a typical decision takes, in months.
    #[arg(long, value_name = "N")]
    pub(crate) decision_months: Option<f64>,
    /// IANA name such as Europe/Berlin, for dates on screen.
    #[arg(long, value_name = "Z")]
    pub(crate) time_zone: Option<String>,
    /// Own domain; repeatable, replaces those given before.
    #[arg(long, value_name = "D")]
    pub(crate) own_domain: Vec<String>,
    /// Own network as address or CIDR; repeatable, replaces those given before.
    #[arg(long, value_name = "CIDR")]
    pub(crate) office_network: Vec<String>,
    /// A competitor's domain; repeatable, replaces those given before.
    #[arg(long, value_name = "D")]
    pub(crate) competitor_domain: Vec<String>,
    /// What happens with visitors who said nothing about consent.
    #[arg(long, value_enum)]
    pub(crate) consent: Option<Consent>,
    /// Remove events older than this many days; 0 keeps everything.
    #[arg(long, value_name = "DAYS")]
    pub(crate) retention_days: Option<u32>,
    /// A role without which no decision is made, such as finance; repeatable, replaces those given before. `default`
    /// returns to operations, finance and executive, and legal where the library has content for them.
    #[arg(long, value_name = "R")]
    pub(crate) essential_role: Vec<String>,
    /// How well companies fit whose fit the accounts file does not state: industry, country, employees, fit, such as
    /// "road freight, DE, 200-2000, 0.9"; a star or nothing for any. Repeatable, replaces those given before; the first
    /// that is about a company holds. `none` takes all away.
    #[arg(long, value_name = "RULE")]
    pub(crate) fit_rule: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Language {
    /// A .po file as gettext's tools write it. It is checked as a whole, and taken as a whole or not at all.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["template", "remove"])]
    pub(crate) file: Option<PathBuf>,
    /// Print every text of the pages as a .pot file, for whoever translates.
    #[arg(long, conflicts_with = "remove")]
    pub(crate) template: bool,
    /// Return to English.
    #[arg(long)]
    pub(crate) remove: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Consent {
    /// Read unless declined.
    OptOut,
    /// Read only after agreement.
    OptIn,
    /// No cookie at all; companies only.
    CookieFree,
}
