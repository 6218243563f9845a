//! What was just done, told once on the sheet one returns to. The address only says which record to look at; the sentence
//! follows from the record as it stands, so that no address can claim what did not happen.

use axum::response::Redirect;
use enfilade_app::interpret::stated;
use enfilade_domain::{
    ContactChoice, ContactDecision, Decision, Domain, Stated, Statement, Subject, Verdict, Workspace,
};
use enfilade_language::{t, translated};

use super::guard::Viewer;
use super::{PageError, Site, dates};
use crate::components::words;
use crate::pages::frame::{Done, PostForm};

/// A record that somebody just made, answered or took back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// "I will call them", or "Not yet, because…".
    Contact(i64),
    /// A mark, a parting, a company struck out.
    Identity(i64),
    /// What people know better.
    Statement(i64),
    /// A request to talk that was answered.
    Answer(i64),
}

impl Deed {
    fn parse(text: &str) -> Option<Self> {
        let (kind, number) = text.split_once('-')?;
        let number = number.parse().ok()?;
        match kind {
            "contact" => Some(Self::Contact(number)),
            "identity" => Some(Self::Identity(number)),
            "statement" => Some(Self::Statement(number)),
            "answer" => Some(Self::Answer(number)),
            _ => None,
        }
    }

    fn code(self) -> String {
        match self {
            Self::Contact(number) => format!("contact-{number}"),
            Self::Identity(number) => format!("identity-{number}"),
            Self::Statement(number) => format!("statement-{number}"),
            Self::Answer(number) => format!("answer-{number}"),
        }
    }
}

/// Whether an address from a form leads to a page of this site.
pub(super) fn is_local(back: &str) -> bool {
    back.starts_with('/') && !back.starts_with("//") && !back.contains('\\')
}

/// Back to where the form stood, or to `otherwise` where it says nothing that can be used; the sheet there tells what was
/// done.
pub(super) fn return_to(back: &str, otherwise: &str, deed: Deed) -> Redirect {
    Redirect::to(&address(if is_local(back) { back } else { otherwise }, deed))
}

fn address(back: &str, deed: Deed) -> String {
    let back = back.split('#').next().unwrap_or("/");
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    // What was done before is no longer new.
    let mut kept: Vec<String> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("done=")).map(str::to_owned).collect();
    kept.push(format!("done={}", deed.code()));
    format!("{path}?{}", kept.join("&"))
}

/// The sentence for a sheet whose address names a deed, with the way back for whoever may take it.
pub(super) fn told(
    site: &Site,
    workspace: &Workspace,
    viewer: &Viewer,
    code: Option<&str>,
    here: &str,
) -> Result<Option<Done>, PageError> {
    let Some(deed) = code.and_then(Deed::parse) else { return Ok(None) };
    let records = site.app.records.as_ref();
    let done = match deed {
        Deed::Contact(number) => {
            let found = records.contact_decisions(workspace.id)?.into_iter().find(|one| one.id == number);
            let found =
                found.map(|one| Ok::<_, PageError>((name_of(site, workspace, &one.account)?, one))).transpose()?;
            found.map(|(name, one)| {
                (contact(&one, &name, workspace), undo("contacts", number, one.undone_at.is_none(), here))
            })
        }
        Deed::Identity(number) => {
            let found = records.decisions(workspace.id)?.into_iter().find(|one| one.id == number);
            found.map(|one| (identity(&one), undo("decisions", number, one.undone_at.is_none(), here)))
        }
        Deed::Statement(number) => {
            let found = records.statements(workspace.id)?.into_iter().find(|one| one.id == number);
            found.map(|one| (statement(&one), undo("statements", number, one.undone_at.is_none(), here)))
        }
        Deed::Answer(number) => {
            let found = records.statements(workspace.id)?.into_iter().find(|one| one.id == number);
            found.and_then(|one| Some((answer(&one)?, None)))
        }
    };
    Ok(done.map(|(sentence, undo)| Done { sentence, undo: undo.filter(|_| viewer.may_decide) }))
}

fn undo(records: &str, number: i64, stands: bool, here: &str) -> Option<PostForm> {
    stands.then(|| PostForm {
        action: format!("/{records}/{number}/undo"),
        label: t!("Take back").to_owned(),
        fields: vec![("back".to_owned(), here.to_owned())],
    })
}

fn name_of(site: &Site, workspace: &Workspace, account: &Domain) -> Result<String, PageError> {
    let stated = site.app.records.account(workspace.id, account)?;
    Ok(stated.and_then(|account| account.name).unwrap_or_else(|| account.to_string()))
}

fn contact(decision: &ContactDecision, account: &str, workspace: &Workspace) -> String {
    if decision.undone_at.is_some() {
        return t!("Taken back: what was decided about {account} no longer counts.", account = account);
    }
    match decision.choice {
        ContactChoice::WillCall => {
            t!("Noted: you will call {account}. Say afterwards on its sheet how it was.", account = account)
        }
        ContactChoice::NotYet { look_again_at: None } => {
            t!("Noted: {account} is left to itself until it returns.", account = account)
        }
        ContactChoice::NotYet { look_again_at: Some(day) } => {
            t!(
                "Noted: {account} is left to itself until {day}.",
                account = account,
                day = dates::short(day, &workspace.settings)
            )
        }
    }
}

fn identity(decision: &Decision) -> String {
    let who = subject(&decision.subject);
    if decision.undone_at.is_some() {
        return t!("Taken back: what was decided about {who} no longer counts. It is read again.", who = who);
    }
    match &decision.verdict {
        Verdict::NotSamePerson { user } => t!("Parted: this device is not held to be {user}’s any more.", user = user),
        Verdict::NotOfAccount { account } => {
            t!("Struck out: {who} no longer counts for {account}.", who = who, account = account)
        }
        Verdict::OfAccount { account } => t!("Placed: {who} counts for {account}.", who = who, account = account),
        Verdict::Kind { kind: Some(kind) } if kind.is_read() => t!("Brought back: {who} is read again.", who = who),
        Verdict::Kind { kind: Some(kind) } => {
            t!("Marked as {kind}: what {who} reads is kept, and not read.", kind = translated(kind.as_str()), who = who)
        }
        Verdict::Kind { kind: None } => t!("Brought back: {who} is what the machine sees.", who = who),
    }
}

fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Visitor(_) => t!("this reader").to_owned(),
        Subject::User(user) => user.as_str().to_owned(),
        Subject::Account(account) => account.as_str().to_owned(),
    }
}

fn statement(statement: &Statement) -> String {
    let said = stated::sentence(statement);
    if statement.undone_at.is_some() {
        t!("Taken back: {said}.", said = said)
    } else {
        t!("Recorded: {said}.", said = said)
    }
}

fn answer(statement: &Statement) -> Option<String> {
    let Stated::TalkRequest(request) = &statement.stated else { return None };
    let (_, by) = request.answer.as_ref()?;
    let whose = statement.account.as_ref().map_or_else(|| "their".to_owned(), |account| format!("{account}’s"));
    Some(words::capital(&t!("{whose} request to talk is answered, by {by}.", whose = whose, by = by)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_returns_to_where_the_form_stood_and_nowhere_else() {
        let deed = Deed::Contact(7);
        assert_eq!(address("/ready", deed), "/ready?done=contact-7");
        assert_eq!(address("/accounts?band=not+yet&done=contact-3#top", deed), "/accounts?band=not+yet&done=contact-7");
        assert!(!is_local("//evil.example") && !is_local("https://evil.example") && !is_local("/\\evil.example"));
    }

    #[test]
    fn a_deed_is_read_back_from_its_code() {
        for deed in [Deed::Contact(1), Deed::Identity(22), Deed::Statement(3), Deed::Answer(4)] {
            assert_eq!(Deed::parse(&deed.code()), Some(deed));
        }
        assert_eq!(Deed::parse("contact-"), None);
        assert_eq!(Deed::parse("everything-1"), None);
    }
}
