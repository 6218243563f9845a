//! `/content/desk`.

use enfilade_app::build::desk::{audience, calendar, capabilities, drafts, gates, gone, phrases, tasks};
use enfilade_domain::{Capability, Draft, Planned, Worksheet};

use super::{Html, Look, PageError, Site, Workspace, paper};
use crate::components::words;
use crate::pages::desk::overview::{self as pages, Overview};

pub(in crate::site) async fn page(look: Look) -> Result<Html<String>, PageError> {
    look.show("The content desk", |site, workspace, _, frame| Ok(pages::render(frame, &overview(site, workspace)?)))
        .await
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", words::number(count), words::plural(count, one, many))
}

fn overview(site: &Site, workspace: &Workspace) -> Result<Overview, PageError> {
    let app = &site.app;
    let mut view = Overview {
        gone: gone::gone(app, workspace)?,
        is_crawled: gone::is_crawled(app, workspace)?,
        ..Overview::default()
    };
    let mut lies = |name: &str, what: String, place: &str| {
        view.lies.push((name.to_owned(), what, place.to_owned()));
    };
    let mut waits: Vec<(String, String)> = Vec::new();
    let mut wait = |count: usize, text: String, place: &str| {
        if count > 0 {
            waits.push((words::capital(&text), place.to_owned()));
        }
    };
    let sheets: Vec<paper::Kept<Worksheet>> = paper::all(app, workspace)?;
    lies("One buyer", counted(sheets.len(), "worksheet", "worksheets"), "/content/worksheets");
    let unfinished = sheets.iter().filter(|kept| !kept.what.missing().is_empty()).count();
    wait(
        unfinished,
        format!("{} not finished", counted(unfinished, "worksheet is", "worksheets are")),
        "/content/worksheets",
    );

    let collected = phrases::found(app, workspace, &phrases::Asked::default())?.len();
    lies("Their words", counted(collected, "phrase", "phrases"), "/content/phrases");
    let offered = phrases::offered(app, workspace)?.len();
    wait(
        offered,
        format!("{} heard and not collected", counted(offered, "phrase was", "phrases were")),
        "/content/phrases",
    );

    let library = app.records.library(workspace.id)?;
    let able: Vec<paper::Kept<Capability>> = paper::all(app, workspace)?;
    let with_sales = able.iter().filter(|kept| kept.what.published.is_some()).count();
    lies(
        "What we can do",
        match (with_sales, able.len()) {
            (_, 0) => "nothing is entered".to_owned(),
            (0, all) => format!("none of {} with sales", words::number(all)),
            (some, all) => format!("{} with sales, of {}", counted(some, "story", "stories"), words::number(all)),
        },
        "/content/capabilities",
    );
    let half = able.iter().filter(|kept| !capabilities::missing_in(&library, &kept.what).is_empty()).count();
    wait(
        half,
        format!(
            "{} for its problem, question, room, story or piece",
            counted(half, "capability waits", "capabilities wait")
        ),
        "/content/capabilities",
    );
    let unanswered = able.iter().flat_map(|kept| &kept.what.asked).filter(|asked| asked.answer.is_none()).count();
    wait(
        unanswered,
        format!("{} of sales without an answer", counted(unanswered, "question", "questions")),
        "/content/capabilities",
    );

    let rule = drafts::rule(app, workspace)?;
    let written: Vec<paper::Kept<Draft>> = paper::all(app, workspace)?;
    let open: Vec<_> = written.iter().filter(|kept| kept.what.published.is_none()).collect();
    lies("Drafts", counted(open.len(), "draft", "drafts"), "/content/drafts");
    let unsigned =
        open.iter().filter(|kept| rule.is_on && kept.what.signed.is_none() && !kept.what.text.is_empty()).count();
    wait(unsigned, format!("{} for a signature", counted(unsigned, "draft waits", "drafts wait")), "/content/drafts");

    let stated = audience::stated(app, workspace)?;
    let said = if stated.is_some() { "written down" } else { "nobody is named yet" };
    lies("For whom", said.to_owned(), "/content/audience");
    wait(usize::from(stated.is_none()), "nobody is named whom all this is for".to_owned(), "/content/audience");

    let plan: Vec<Planned> = calendar::plan(app, workspace)?.into_iter().map(|kept| kept.what).collect();
    let now = app.now();
    let ahead = plan.iter().filter(|entry| entry.day >= now).count();
    lies("What comes next", counted(ahead, "entry ahead", "entries ahead"), "/content/calendar");
    let ending = plan.iter().filter(|entry| calendar::warning(entry).is_some()).count();
    wait(
        ending,
        format!("{} nothing after it", counted(ending, "campaign has", "campaigns have")),
        "/content/calendar",
    );
    let figures = calendar::kept(app, workspace.id)?;
    let served = calendar::served(app, workspace)?;
    let current = calendar::current(app, workspace.id)?;
    let gaps = current.as_ref().map_or(0, |figures| figures.runway.gaps(&plan, &served, now).len());
    wait(
        gaps,
        format!(
            "{} new within four weeks",
            counted(gaps, "room or role needs something", "rooms or roles need something")
        ),
        "/content/calendar#gaps",
    );

    let costs = figures.as_ref().map_or(&[][..], |figures| &figures.gates);
    let gated = gates::gated(app, workspace, costs)?;
    lies("Forms", counted(gated.len(), "form before a piece", "forms before pieces"), "/content/gates");
    let unexplained = gated.iter().filter(|gated| gated.needs_a_reason()).count();
    wait(
        unexplained,
        format!("{} before learning without a reason", counted(unexplained, "form stands", "forms stand")),
        "/content/gates",
    );

    let accepted = tasks::all(app, workspace)?;
    let open = accepted.iter().filter(|kept| kept.what.closed.is_none()).count();
    lies(
        "To mend",
        match accepted.len() - open {
            _ if accepted.is_empty() => "no finding was accepted".to_owned(),
            0 => counted(open, "finding", "findings"),
            mended => format!("{}, {} mended", counted(open, "finding", "findings"), words::number(mended)),
        },
        "/content/tasks",
    );
    wait(
        open,
        format!("{} not mended yet", counted(open, "accepted finding is", "accepted findings are")),
        "/content/tasks",
    );
    view.waits = waits;
    Ok(view)
}
