//! One file per command; this one opens what they stand on.

mod access;
pub(crate) mod audit;
pub(crate) mod backtest;
mod bench;
mod classify;
pub(crate) mod content;
mod demo;
pub(crate) mod desk;
mod doctor;
mod identity;
mod import;
mod keep;
pub(crate) mod learn;
mod part;
mod readings;
mod scenario;
mod serve;
pub(crate) mod site;
mod statement;
mod workspace;

use std::path::PathBuf;
use std::sync::Arc;

use enfilade_app::interpret::kept;
use enfilade_app::{AddressBook, App};
use enfilade_domain::{Band, SystemClock, Workspace};
use enfilade_store::{DatabaseAddress, Store};

use crate::arguments::workspace::WorkspaceCommand;
use crate::arguments::{Arguments, Command, ConfigCommand, ContentCommand, FIRST_WORKSPACE, KeyCommand, UserCommand};
use crate::configuration::{Configuration, SAMPLE};
use crate::failure::{Failure, Outcome};
use crate::output;

/// What commands stand on: the store is open, the workspace exists.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) app: App,
    pub(crate) store: Store,
    pub(crate) workspace: Workspace,
    pub(crate) address: DatabaseAddress,
    pub(crate) configuration: Configuration,
    /// The data directory.
    pub(crate) data: PathBuf,
}

impl Opened {
    fn open(arguments: &Arguments, configuration: Configuration) -> Result<Self, Failure> {
        let slug = &arguments.workspace;
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if slug.is_empty() || slug.len() > 60 || !slug.chars().all(letters) {
            return Err(Failure::Usage(format!(
                "a workspace is named in lower-case letters, digits and dashes, not `{slug}`"
            )));
        }
        let address = configuration.database(arguments)?;
        let store = enfilade_store::open(&address)?;
        let book = AddressBook::open(&configuration.network_databases)?;
        let app = App::new(&store, Arc::new(SystemClock), book);
        kept::renew(&app)?;
        let workspace = match app.records.workspace(slug)? {
            Some(workspace) => workspace,
            None => make(&app, slug, &arguments.command)?,
        };
        Ok(Self { app, store, workspace, address, configuration, data: arguments.data.clone() })
    }
}

/// Whether a workspace that is not there yet is made for a command.
const fn begins_a_workspace(command: &Command) -> bool {
    matches!(
        command,
        Command::Serve(_)
            | Command::Demo(_)
            | Command::Import(_)
            | Command::Workspace(WorkspaceCommand::Configure(_))
            | Command::Crawl(_)
            | Command::Assess(_)
            | Command::Content(ContentCommand::Set(_) | ContentCommand::SetRules { .. })
            | Command::Key(KeyCommand::Add { .. })
            | Command::User(UserCommand::Add { .. })
    )
}

/// Makes a workspace for a command that puts something in. One that only looks is told what there is: a slip of the
/// finger would otherwise make an empty house and say that nobody is ready.
fn make(app: &App, slug: &str, command: &Command) -> Result<Workspace, Failure> {
    if slug != FIRST_WORKSPACE && !begins_a_workspace(command) {
        let known: Vec<String> = app.records.workspaces()?.into_iter().map(|one| one.slug).collect();
        let known =
            if known.is_empty() { "there is none yet".to_owned() } else { format!("there is {}", known.join(", ")) };
        return Err(Failure::Usage(format!(
            "there is no workspace `{slug}`; {known}. `import`, `serve`, `demo` and `workspace configure` make one"
        )));
    }
    let workspace = app.records.ensure_workspace(slug, app.now())?;
    if slug != FIRST_WORKSPACE {
        eprintln!("made the workspace `{slug}`");
    }
    Ok(workspace)
}

/// Does what the command line asks.
pub(crate) fn run(
    arguments: &Arguments,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Outcome, Failure> {
    let configuration = Configuration::load(arguments.config.as_deref(), environment)?;
    match &arguments.command {
        Command::Config(ConfigCommand::Init { file }) => return write_sample(file),
        Command::Config(ConfigCommand::Show) => {
            output::text_line(&format!("{configuration:#?}"));
            return Ok(Outcome::Done);
        }
        Command::Bench(bench) => return bench::run(bench),
        Command::Restore { file, replace } => {
            return keep::restore(&configuration.database(arguments)?, file, *replace);
        }
        Command::Scenario(scenario) => return scenario::run(scenario),
        Command::Classify(classify) => return classify::run(&configuration, classify),
        Command::Audit(asked) => return audit::run(&configuration, asked),
        _ => {}
    }
    let opened = Opened::open(arguments, configuration)?;
    match &arguments.command {
        Command::Serve(serve) => serve::run(&opened, serve),
        Command::Demo(demo) => demo::run(&opened, demo),
        Command::Import(import) => import::run(&opened, import),
        Command::Workspace(command) => workspace::run(&opened, command),
        Command::Readings(readings) => readings::list(&opened, readings),
        Command::Reading(reading) => readings::one(&opened, reading),
        Command::Ready(ready) => readings::in_bands(&opened, ready, &[Band::Ready]),
        Command::Asked(ready) => readings::in_bands(&opened, ready, &[Band::AskedToTalk]),
        Command::Quiet(asked) => readings::quiet(&opened, asked),
        Command::NotYet(ready) => readings::in_bands(&opened, ready, &[Band::NotYet, Band::GettingReady]),
        Command::Learn(asked) => learn::run(&opened, asked),
        Command::Backtest(backtest) => backtest::run(&opened, backtest),
        Command::Declare(asked) => statement::declare(&opened, asked),
        Command::Overrule(asked) => statement::overrule(&opened, asked),
        Command::Verdict(asked) => statement::verdict(&opened, asked),
        Command::Request(asked) => statement::request(&opened, asked),
        Command::Answer(asked) => statement::answer(&opened, asked),
        Command::Statements(asked) => statement::list(&opened, asked),
        Command::Undo(asked) => statement::undo(&opened, asked),
        Command::Identity(command) => identity::run(&opened, command),
        Command::Crawl(asked) => site::crawl(&opened, asked),
        Command::Assess(asked) => site::assess(&opened, asked),
        Command::Content(command) => content::run(&opened, command),
        Command::Desk(command) => desk::run(&opened, command),
        Command::Key(command) => access::keys(&opened, command),
        Command::User(command) => access::users(&opened, command),
        Command::Doctor(json) => doctor::run(&opened, *json),
        Command::Backup { file } => keep::backup(&opened, file),
        Command::Export { id } => keep::export(&opened, id),
        Command::Erase { id, yes, json } => keep::erase(&opened, id, *yes, *json),
        Command::Config(_)
        | Command::Bench(_)
        | Command::Restore { .. }
        | Command::Scenario(_)
        | Command::Audit(_)
        | Command::Classify(_) => Ok(Outcome::Done),
    }
}

fn write_sample(file: &std::path::Path) -> Result<Outcome, Failure> {
    if file.exists() {
        return Err(Failure::Usage(format!("{} is there already; it was left as it is", file.display())));
    }
    std::fs::write(file, SAMPLE)?;
    eprintln!("wrote {}", file.display());
    Ok(Outcome::Done)
}
