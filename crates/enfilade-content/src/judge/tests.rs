//! Pages that must be read rightly, each beside one that looks alike and is for something else.

use super::*;
use crate::read_page;

fn room(source: &str) -> Option<Room> {
    judge(&read_page("page.md", source)).unwrap().room
}

#[test]
fn the_same_subject_in_four_rooms_and_none() {
    let problem = "# Why stock counts never agree\n\nOn Friday the list says forty and the shelf says nine. Nobody knows \
                   since when. Orders are promised that cannot be sent, people walk and look, and every quarter somebody \
                   writes off what was never there. Do you know how many of your counts are wrong?";
    let solution = "# Cycle counting or a yearly stocktake?\n\nBoth find mistakes. A yearly count needs a closed weekend and \
                    is simple. Cycle counting takes ten minutes a day and finds causes. Choose the first with few articles, \
                    the second with many. Some combine them: count fast movers monthly, the rest once a year.";
    let offer = "# Pricing\n\nStarter is $49 per month for one site. Growth is $129 per month, billed annually, for up to \
                 five sites. Set-up fee $300. Cancel any time with a month's notice. Free trial for 30 days.";
    let sales = "# Case study: Holm Timber\n\n## The challenge\n\nHolm had 31,000 articles and no trust in its list.\n\n## What \
                 we did\n\nTogether with Holm's team we counted for six weeks.\n\n## Results\n\nAccuracy rose from 71% to 98%. \
                 “It took a weight off us,” says Eva Holm, managing director.";
    let none = "# Careers: warehouse software engineer\n\nWe are hiring. You will work from anywhere, four days a week. Salary \
                bands are open, benefits include six weeks of holiday. Please apply with your CV by May.";
    assert_eq!(room(problem), Some(Room::Problem));
    assert_eq!(room(solution), Some(Room::Solution));
    assert_eq!(room(offer), Some(Room::Offer));
    assert_eq!(room(sales), Some(Room::Sales));
    assert_eq!(room(none), None);
}

#[test]
fn quotes_stand_on_the_page_and_probabilities_sum_to_one() {
    let source = "<title>Why invoices are late | Acme</title><main><h1>Why invoices are late</h1><p>They leave <b>four</b> \
                  days after delivery, and nobody asks why. A fifth lacks the order number.</p><p>It costs you weeks of \
                  cash each year.</p></main>";
    let page = read_page("a.html", source);
    let judgement = judge(&page).unwrap();
    assert!((judgement.rooms.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    assert!(!judgement.evidence.is_empty());
    let text = page.text();
    for finding in &judgement.evidence {
        assert!(text.contains(&finding.quote), "{finding:?}");
    }
}

#[test]
fn what_cannot_be_judged_is_said() {
    let german = "# Preise\n\nUnsere Preise sind einfach und für alle gleich, und Sie können den Vertrag jederzeit mit einer \
                  Frist von einem Monat kündigen.";
    let refused = judge(&read_page("a.md", german)).unwrap_err();
    assert_eq!(refused.to_string(), "not judged: German");
    assert_eq!(judge(&Page::default()), Err(NotJudged::Empty));
}

#[test]
fn posture_tells_an_essay_from_a_pitch() {
    let essay = "# Why stock counts never agree\n\nOn Friday the list says forty and the shelf says nine. Nobody knows since \
                 when. Orders are promised that cannot be sent, and people walk and look.";
    let pitch = "# Our award-winning platform\n\nWe are the leading provider of stock software. Our proven platform empowers \
                 our customers, and our team of experts delivers. Only 5 places left: offer ends Friday, act now! We never \
                 repeat it. [Book a demo](/demo) [Buy now](/buy)";
    let essay = judge(&read_page("a.md", essay)).unwrap();
    let pitch = judge(&read_page("a.md", pitch)).unwrap();
    assert!(essay.self_focus < pitch.self_focus && essay.pressure < pitch.pressure && essay.mentions < pitch.mentions);
    assert_eq!(pitch.mentions, Mentions::Centrally);
}

#[test]
fn forms_alone_equipment_and_manuals_are_read_as_what_they_are() {
    let of = |source: &str| judge(&read_page("page.html", source)).unwrap();
    let form = "<title>Request a quote</title><main><h1>Request a quote</h1><form><input name=first placeholder='First \
                name'><input name=company><input type=tel name=phone><input type=email name=email><textarea \
                name=need></textarea><button>Request quote</button></form></main>";
    assert_eq!(of(form).room, None);
    let equipment = "<title>Our machinery</title><main><h1>Machinery and capabilities</h1><p>The hall in Lohr has 3,100 m². We \
                     run three five-axis centres, a coordinate measuring machine with a tolerance of 4 µm, and two presses of \
                     600 tonnes. Shafts up to 700 mm are ground in house.</p></main>";
    assert_eq!(of(equipment).room, Some(Room::Sales));
    let manual = "<title>References</title><main><h1>References</h1><p>Links to reference material for users:</p><ul><li>The \
                  quill.yml file</li><li>Command line</li><li>The API</li><li>Changelog</li></ul></main>";
    let judged = of(manual);
    assert_ne!(judged.room, Some(Room::Sales), "{judged:?}");
    assert!(judged.evidence.iter().all(|found| !found.claim.contains("evidence story")), "{judged:?}");
}
