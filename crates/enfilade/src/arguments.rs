//! The command line.

pub(crate) mod bench;
pub(crate) mod statement;
pub(crate) mod workspace;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use enfilade_domain::Timestamp;

/// The workspace where everybody begins.
pub(crate) const FIRST_WORKSPACE: &str = "default";

/// Self-hosted buyer readiness: which room is each buyer in, how sure is that, and why.
#[derive(Debug, Parser)]
#[command(name = "enfilade", version, propagate_version = true)]
pub(crate) struct Arguments {
    /// Directory of the embedded database and everything else that is kept.
    #[arg(long, global = true, value_name = "DIR", default_value = "enfilade-data")]
    pub(crate) data: PathBuf,
    /// Configuration file; without it, enfilade.toml in the current directory where there is one.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Workspace to work in; made by the first command that puts something in.
    #[arg(long, global = true, value_name = "SLUG", default_value = FIRST_WORKSPACE)]
    pub(crate) workspace: String,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the collection API and the pages, and keep readings fresh.
    #[command(after_help = "Example: enfilade serve --listen 0.0.0.0:8080")]
    Serve(Serve),
    /// Furnish a workspace with a year of an invented vendor and its market, and serve it.
    #[command(after_help = "Example: enfilade demo --listen 127.0.0.1:8080")]
    Demo(Demo),
    /// Import events, content, accounts, deals, touches and web server logs.
    #[command(
        after_help = "Example: enfilade import --content content.csv --accounts accounts.csv --events events.jsonl.gz\n         enfilade import --logs access.log.gz --site https://www.example.com"
    )]
    Import(Import),
    /// Make and set up workspaces.
    #[command(subcommand)]
    Workspace(workspace::WorkspaceCommand),
    /// Every account or person, as known now or on a past day.
    #[command(after_help = "Example: enfilade readings --as-of 2026-03-01 --json")]
    Readings(Readings),
    /// One account (domain) or person, with the evidence.
    #[command(after_help = "Example: enfilade reading acme.example --as-of 2026-03-01")]
    Reading(ReadingOf),
    /// Accounts that are ready to hear from us, with reasons. May be empty, and often should be.
    #[command(after_help = "Example: enfilade ready --json")]
    Ready(Ready),
    /// Accounts that asked for a talk. Always to be honoured, whatever the reading.
    #[command(after_help = "Example: enfilade asked --json")]
    Asked(Ready),
    /// Accounts that are not ready yet, with reasons.
    #[command(after_help = "Example: enfilade not-yet --json")]
    NotYet(Ready),
    /// Learn the site's rhythm and who comes back from visits and silences, and the outlook from decided deals.
    #[command(
        after_help = "Example: enfilade learn\n         enfilade learn --until 2026-06-30\n         enfilade learn --list\n         enfilade learn --reset"
    )]
    Learn(crate::commands::learn::Learn),
    /// Accounts that have been reading for weeks and never raised a hand: who would be overlooked.
    #[command(after_help = "Example: enfilade quiet --json")]
    Quiet(Ready),
    /// How well did readings do on past dates, beside points and plain baselines? Nothing later leaks into a date.
    #[command(after_help = "Example: enfilade backtest --from 2026-01-01 --every 14 --html honesty.html")]
    Backtest(crate::commands::backtest::BacktestArguments),
    /// State an event inside the buyer's organisation, such as a freeze or a new leader.
    #[command(
        after_help = "Example: enfilade declare acme.example freeze --at 2026-03-01 --by Sam --note \"budget round\"\n         enfilade declare acme.example departed --person user:ana@acme.example"
    )]
    Declare(statement::Declare),
    /// Say where an account or a person stands, whatever the reading says. It counts at once, and fades.
    #[command(
        after_help = "Example: enfilade overrule acme.example --room problem --reason \"I spoke to her\" --by Sam"
    )]
    Overrule(statement::Overrule),
    /// Record what a conversation brought to light. Everything may be left open.
    #[command(
        after_help = "Example: enfilade verdict acme.example --prepared yes --room offer --asked-first \"how would this work for us\" --missing legal --welcome yes --by Sam"
    )]
    Verdict(statement::Verdict),
    /// Record a request to talk, with the points that become the agenda.
    #[command(after_help = "Example: enfilade request acme.example --point \"who does the migration\" --point price")]
    Request(statement::Request),
    /// Record that a request to talk was answered.
    #[command(after_help = "Example: enfilade answer 12 --by Sam")]
    Answer(statement::Answer),
    /// Everything that people stated.
    #[command(after_help = "Example: enfilade statements --account acme.example --json")]
    Statements(statement::ListStatements),
    /// Take a statement back by its number.
    #[command(after_help = "Example: enfilade undo 12")]
    Undo(statement::Undo),
    /// The evidence that ties devices to people and people to companies, and its undoing.
    #[command(subcommand)]
    Identity(IdentityCommand),
    /// What pages are for: pieces and path rules.
    #[command(subcommand)]
    Content(ContentCommand),
    /// The content desk: worksheets, the buyers' words, capabilities, drafts, the audience.
    #[command(subcommand)]
    Desk(crate::commands::desk::DeskCommand),
    /// Read a site, and fill the content library with what its pages are for.
    #[command(after_help = "Example: enfilade crawl https://www.example.com\n         enfilade crawl public/ --json")]
    Crawl(crate::commands::site::SiteArguments),
    /// Assess a web site room by room: scores, findings with quotes, and what to change.
    #[command(after_help = "Example: enfilade assess https://www.example.com --out report.html")]
    Assess(crate::commands::site::Assess),
    /// Does this piece meet a buyer in that room, and what does it take for granted?
    #[command(
        after_help = "Example: enfilade audit article.md --room problem --role finance\n         enfilade audit mail.txt --room solution --kind email"
    )]
    Audit(crate::commands::audit::AuditArguments),
    /// What a page is for: its room, role, posture and the passages that say so. HTML, Markdown or plain text.
    #[command(after_help = "Example: enfilade classify page.html post.md --json")]
    Classify(Classify),
    /// Replay acceptance stories and see what is read on each day; without an id, the state of all of them.
    #[command(
        after_help = "Example: enfilade scenario S22\n         enfilade scenario S22 --day 50\n         enfilade scenario --list"
    )]
    Scenario(ScenarioArguments),
    /// Keys that collection clients send.
    #[command(subcommand)]
    Key(KeyCommand),
    /// People who may sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// Is collection alive, is the store sound, when did each door last hear something?
    #[command(after_help = "Example: enfilade doctor")]
    Doctor(Json),
    /// Copy the embedded database while it is in use.
    #[command(after_help = "Example: enfilade backup /backups/enfilade-2026-03-01.db")]
    Backup { file: PathBuf },
    /// Put a backup back in place.
    #[command(after_help = "Example: enfilade restore /backups/enfilade-2026-03-01.db --replace")]
    Restore {
        file: PathBuf,
        /// Replace the present database.
        #[arg(long)]
        replace: bool,
    },
    /// Everything that is held about one person, as JSON lines: the reading, decisions, touches, events.
    #[command(after_help = "Example: enfilade export user:ana@acme.example > ana.json")]
    Export { id: String },
    /// Remove a person for good: events, threads and readings.
    #[command(after_help = "Example: enfilade erase user:ana@acme.example --yes")]
    Erase {
        id: String,
        /// Do it without asking.
        #[arg(long)]
        yes: bool,
        /// What was removed, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Configuration file.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The published benchmarks.
    #[command(subcommand)]
    Bench(bench::BenchCommand),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on; 127.0.0.1:8080 where neither this nor the configuration says otherwise.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Address to listen on. On a loopback address the demo is open without sign-in.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Only furnish the workspace.
    #[arg(long)]
    pub(crate) no_serve: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Events as JSON lines in the form of the Segment specification; `-` is stdin, `.gz` is accepted.
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Vec<PathBuf>,
    /// Content as CSV: path or url, kind, room, role, question, title, topic.
    #[arg(long, value_name = "FILE")]
    pub(crate) content: Vec<PathBuf>,
    /// Accounts as CSV: domain, name, employees, industry, country, fit, office_ip.
    #[arg(long, value_name = "FILE")]
    pub(crate) accounts: Vec<PathBuf>,
    /// Deals as CSV: deal_id, domain, opened_at, closed_at, stage, amount, source, heard_from.
    #[arg(long, value_name = "FILE")]
    pub(crate) deals: Vec<PathBuf>,
    /// Touches as CSV: at, domain, email, kind, by, asks.
    #[arg(long, value_name = "FILE")]
    pub(crate) touches: Vec<PathBuf>,
    /// Events inside buyers' organisations as CSV: at, domain, event, person, by, note.
    #[arg(long, value_name = "FILE")]
    pub(crate) declarations: Vec<PathBuf>,
    /// Verdicts after conversations as CSV: at, domain, person, by, prepared, room, asked_first, words, mentioned,
    /// missing, welcome, note.
    #[arg(long, value_name = "FILE")]
    pub(crate) verdicts: Vec<PathBuf>,
    /// Access logs: combined, common, vhost combined, Caddy JSON, CloudFront or W3C; recognised by themselves.
    #[arg(long, value_name = "FILE")]
    pub(crate) logs: Vec<PathBuf>,
    /// The site the logs are of, so that own links are told from others.
    #[arg(long, value_name = "URL")]
    pub(crate) site: Option<String>,
    /// Who brings the files; corrections in a content file that this program wrote are theirs.
    #[arg(long, value_name = "NAME", default_value = "the command line")]
    pub(crate) by: String,
    /// Write refused rows here, as JSON lines with file, line, field and reason.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// The summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args, Clone, Copy)]
pub(crate) struct Json {
    /// JSON lines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    Account,
    Person,
}

#[derive(Debug, Args)]
pub(crate) struct Readings {
    /// As known at this time (RFC 3339, or a date for the end of that day in UTC).
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    pub(crate) as_of: Option<Timestamp>,
    #[arg(long, value_enum, default_value = "account")]
    pub(crate) level: Level,
    /// JSON lines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReadingOf {
    /// A domain, or a person's id (`user:…`, `visitor:…`).
    pub(crate) id: String,
    /// The reasons by cause too, for whoever wants to check them.
    #[arg(long)]
    pub(crate) detail: bool,
    /// As known at this time.
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    pub(crate) as_of: Option<Timestamp>,
    /// JSON instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Ready {
    /// As known at this time.
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    pub(crate) as_of: Option<Timestamp>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum IdentityCommand {
    /// Mark a person or an account as of a kind, kept but out of readings; `unknown` brings it back.
    #[command(after_help = "Example: enfilade identity mark rival.example competitor --because \"sells the same\"")]
    Mark {
        /// A person's id or a domain.
        id: String,
        /// buyer, unknown, customer, candidate, competitor, staff or bot.
        kind: String,
        #[command(flatten)]
        decided: Decided,
    },
    /// Say that a device is not this user.
    #[command(after_help = "Example: enfilade identity part visitor:9f2c user:ana@acme.example")]
    Part {
        visitor: String,
        user: String,
        #[command(flatten)]
        decided: Decided,
    },
    /// Say that a person belongs to an account.
    #[command(after_help = "Example: enfilade identity place visitor:9f2c acme.example --because \"her own laptop\"")]
    Place {
        person: String,
        account: String,
        #[command(flatten)]
        decided: Decided,
    },
    /// Say that a person does not belong to an account.
    #[command(after_help = "Example: enfilade identity displace user:ben@mail.example acme.example")]
    Displace {
        person: String,
        account: String,
        #[command(flatten)]
        decided: Decided,
    },
    /// Take a decision back by its number.
    #[command(after_help = "Example: enfilade identity undo 3")]
    Undo {
        decision: i64,
        /// The decision as it now stands, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// All decisions.
    #[command(after_help = "Example: enfilade identity decisions --json")]
    Decisions(Json),
}

/// Why something is decided, and how it is told.
#[derive(Debug, Args)]
pub(crate) struct Decided {
    /// The reason, for whoever looks at it later.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) because: String,
    /// The decision as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ContentCommand {
    /// The pieces of the library, with what they are for and who says so; in JSON also what their readers did, as a server
    /// counted it last.
    #[command(after_help = "Example: enfilade content pieces --json")]
    Pieces(Json),
    /// Say what a piece is for; no crawl changes it afterwards. What is not given stays as it is.
    #[command(
        after_help = "Example: enfilade content set /blog/slow-handovers --room problem --role operations --by Mira\n         enfilade content set /deck-2026 --medium deck --room sales --question \"who does the work\""
    )]
    Set(crate::commands::content::SetPiece),
    /// What is looked for in a text, with reason, advice, and texts that do and do not set it off.
    #[command(after_help = "Example: enfilade content checks --json")]
    Checks(Json),
    /// The path rules in force, as CSV: pattern, kind, room.
    #[command(after_help = "Example: enfilade content rules > rules.csv")]
    Rules,
    /// Replace the path rules by a CSV file (pattern, kind, room); the first rule that fits wins.
    #[command(
        after_help = "Example: enfilade content rules > rules.csv; edit it; enfilade content set-rules rules.csv"
    )]
    SetRules { file: PathBuf },
}

#[derive(Debug, Args)]
pub(crate) struct ScenarioArguments {
    /// The story's id, such as S22 or S22-twin; or a file in the same form.
    pub(crate) id: Option<String>,
    /// List the stories without playing them.
    #[arg(long)]
    pub(crate) list: bool,
    /// Show the readings as of this day of the story.
    #[arg(long, value_name = "DAY")]
    pub(crate) day: Option<u32>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key.
    #[command(after_help = "Example: enfilade key add website")]
    Add {
        #[arg(default_value = "website")]
        label: String,
    },
    /// The keys of the workspace.
    #[command(after_help = "Example: enfilade key list --json")]
    List(Json),
    /// Refuse a key from now on.
    #[command(after_help = "Example: enfilade key revoke 0f3a9c")]
    Revoke { key: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add somebody; the password is read from stdin.
    #[command(after_help = "Example: enfilade user add ana@example.com --name Ana --role sales")]
    Add {
        email: String,
        #[arg(long, default_value = "")]
        name: String,
        /// owner, editor, sales or viewer.
        #[arg(long, default_value = "editor")]
        role: String,
    },
    /// Who may sign in, and in which role.
    #[command(after_help = "Example: enfilade user list --json")]
    List(Json),
    /// Replace a password, read from stdin.
    #[command(after_help = "Example: enfilade user password ana@example.com")]
    Password { email: String },
    /// Let somebody sign in no more.
    #[command(after_help = "Example: enfilade user remove ana@example.com")]
    Remove { email: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Write enfilade.toml with every key documented.
    #[command(after_help = "Example: enfilade config init enfilade.toml")]
    Init {
        #[arg(default_value = "enfilade.toml")]
        file: PathBuf,
    },
    /// The configuration in force.
    #[command(after_help = "Example: enfilade --config enfilade.toml config show")]
    Show,
}

#[derive(Debug, Args)]
pub(crate) struct Classify {
    /// Files or addresses to judge, in this order; `-` is standard input.
    #[arg(value_name = "FILE|URL", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// A host that may be read although its address is not public.
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Vec<String>,
    /// One JSON line for each.
    #[arg(long)]
    pub(crate) json: bool,
}
