//! What people of ours state in a journey: what happened inside the buyer's organisation, where somebody stands, what a
//! conversation showed, and requests to talk that no event tells.

use enfilade_domain::{
    ConversationVerdict, Declaration, Domain, FirstQuestion, PersonId, Prepared, Role, Standing, Stated, Statement,
    TalkRequest, UserId, VisitorId,
};

use super::Scenario;
use super::moment::{Moment, moment_time};
use super::record::company_of;
use super::words::{JourneyError, Words};

/// The person who acts under this name.
fn person_of(actor: &str) -> PersonId {
    if actor.contains('@') { PersonId::named(&UserId::new(actor)) } else { PersonId::anonymous(&VisitorId::new(actor)) }
}

/// A domain is an account; an address is a person and the account of its company; any other word is a visitor.
fn whom(word: &str) -> (Option<Domain>, Option<PersonId>) {
    match Domain::parse(word) {
        Ok(domain) if !word.contains('@') => (Some(domain), None),
        _ => (company_of(word).map(|claim| claim.domain), Some(person_of(word))),
    }
}

/// `declare DOMAIN EVENT [of ACTOR] by NAME ["NOTE"]`, or `overrule`, `verdict`, `request` and whom it is about.
pub(super) fn stated(
    scenario: &mut Scenario,
    verb: &str,
    moment: Moment,
    words: &mut Words,
) -> Result<(), JourneyError> {
    let (account, mut person) = whom(&words.need("whom it is about")?);
    let stated = match verb {
        "declare" => {
            let word = words.need("what happened")?;
            let declaration = Declaration::parse(&word);
            let declaration =
                declaration.ok_or_else(|| words.error(format!("`{word}` is nothing that is declared")))?;
            if words.take("of") {
                person = Some(person_of(&words.need("the person")?));
            }
            Stated::Declaration(declaration)
        }
        "overrule" => Stated::Overrule(standing(words)?),
        "verdict" => Stated::Conversation(verdict(words)?),
        _ => Stated::TalkRequest(TalkRequest {
            points: if words.take("points") { list(words)? } else { Vec::new() },
            answer: None,
        }),
    };
    if !words.take("by") {
        return Err(words.error("`by` and the author are missing"));
    }
    let by = words.need("the author")?;
    let note = words.next().unwrap_or_default();
    let at = moment_time(moment);
    let id = scenario.statements.len() as i64 + 1;
    scenario.statements.push(Statement { id, at, recorded_at: at, by, note, account, person, stated, undone_at: None });
    Ok(())
}

fn standing(words: &mut Words) -> Result<Standing, JourneyError> {
    let word = words.need("the room or outside")?;
    Standing::parse(&word).ok_or_else(|| words.error(format!("`{word}` is no room and not outside")))
}

/// `[prepared yes|partly|no] [room ROOM] [asked-first QUESTION] [words "TEXT"] [mentioned "A|B"] [missing ROLES]
/// [welcome|unwelcome]`
fn verdict(words: &mut Words) -> Result<ConversationVerdict, JourneyError> {
    let mut verdict = ConversationVerdict::default();
    while let Some(word) = words.peek().filter(|word| *word != "by").map(str::to_owned) {
        words.next();
        match word.as_str() {
            "prepared" => {
                let word = words.need("yes, partly or no")?;
                let prepared = Prepared::parse(&word);
                verdict.prepared =
                    Some(prepared.ok_or_else(|| words.error(format!("`{word}` is not yes, partly or no")))?);
            }
            "room" => verdict.standing = Some(standing(words)?),
            "asked-first" => {
                let word = words.need("the kind of question")?;
                let question = FirstQuestion::parse(&word);
                verdict.first_question =
                    Some(question.ok_or_else(|| words.error(format!("`{word}` is no kind of question")))?);
            }
            "words" => verdict.first_words = words.need("the words")?,
            "mentioned" => verdict.content_mentioned = list(words)?,
            "missing" => verdict.missing = list(words)?.iter().filter_map(|role| Role::parse(role)).collect(),
            "welcome" => verdict.welcome = Some(true),
            "unwelcome" => verdict.welcome = Some(false),
            other => return Err(words.error(format!("`{other}` is not a word of a verdict"))),
        }
    }
    Ok(verdict)
}

fn list(words: &mut Words) -> Result<Vec<String>, JourneyError> {
    Ok(words.need("the list, divided by |")?.split('|').map(str::to_owned).collect())
}
