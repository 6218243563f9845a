//! `/content/desk`.

use enfilade_app::build::desk::{audience, calendar, capabilities, drafts, gates, gone, phrases, tasks};
use enfilade_domain::{Capability, Draft, Planned, Worksheet};
use enfilade_language::t;

use super::{Html, Look, PageError, Site, Workspace, paper};
use crate::components::words;
use crate::pages::desk::overview::{self as pages, Overview};

pub(in crate::site) async fn page(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("The content desk"), |site, workspace, _, frame| Ok(pages::render(frame, &overview(site, workspace)?)))
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
    lies(t!("One buyer"), counted(sheets.len(), t!("worksheet"), t!("worksheets")), "/content/worksheets");
    let unfinished = sheets.iter().filter(|kept| !kept.what.missing().is_empty()).count();
    wait(
        unfinished,
        t!("{unfinished} not finished", unfinished = counted(unfinished, t!("worksheet is"), t!("worksheets are"))),
        "/content/worksheets",
    );

    let collected = phrases::found(app, workspace, &phrases::Asked::default())?.len();
    lies(t!("Their words"), counted(collected, t!("phrase"), t!("phrases")), "/content/phrases");
    let offered = phrases::offered(app, workspace)?.len();
    wait(
        offered,
        t!("{offered} heard and not collected", offered = counted(offered, t!("phrase was"), t!("phrases were"))),
        "/content/phrases",
    );

    let library = app.records.library(workspace.id)?;
    let able: Vec<paper::Kept<Capability>> = paper::all(app, workspace)?;
    let with_sales = able.iter().filter(|kept| kept.what.published.is_some()).count();
    lies(
        t!("What we can do"),
        match (with_sales, able.len()) {
            (_, 0) => t!("nothing is entered").to_owned(),
            (0, all) => t!("none of {all} with sales", all = words::number(all)),
            (some, all) => t!(
                "{some} with sales, of {all}",
                some = counted(some, t!("story"), t!("stories")),
                all = words::number(all)
            ),
        },
        "/content/capabilities",
    );
    let half = able.iter().filter(|kept| !capabilities::missing_in(&library, &kept.what).is_empty()).count();
    wait(
        half,
        t!(
            "{half} for its problem, question, room, story or piece",
            half = counted(half, t!("capability waits"), t!("capabilities wait"))
        ),
        "/content/capabilities",
    );
    let unanswered = able.iter().flat_map(|kept| &kept.what.asked).filter(|asked| asked.answer.is_none()).count();
    wait(
        unanswered,
        t!(
            "{unanswered} of sales without an answer",
            unanswered = counted(unanswered, t!("question"), t!("questions"))
        ),
        "/content/capabilities",
    );

    let rule = drafts::rule(app, workspace)?;
    let written: Vec<paper::Kept<Draft>> = paper::all(app, workspace)?;
    let open: Vec<_> = written.iter().filter(|kept| kept.what.published.is_none()).collect();
    lies(t!("Drafts"), counted(open.len(), t!("draft"), t!("drafts")), "/content/drafts");
    let unsigned =
        open.iter().filter(|kept| rule.is_on && kept.what.signed.is_none() && !kept.what.text.is_empty()).count();
    wait(
        unsigned,
        t!("{unsigned} for a signature", unsigned = counted(unsigned, t!("draft waits"), t!("drafts wait"))),
        "/content/drafts",
    );

    let stated = audience::stated(app, workspace)?;
    let said = if stated.is_some() { t!("written down") } else { t!("nobody is named yet") };
    lies(t!("For whom"), said.to_owned(), "/content/audience");
    wait(usize::from(stated.is_none()), t!("nobody is named whom all this is for").to_owned(), "/content/audience");

    let plan: Vec<Planned> = calendar::plan(app, workspace)?.into_iter().map(|kept| kept.what).collect();
    let now = app.now();
    let ahead = plan.iter().filter(|entry| entry.day >= now).count();
    lies(t!("What comes next"), counted(ahead, t!("entry ahead"), t!("entries ahead")), "/content/calendar");
    let ending = plan.iter().filter(|entry| calendar::warning(entry).is_some()).count();
    wait(
        ending,
        t!("{ending} nothing after it", ending = counted(ending, t!("campaign has"), t!("campaigns have"))),
        "/content/calendar",
    );
    let figures = calendar::kept(app, workspace.id)?;
    let served = calendar::served(app, workspace)?;
    let current = calendar::current(app, workspace.id)?;
    let gaps = current.as_ref().map_or(0, |figures| figures.runway.gaps(&plan, &served, now).len());
    wait(
        gaps,
        t!(
            "{gaps} new within four weeks",
            gaps = counted(gaps, t!("room or role needs something"), t!("rooms or roles need something"))
        ),
        "/content/calendar#gaps",
    );

    let costs = figures.as_ref().map_or(&[][..], |figures| &figures.gates);
    let gated = gates::gated(app, workspace, costs)?;
    lies(t!("Forms"), counted(gated.len(), t!("form before a piece"), t!("forms before pieces")), "/content/gates");
    let unexplained = gated.iter().filter(|gated| gated.needs_a_reason()).count();
    wait(
        unexplained,
        t!(
            "{unexplained} before learning without a reason",
            unexplained = counted(unexplained, t!("form stands"), t!("forms stand"))
        ),
        "/content/gates",
    );

    let accepted = tasks::all(app, workspace)?;
    let open = accepted.iter().filter(|kept| kept.what.closed.is_none()).count();
    lies(
        t!("To mend"),
        match accepted.len() - open {
            _ if accepted.is_empty() => t!("no finding was accepted").to_owned(),
            0 => counted(open, t!("finding"), t!("findings")),
            mended => t!(
                "{open}, {mended} mended",
                open = counted(open, t!("finding"), t!("findings")),
                mended = words::number(mended)
            ),
        },
        "/content/tasks",
    );
    wait(
        open,
        t!("{open} not mended yet", open = counted(open, t!("accepted finding is"), t!("accepted findings are"))),
        "/content/tasks",
    );
    view.waits = waits;
    Ok(view)
}
