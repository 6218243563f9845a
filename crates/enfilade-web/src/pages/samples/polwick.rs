//! One made-up account: five people over thirty weeks, three pauses, one early e-mail.

use enfilade_domain::{Band, DealStage, PersonKind, Room, RoomBelief, ShownRoom};

use crate::pages::frame::{AccountLink, Likely, PostForm};
use crate::pages::journey::{
    BeliefDay, Beside, DealLine, Depth, Evidence, EvidenceStep, IdentityLine, Journey, NextPiece, Note, OutsideEvent,
    QuietBand, ReadinessDay, Rest, SalesTouch, Slur, StatedLine, Voice,
};
use crate::pages::person::{DecisionLine, Person};

/// 16 February 2026.
const FIRST_DAY: i64 = 20_500;
const TODAY: i64 = FIRST_DAY + 210;

/// Day, voice, room, depth (0 glance, 1 read, 2 studied).
const NOTES: [(i64, usize, usize, u8); 38] = [
    (3, 0, 0, 1),
    (5, 0, 0, 0),
    (9, 0, 0, 2),
    (17, 0, 0, 1),
    (22, 0, 0, 1),
    (48, 0, 0, 0),
    (50, 0, 1, 1),
    (52, 1, 0, 1),
    (55, 0, 1, 2),
    (58, 0, 1, 1),
    (59, 1, 0, 0),
    (83, 0, 1, 0),
    (88, 0, 0, 1),
    (92, 0, 1, 1),
    (97, 0, 1, 2),
    (99, 2, 0, 2),
    (101, 1, 1, 1),
    (104, 2, 1, 1),
    (106, 0, 1, 1),
    (112, 0, 1, 2),
    (115, 0, 2, 0),
    (150, 0, 1, 0),
    (154, 0, 1, 1),
    (156, 3, 0, 2),
    (161, 3, 0, 1),
    (165, 0, 2, 2),
    (169, 1, 1, 1),
    (172, 3, 2, 2),
    (176, 2, 2, 1),
    (179, 3, 2, 1),
    (184, 0, 2, 2),
    (190, 3, 2, 1),
    (196, 0, 2, 1),
    (199, 2, 2, 2),
    (201, 3, 2, 2),
    (203, 0, 3, 1),
    (205, 4, 2, 1),
    (208, 0, 3, 2),
];
/// Day, then the weights of the four rooms.
const BELIEFS: [(i64, [f32; 4]); 10] = [
    (0, [0.55, 0.05, 0.01, 0.0]),
    (22, [0.80, 0.10, 0.02, 0.01]),
    (48, [0.64, 0.20, 0.04, 0.01]),
    (62, [0.40, 0.48, 0.06, 0.02]),
    (83, [0.52, 0.34, 0.04, 0.01]),
    (114, [0.17, 0.60, 0.16, 0.03]),
    (150, [0.24, 0.50, 0.12, 0.02]),
    (175, [0.06, 0.33, 0.50, 0.08]),
    (200, [0.03, 0.13, 0.62, 0.20]),
    (210, [0.02, 0.09, 0.57, 0.30]),
];
/// Day, readiness, low, high.
const READINESS: [(i64, f32, f32, f32); 9] = [
    (0, 0.04, 0.02, 0.09),
    (58, 0.17, 0.10, 0.27),
    (83, 0.09, 0.03, 0.20),
    (114, 0.30, 0.20, 0.41),
    (150, 0.24, 0.10, 0.44),
    (175, 0.53, 0.41, 0.64),
    (200, 0.64, 0.54, 0.73),
    (206, 0.68, 0.59, 0.77),
    (210, 0.82, 0.74, 0.88),
];

fn voice(index: usize, title: &str, certainty: Option<f32>, room: Room, days: (i64, i64), theme: &str) -> Voice {
    let letter = ["A", "B", "C", "D", "E"][index];
    Voice {
        letter: letter.to_owned(),
        title: title.to_owned(),
        role_certainty: certainty,
        given_name: (index == 0).then(|| "Ana Brix".to_owned()),
        person_id: format!("visitor:polwick-{letter}"),
        shown: ShownRoom::In(room),
        first_day: FIRST_DAY + days.0,
        last_day: FIRST_DAY + days.1,
        joined: (index > 0).then(|| format!("Joined on day {}", days.0)),
        thinking_about: Some(theme.to_owned()),
        next: (index != 1).then(|| NextPiece {
            path: format!("/pieces/{index}"),
            title: "Three projects that went sideways, and what we did".to_owned(),
            because: "answers “What if it goes wrong?”".to_owned(),
        }),
    }
}

fn belief(rooms: [f32; 4]) -> RoomBelief {
    RoomBelief { outside: 1.0 - rooms.iter().sum::<f32>(), rooms }
}

fn account() -> AccountLink {
    AccountLink { domain: "polwick-water.example".to_owned(), name: "Polwick Water".to_owned() }
}

fn form(action: &str, label: &str, name: &str, value: &str) -> PostForm {
    PostForm { action: action.to_owned(), label: label.to_owned(), fields: vec![(name.to_owned(), value.to_owned())] }
}

/// The days between two points of a table, filled in straight lines.
fn between<const N: usize>(points: &[(i64, [f32; N])]) -> Vec<(i64, [f32; N])> {
    let mut days = Vec::new();
    for pair in points.windows(2) {
        let ((from, a), (to, b)) = (pair[0], pair[1]);
        for day in from..to {
            let share = (day - from) as f32 / (to - from) as f32;
            days.push((day, std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share)));
        }
    }
    days.extend(points.last().copied());
    days
}

/// A long journey that has ripened.
#[must_use]
pub fn journey() -> Journey {
    let readiness: Vec<(i64, [f32; 3])> = READINESS.iter().map(|(day, v, l, h)| (*day, [*v, *l, *h])).collect();
    let depth = |grade| [Depth::Glance, Depth::Read, Depth::Studied][usize::from(grade)];
    Journey {
        account: account(),
        facts: ["Regional water utility", "2,400 people", "30 weeks with us"].map(str::to_owned).to_vec(),
        as_of_day: TODAY,
        is_past: false,
        band: Band::Ready,
        decided: Some(("A call was decided (Ines Falk, on 12 Sep 2026).".to_owned(), None)),
        window_passed: false,
        may_decide: true,
        tomorrow: "2026-09-15".to_owned(),
        band_reasons: vec![
            "Three roles have worked on the same theme within nine days.".to_owned(),
            "They moved from approaches to implementation and cost, and stayed there.".to_owned(),
        ],
        shown: ShownRoom::In(Room::Offer),
        rooms: belief([0.02, 0.09, 0.57, 0.30]),
        readiness: Likely { value: 0.82, low: 0.74, high: 0.88 },
        door_opens_at: Some(0.7),
        enough_evidence: true,
        visits: 38,
        fit: Some(0.9),
        voices: vec![
            voice(0, "Head of infrastructure", None, Room::Sales, (3, 208), "Delivery team, risk"),
            voice(1, "Operations", Some(0.72), Room::Offer, (52, 169), "Changes for the night shift"),
            voice(2, "Security", Some(0.81), Room::Offer, (99, 199), "Staging regulated data"),
            voice(3, "Finance", Some(0.88), Room::Offer, (156, 201), "Paying in phases"),
            voice(4, "Executive", Some(0.54), Room::Offer, (205, 205), "Timing"),
        ],
        missing_roles: vec!["Procurement".to_owned()],
        notes: NOTES
            .map(|(day, voice, room, grade)| Note {
                day: FIRST_DAY + day,
                room: Some(Room::ALL[room]),
                voice,
                depth: depth(grade),
            })
            .to_vec(),
        rests: [(23, 48), (60, 83), (116, 150)]
            .map(|(from, to)| Rest { from_day: FIRST_DAY + from, to_day: FIRST_DAY + to })
            .to_vec(),
        slurs: vec![
            Slur { from: 6, to: 7 },
            Slur { from: 14, to: 15 },
            Slur { from: 22, to: 23 },
            Slur { from: 34, to: 36 },
        ],
        events: [(118, "Budget freeze"), (192, "Budget approved")]
            .map(|(day, caption)| OutsideEvent { day: FIRST_DAY + day, caption: caption.to_owned() })
            .to_vec(),
        touches: vec![SalesTouch { day: FIRST_DAY + 61, caption: "Cold e-mail".to_owned(), early: true }],
        delivered_days: [94, 122, 136, 155, 170, 187, 202].map(|day| FIRST_DAY + day).to_vec(),
        presence: vec![(FIRST_DAY + 80, FIRST_DAY + 131), (FIRST_DAY + 150, TODAY)],
        ribbon: between(&BELIEFS)
            .into_iter()
            .map(|(day, rooms)| BeliefDay { day: FIRST_DAY + day, belief: belief(rooms) })
            .collect(),
        readiness_line: between(&readiness)
            .into_iter()
            .map(|(day, [value, low, high])| ReadinessDay {
                day: FIRST_DAY + day,
                readiness: Likely { value, low, high },
            })
            .collect(),
        quiet: Some(QuietBand { low_days: 2.0, median_days: 6.0, high_days: 34.0, now_days: 2.0, silences: 21 }),
        silence: "Seen 2 days ago.".to_owned(),
        works_on: Some("mostly paying in phases".to_owned()),
        decided_elsewhere: 0.01,
        evidence: Some(evidence()),
        stated: vec![StatedLine {
            day: FIRST_DAY + 204,
            text: "After a conversation, Ines said: in Offer. Prepared: yes.".into(),
            undo: None,
            answer: None,
        }],
        as_made: None,
        identity: identity(),
        set_aside: None,
        marked: None,
        actions: actions(),
        deals: vec![DealLine {
            stage: DealStage::Open,
            opened_day: FIRST_DAY + 203,
            closed_day: None,
            amount: Some("48,000 EUR".to_owned()),
            heard_from: Some("A colleague at another utility".to_owned()),
        }],
        beside: Some(Beside {
            fit: 0.8,
            readiness: 0.82,
            others: (0..40_u16)
                .map(|one| (f32::from(one * 37 % 40) / 40.0, f32::from(one * 13 % 40) / 100.0))
                .collect(),
            opens_at: 0.32,
        }),
        not_seen: vec![
            "Talks among colleagues, and what is read elsewhere.".to_owned(),
            "Visits from home without a known device.".to_owned(),
        ],
    }
}

fn evidence() -> Evidence {
    let steps = [
        ("Three roles on the same theme within nine days", 1.2),
        ("From approaches to implementation and cost", 1.0),
        ("No procurement seen yet", -0.5),
        ("Finance joined, and has stayed six weeks", 0.8),
        ("Returned after a five-week pause at a later question", 0.7),
        ("Executive side appeared this week", 0.6),
        ("April e-mail: the pause after it still counts", -0.4),
    ];
    Evidence {
        base_text: "Where a strong-fit utility usually stands".to_owned(),
        base_log_odds: -1.9,
        steps: steps.map(|(text, log_odds)| EvidenceStep { text: text.to_owned(), log_odds, is_rest: false }).to_vec(),
        detail: vec![EvidenceStep { text: "compared ways to solve it (6)".to_owned(), log_odds: 1.2, is_rest: false }],
        ignored: vec!["Mails opened (3): programs open mails too, and opening is not reading.".to_owned()],
        would_change: vec![
            "four quiet weeks take it to 74".to_owned(),
            "a procurement reader takes it to 88".to_owned(),
        ],
    }
}

fn identity() -> Vec<IdentityLine> {
    vec![
        IdentityLine {
            text: "Voice A named herself when she took the newsletter, with an address of this company.".to_owned(),
            strength: "certain".to_owned(),
            since_day: Some(FIRST_DAY + 9),
            person_id: Some("user:ida".to_owned()),
            struck_out: None,
            undo: Some(form("/identity/undo", "Not this company", "link", "1")),
        },
        IdentityLine {
            text: "Voices B and D come through the company's own network.".to_owned(),
            strength: "likely".to_owned(),
            since_day: Some(FIRST_DAY + 52),
            person_id: None,
            struck_out: Some("Struck out by Ines Falk on 3 Mar 2026: “a supplier of theirs”.".to_owned()),
            undo: Some(form("/identity/undo", "Not this company", "link", "2")),
        },
    ]
}

fn actions() -> Vec<PostForm> {
    [("customer", "Already a client"), ("competitor", "A competitor"), ("staff", "Our own people")]
        .map(|(kind, label)| form("/accounts/polwick-water.example/kind", label, "kind", kind))
        .to_vec()
}

/// Three visits of one person: too early to tell.
#[must_use]
pub fn new_journey() -> Journey {
    let full = journey();
    Journey {
        facts: Vec::new(),
        band: Band::NotYet,
        decided: None,
        window_passed: false,
        may_decide: true,
        tomorrow: "2026-09-15".to_owned(),
        band_reasons: vec!["Only three visits so far.".to_owned()],
        shown: ShownRoom::NotEnoughEvidence,
        rooms: belief([0.3, 0.1, 0.02, 0.01]),
        readiness: Likely { value: 0.06, low: 0.01, high: 0.3 },
        enough_evidence: false,
        visits: 3,
        beside: None,
        fit: None,
        voices: vec![Voice { letter: "A".to_owned(), shown: ShownRoom::NotEnoughEvidence, ..full.voices[1].clone() }],
        missing_roles: Vec::new(),
        notes: [(199, 0), (202, 1), (208, 0)]
            .map(|(day, grade): (i64, u8)| Note {
                day: FIRST_DAY + day,
                room: Some(Room::Problem),
                voice: 0,
                depth: if grade == 0 { Depth::Glance } else { Depth::Read },
            })
            .to_vec(),
        rests: Vec::new(),
        slurs: Vec::new(),
        events: Vec::new(),
        touches: Vec::new(),
        delivered_days: Vec::new(),
        presence: Vec::new(),
        ribbon: full.ribbon[0..12].iter().map(|one| BeliefDay { day: one.day + 199, ..*one }).collect(),
        readiness_line: full.readiness_line[0..12]
            .iter()
            .map(|one| ReadinessDay { day: one.day + 199, ..*one })
            .collect(),
        quiet: None,
        silence: "No journey has formed that could be quiet.".to_owned(),
        works_on: None,
        decided_elsewhere: 0.0,
        evidence: None,
        stated: Vec::new(),
        as_made: None,
        identity: Vec::new(),
        deals: Vec::new(),
        ..full
    }
}

/// Eight voices, then a long silence; more than a year in all.
#[must_use]
pub fn quiet_journey() -> Journey {
    let mut view = journey();
    view.account = AccountLink { domain: "greywick-housing.example".to_owned(), name: "Greywick Housing".to_owned() };
    view.as_of_day = TODAY + 170;
    view.band = Band::NotYet;
    view.band_reasons = vec!["Nobody has been seen since September, which is longer than usual for them.".to_owned()];
    view.shown = ShownRoom::Unclear;
    view.rooms = belief([0.2, 0.26, 0.24, 0.05]);
    view.readiness = Likely { value: 0.22, low: 0.06, high: 0.51 };
    if let Some(evidence) = &mut view.evidence {
        evidence.steps.push(EvidenceStep {
            text: "Nobody seen since September".to_owned(),
            log_odds: -2.8,
            is_rest: false,
        });
        evidence.would_change = vec!["a visit by any of the eight takes it to 40".to_owned()];
    }
    for day in 1..=170_i64 {
        let share = day as f32 / 170.0;
        let towards = |from: f32, to: f32| from + (to - from) * share;
        view.ribbon.push(BeliefDay {
            day: TODAY + day,
            belief: belief([towards(0.02, 0.2), towards(0.09, 0.26), towards(0.57, 0.24), towards(0.30, 0.05)]),
        });
        let readiness = Likely { value: towards(0.82, 0.22), low: towards(0.74, 0.06), high: towards(0.88, 0.51) };
        view.readiness_line.push(ReadinessDay { day: TODAY + day, readiness });
    }
    view.silence = "Quiet for 172 days, longer than the usual 2–34.".to_owned();
    view.decided_elsewhere = 0.44;
    view.rests.push(Rest { from_day: TODAY - 1, to_day: TODAY + 170 });
    view.quiet = Some(QuietBand { low_days: 2.0, median_days: 6.0, high_days: 34.0, now_days: 172.0, silences: 3 });
    for (index, letter) in ["F", "G", "H"].into_iter().enumerate() {
        let mut voice = view.voices[2].clone();
        letter.clone_into(&mut voice.letter);
        voice.title = "Somebody".to_owned();
        voice.role_certainty = None;
        voice.shown = ShownRoom::Unclear;
        voice.person_id = format!("visitor:{letter}");
        view.voices.push(voice);
        view.notes.push(Note {
            day: TODAY - 5 + index as i64,
            room: Some(Room::ALL[index]),
            voice: 5 + index,
            depth: Depth::Read,
        });
    }
    view
}

/// A voice of the sample account.
#[must_use]
pub fn anonymous_person() -> Person {
    Person {
        given_name: None,
        letter: Some("B".to_owned()),
        title: Some("Operations".to_owned()),
        role_certainty: Some(0.72),
        account: Some(account()),
        kind: PersonKind::Buyer,
        kind_reason: "Reads about changes for the night shift, from the company's own network.".to_owned(),
        shown: ShownRoom::In(Room::Offer),
        visits: 6,
        first_day: Some(FIRST_DAY + 52),
        last_day: Some(FIRST_DAY + 204),
        thinking_about: Some("Changes for the night shift".to_owned()),
        identity: vec![IdentityLine {
            text: "Two browsers followed the same forwarded link within an hour.".to_owned(),
            strength: "possible".to_owned(),
            since_day: Some(FIRST_DAY + 101),
            person_id: None,
            struck_out: None,
            undo: Some(form("/identity/undo", "These are two people", "link", "7")),
        }],
        decisions: vec![DecisionLine {
            text: "Marked as a candidate".to_owned(),
            author: "Ines Falk".to_owned(),
            day: FIRST_DAY + 60,
            reason: "Applied for a post".to_owned(),
            undo: Some(form("/decisions/undo", "Take back", "decision", "3")),
        }],
        actions: [
            ("competitor", "A competitor"),
            ("candidate", "A candidate"),
            ("customer", "A client"),
            ("staff", "Our own people"),
            ("bot", "A machine"),
        ]
        .map(|(kind, label)| form("/people/kind", label, "kind", kind))
        .to_vec(),
    }
}
