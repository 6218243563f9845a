//! An assessment says nothing that is not so: short pages are pages, a part is no whole, and what was not read is not
//! missing. Small invented sites, each beside what must and must not be said of it.

use enfilade_content::assessment::{Assessment, Extent, Finding, Read, SaidOf, assess_as};
use enfilade_content::{Page, read_page};
use enfilade_domain::Room;

const SIGNS: &str = "# Signs that the cold chain breaks before anybody sees it\n\nYou may notice it on Fridays: the driver \
    waits at a closed gate, somebody opens the doors to look, and the thermometer by the window says what it always said. \
    In most depots nobody writes it down. Many fleets know it, and it is common in companies with more than ten vans.\n\n\
    ## What it leads to over time\n\nOver time it adds up: lettuce is thrown away on Mondays, customers complain, and the \
    depot pays for spoiled goods without knowing where they spoiled. The losses grow with each warm week. People stop \
    reporting it because nothing follows. The longer it stays, the more of it counts as normal, and the harder it is to \
    say which of the gates, the drivers or the vans is the cause.\n\n";
const WAYS: &str = "# Three ways to keep vans cold, compared\n\nThere is no best way. There are three options, and each fits \
    another fleet.\n\n## Leave it as it is\n\nIf you have fewer than five vans, leave it. The drawback is that it depends on \
    the drivers, however it costs nothing. It is too early for anything else.\n\n## Loggers in each van\n\nA logger suits \
    fleets with fixed rounds. It costs little; its limit is that somebody has to read it, and it fails when nobody does. \
    Start with two vans.\n\n## Another company drives\n\nHanding the rounds to a haulier makes sense for small volumes. It \
    costs more per mile, and compared with loggers it takes the question away from you. First count what is spoiled, then \
    decide.\n\n";
const FEES: &str = "# Prices\n\nA van costs 31 a month. You can cancel with a notice of one month.\n\n";
const TEAM: &str = "# Who does the work\n\nTwo of us fit the loggers: Ida Brandt, eleven years with hauliers, and Jon Reyes. \
    A depot took us four days instead of three, because the gate had no power. \"They came back on Sunday,\" says Kai Olsen, \
    depot manager in Bergen. Our certificate is ISO 9001, number 5518.\n\n";
const HOME: &str = "# The load arrives warm, and nobody knows since when\n\nYou notice it at the ramp. Here is [how it \
    shows](/signs), [what can be done](/ways), [what it costs](/fees) and [who does the work](/team).\n";

fn assessed_as(site: &[(&str, &str)], extent: Extent) -> Assessment {
    let read: Vec<(&str, Page, Vec<String>)> = site
        .iter()
        .map(|(path, text)| {
            let page = read_page(if text.starts_with('<') { "page.html" } else { "page.md" }, text);
            let links = page.links.iter().map(|link| link.target.clone()).filter(|to| to.starts_with('/')).collect();
            (*path, page, links)
        })
        .collect();
    let views: Vec<Read<'_>> =
        read.iter().map(|(path, page, links)| Read { path, url: path, page, leads_to: links }).collect();
    assess_as("coldvans.example", &views, extent, &SaidOf::new())
}

fn assessed(site: &[(&str, &str)]) -> Assessment {
    assessed_as(site, Extent::Whole)
}

fn finding<'a>(assessment: &'a Assessment, rule: &str) -> Option<&'a Finding> {
    assessment.findings.iter().find(|finding| finding.rule == rule)
}

fn is_absence(finding: &&Finding) -> bool {
    finding.rule.ends_with("-room-missing")
        || finding.rule.starts_with("guide-gap")
        || ["roles-unserved", "stands-alone", "no-door-to-solution", "no-door-to-offer"].contains(&&*finding.rule)
}

#[test]
fn a_short_page_makes_a_room_thin_and_not_missing() {
    let site = [("/", HOME), ("/fees", FEES), ("/signs", SIGNS), ("/team", TEAM), ("/ways", WAYS)];
    let found = assessed(&site);
    assert!(finding(&found, "offer-room-missing").is_none() && finding(&found, "sales-room-missing").is_none());
    let thin = finding(&found, "offer-room-thin").expect("one line of prices is not yet an offer");
    assert_eq!((thin.path.as_str(), thin.room), ("/fees", Room::Offer));
    assert!(FEES.contains(&thin.quote) && thin.name.contains("one page of"), "{thin:?}");
    let without = assessed(&[("/", HOME), ("/signs", SIGNS), ("/team", TEAM), ("/ways", WAYS)]);
    assert!(finding(&without, "offer-room-missing").is_some() && finding(&without, "offer-room-thin").is_none());
}

#[test]
fn of_a_part_of_a_site_nothing_is_missing() {
    let part = [("/", HOME), ("/ways", WAYS)];
    assert!(assessed(&part).findings.iter().any(|finding| is_absence(&finding)));
    let cut = assessed_as(&part, Extent::Cut);
    assert!(cut.sight.is_partial && cut.sight.reasons[0].contains("only a part"), "{:?}", cut.sight);
    assert_eq!(cut.findings.iter().filter(is_absence).map(|finding| &finding.rule).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn pages_that_nobody_could_read_prove_nothing() {
    let german = "# Die Lieferung\n\nDie Lieferung kommt warm an, und niemand weiß seit wann, weil die Fahrer warten und das \
                  Tor geschlossen ist. Das ist in den meisten Lagern so, und es wird nicht aufgeschrieben.";
    let login = "<title>Log in</title><main><h1>Log in</h1><p>Please log in to read on.</p><form><input \
                 type=password><button>Log in</button></form></main>";
    for (text, told) in [(german, "German"), (login, "ask for a log-in")] {
        let assessment = assessed(&[("/", text), ("/a", text), ("/b", text), ("/en", TEAM)]);
        assert!(assessment.sight.is_partial && assessment.sight.reasons[0].contains(told), "{:?}", assessment.sight);
        assert!(!assessment.findings.iter().any(|finding| is_absence(&finding)), "{:?}", assessment.findings);
        // A single one among many judged pages hides nothing.
        let rest = [("/", HOME), ("/fees", FEES), ("/login", text), ("/signs", SIGNS), ("/ways", WAYS)];
        assert!(!assessed(&rest).sight.is_partial && finding(&assessed(&rest), "sales-room-missing").is_some());
    }
}

#[test]
fn a_page_of_scripts_is_in_no_room() {
    let mut page = read_page("page.html", "<title>Cold vans, compared with hauliers</title><div id=root></div>");
    page.needs_scripts = true;
    let read = [Read { path: "/", url: "/", page: &page, leads_to: &[] }];
    let assessment = assess_as("coldvans.example", &read, Extent::Whole, &SaidOf::new());
    assert!(assessment.pages[0].judged.as_ref().is_err_and(|reason| reason.contains("runs scripts")));
    assert!(assessment.sight.is_partial && assessment.findings.is_empty() && assessment.pieces.is_empty());
}

#[test]
fn an_end_is_called_dead_only_where_there_is_no_link() {
    let signs_to = |links: &str| format!("{SIGNS}{links}\n");
    let of =
        |signs: &str| assessed(&[("/", HOME), ("/fees", FEES), ("/signs", signs), ("/team", TEAM), ("/ways", WAYS)]);
    let rules_on = |assessment: &Assessment, path: &str| -> Vec<String> {
        let onward = ["dead-end", "stands-alone", "leads-too-far", "no-door-to-solution"];
        let on = assessment.findings.iter().filter(|found| found.path == path && onward.contains(&&*found.rule));
        on.map(|found| found.rule.clone()).collect()
    };
    assert_eq!(rules_on(&of(&signs_to("[What can be done](/ways)")), "/signs"), [""; 0]);
    // A page that was not read may be the right one; a page of no room is still a page.
    assert!(!rules_on(&of(&signs_to("[More](/elsewhere)")), "/signs").contains(&"dead-end".to_owned()));
    // One thing is said once.
    assert_eq!(rules_on(&of(&signs_to("")), "/signs").len(), 1);
    let far = of(&signs_to("[What it costs](/fees)"));
    assert_eq!(rules_on(&far, "/signs"), ["leads-too-far"]);
    let told = finding(&far, "leads-too-far").unwrap();
    assert!(told.name.contains("Prices") && told.quote == "What it costs" && told.weight == 1, "{told:?}");
}

#[test]
fn a_topic_is_shared_whatever_its_ending_and_advice_stays_on_it() {
    let one = format!("---\ntopic: logger\n---\n{WAYS}");
    let signs = &*format!("{SIGNS}[What can be done](/ways)\n");
    let alone = assessed(&[("/", HOME), ("/fees", FEES), ("/signs", signs), ("/round", &one)]);
    assert!(finding(&alone, "stands-alone").is_some_and(|found| found.path == "/round"), "{:?}", alone.findings);
    // Prices are about another topic: the page wanted is described, and no other is named.
    let advice = &finding(&alone, "stands-alone").unwrap().advice;
    assert!(!advice.contains("/fees") && advice.contains("says what it takes to begin"), "{advice}");
    let kin = "# Fitting loggers on Sundays\n\nNews of the week: we were in Bergen.\n";
    let together = assessed(&[("/", HOME), ("/fees", FEES), ("/news", kin), ("/signs", signs), ("/round", &one)]);
    assert!(finding(&together, "stands-alone").is_none() && finding(&together, "dead-end").is_some());
    let priced = FEES.replace("# Prices", "# Prices of a logger");
    let near = assessed(&[("/", HOME), ("/fees", &priced), ("/signs", signs), ("/round", &one)]);
    assert!(finding(&near, "dead-end").unwrap().advice.contains("“Prices of a logger” (/fees)"), "{:?}", near.findings);
}

#[test]
fn a_weak_room_gets_two_things_to_do() {
    for site in [
        vec![("/", HOME), ("/fees", FEES), ("/signs", SIGNS), ("/team", TEAM), ("/ways", WAYS)],
        vec![("/", HOME), ("/signs", SIGNS), ("/ways", WAYS)],
    ] {
        let assessment = assessed(&site);
        for room in Room::ALL {
            let score = assessment.scores[room.index()].score;
            let found: Vec<&Finding> = assessment.findings.iter().filter(|found| found.room == room).collect();
            assert!(score >= 45.0 || found.len() >= 2, "{room:?} {score} {found:?}");
            for finding in found {
                assert!(!finding.path.is_empty() && !finding.quote.is_empty() && !finding.advice.is_empty());
                assert!(finding.gain >= 0.0, "{finding:?}");
            }
        }
    }
}

#[test]
fn what_costs_trust_badly_comes_before_small_gaps() {
    let boast = "# The world leader in cold vans\n\nThe leading platform for cold logistics, award-winning and best in \
                 class.\n\n[Signs](/signs)\n";
    let assessment = assessed(&[("/", boast), ("/fees", FEES), ("/ways", WAYS)]);
    let place = |rule: &str| assessment.findings.iter().position(|finding| finding.rule.starts_with(rule));
    let claim = place("leading-claim").expect("it boasts");
    assert!(place("guide-gap").is_none_or(|gap| claim < gap), "{:?}", assessment.findings);
}

#[test]
fn a_single_page_is_read_as_a_piece() {
    let page = format!("{SIGNS}## What we do\n\nA logger in each van costs 31 a month. Call Ida Brandt.\n");
    let assessment = assessed(&[("/", &page)]);
    assert_eq!(assessment.pieces.iter().map(|piece| piece.room).collect::<Vec<_>>(), Room::ALL);
    let problem = &assessment.pieces[0];
    assert!(problem.answers.iter().any(|(_, quote)| page.contains(quote.as_str())), "{problem:?}");
    assert!(assessment.pieces[2].lacks.len() >= 2, "{:?}", assessment.pieces[2]);
    assert!(assessed(&[("/", HOME), ("/ways", WAYS)]).pieces.is_empty());
}
