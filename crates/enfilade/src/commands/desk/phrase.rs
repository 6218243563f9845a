//! `enfilade desk phrase`.

use clap::{Args, Subcommand};
use enfilade_app::build::desk::paper::{self, Kept};
use enfilade_app::build::desk::phrases::{self, Asked};
use enfilade_domain::{Domain, Phrase, PhraseOrigin, PhraseSource, Room, Timestamp};
use serde_json::{Value, json};

use super::{By, Opened, added, day, found, provenance, room, with};
use crate::arguments::Json;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum PhraseCommand {
    /// The collection, the newest words first.
    #[command(after_help = "Example: enfilade desk phrase list --search \"who has the list\" --room problem")]
    List(Search),
    /// Words of verdicts, of requests to talk and of "where did you hear of us", as far as nobody decided about them.
    #[command(after_help = "Example: enfilade desk phrase offered")]
    Offered(Json),
    /// Take offered words into the collection.
    #[command(after_help = "Example: enfilade desk phrase take statement:12 --room problem --topic handover")]
    Take {
        /// As `offered` names it, such as statement:12 or deal:D-7.
        origin: String,
        #[arg(long, value_parser = room)]
        room: Option<Room>,
        #[arg(long)]
        topic: Option<String>,
        #[command(flatten)]
        by: By,
        #[arg(long)]
        json: bool,
    },
    /// Put offered words away; they are not offered again.
    Decline {
        origin: String,
        #[command(flatten)]
        by: By,
    },
    /// Add words that you bring along.
    #[command(
        after_help = "Example: enfilade desk phrase add \"nobody knows who has the list\" --source call --said-by \"a ward sister\" --place \"recording 7, minute 12\" --room problem"
    )]
    Add(New),
    /// Pieces that use none of the buyers' words.
    #[command(after_help = "Example: enfilade desk phrase silent --json")]
    Silent(Json),
    /// Take words out of the collection.
    Remove {
        id: i64,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words that have to be in it.
    #[arg(long, value_name = "WORDS", default_value = "")]
    search: String,
    #[arg(long, value_parser = room)]
    room: Option<Room>,
    #[arg(long)]
    topic: Option<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    words: String,
    /// call, interview, podcast, survey, email, heard-from, request or other.
    #[arg(long, value_parser = source, default_value = "other")]
    source: PhraseSource,
    /// Who said it, as far as it may be told.
    #[arg(long, value_name = "WHO", default_value = "")]
    said_by: String,
    /// Where it was said: an address, a recording with its minute, a page of notes.
    #[arg(long, value_name = "WHERE", default_value = "")]
    place: String,
    /// The company's domain.
    #[arg(long, value_name = "DOMAIN")]
    account: Option<String>,
    /// When it was said; now where it is not given.
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    at: Option<Timestamp>,
    #[arg(long, value_parser = room)]
    room: Option<Room>,
    #[arg(long)]
    topic: Option<String>,
    #[command(flatten)]
    by: By,
    #[arg(long)]
    json: bool,
}

fn source(text: &str) -> Result<PhraseSource, String> {
    PhraseSource::parse(text)
        .ok_or_else(|| "a source is call, interview, podcast, survey, email, heard-from, request or other".to_owned())
}

fn origin(text: &str) -> Result<PhraseOrigin, Failure> {
    let wrong = || Failure::Usage(format!("`{text}` is not offered; `enfilade desk phrase offered` gives the names"));
    PhraseOrigin::parse(text).ok_or_else(wrong)
}

pub(super) fn run(opened: &Opened, command: &PhraseCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        PhraseCommand::List(search) => list(opened, search),
        PhraseCommand::Offered(asked) => {
            for offer in phrases::offered(app, workspace)? {
                if asked.json {
                    output::line(&with(phrase(&offer.phrase), json!({ "origin": offer.origin.name() })));
                } else {
                    let about = offer.phrase.account.as_ref().map_or("", Domain::as_str);
                    output::text_line(&format!(
                        "{:16} {} {about}: “{}”",
                        offer.origin.name(),
                        day(offer.phrase.at),
                        offer.phrase.words
                    ));
                }
            }
            Ok(Outcome::Done)
        }
        PhraseCommand::Take { origin: name, room, topic, by, json } => {
            let id = phrases::take(app, workspace, &origin(name)?, *room, topic.clone(), &by.by)?;
            Ok(added("phrase", id, *json))
        }
        PhraseCommand::Decline { origin: name, by } => {
            phrases::decline(app, workspace, &origin(name)?, &by.by)?;
            Ok(Outcome::Done)
        }
        PhraseCommand::Add(new) => {
            let account = new.account.as_deref().map(Domain::parse).transpose();
            let phrase = Phrase {
                words: new.words.trim().to_owned(),
                source: new.source,
                said_by: new.said_by.clone(),
                place: new.place.clone(),
                room: new.room,
                topic: new.topic.clone(),
                account: account.map_err(|error| Failure::Usage(format!("--account: {error}")))?,
                ..phrases::blank(new.at.unwrap_or_else(|| app.now()))
            };
            Ok(added("phrase", phrases::add(app, workspace, &phrase, &new.by.by)?, new.json))
        }
        PhraseCommand::Silent(asked) => silent(opened, asked.json),
        PhraseCommand::Remove { id, by } => {
            paper::remove::<Phrase>(app, workspace, *id, &by.by)?;
            Ok(Outcome::Done)
        }
    }
}

fn phrase(phrase: &Phrase) -> Value {
    json!({
        "words": phrase.words, "source": phrase.source.as_str(), "said_by": phrase.said_by, "place": phrase.place,
        "said_at": phrase.at.to_string(), "room": phrase.room.map(Room::as_str), "topic": phrase.topic,
        "account": phrase.account.as_ref().map(Domain::as_str),
        "origin": phrase.origin.as_ref().map(PhraseOrigin::name),
    })
}

fn list(opened: &Opened, search: &Search) -> Result<Outcome, Failure> {
    let asked = Asked { search: search.search.clone(), room: search.room, topic: search.topic.clone() };
    let spoken = phrases::spoken(&opened.app, &opened.workspace)?;
    for kept in phrases::found(&opened.app, &opened.workspace, &asked)? {
        let used = spoken.used_by.iter().find(|(id, _)| *id == kept.id).map_or(&[][..], |(_, used)| used);
        if search.json {
            let used: Vec<Value> = used.iter().map(found).collect();
            output::line(&with(with(provenance(&kept), phrase(&kept.what)), json!({ "used_by": used })));
        } else {
            print(&kept, used.len());
        }
    }
    Ok(Outcome::Done)
}

fn print(kept: &Kept<Phrase>, used: usize) {
    let phrase = &kept.what;
    let who = if phrase.said_by.is_empty() { phrase.source.as_str() } else { &phrase.said_by };
    let place = phrase.account.as_ref().map_or(phrase.place.as_str(), Domain::as_str);
    output::text_line(&format!(
        "{:4} “{}”\n     {who}, {}, {place}; used by {used} piece{}",
        kept.id,
        phrase.words,
        day(phrase.at),
        if used == 1 { "" } else { "s" }
    ));
}

fn silent(opened: &Opened, as_json: bool) -> Result<Outcome, Failure> {
    let spoken = phrases::spoken(&opened.app, &opened.workspace)?;
    for entry in &spoken.silent {
        let room = entry.piece.room.map(Room::as_str);
        if as_json {
            output::line(&json!({"path": entry.piece.path, "title": entry.piece.title, "room": room}));
        } else {
            output::text_line(&format!("{:9} {}", room.unwrap_or_default(), entry.piece.path));
        }
    }
    let (phrases, silent) = (spoken.used_by.len(), spoken.silent.len());
    eprintln!(
        "{silent} of {} pieces whose text was read use none of {phrases} phrases; of {} no text is known",
        spoken.read, spoken.unread
    );
    Ok(Outcome::Done)
}
