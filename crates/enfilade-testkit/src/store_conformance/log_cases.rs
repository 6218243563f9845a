//! What the event log must do.

use enfilade_domain::{Action, Channel, Event, Network, NetworkKind, Place, Timestamp, UserId, VisitorId};
use enfilade_store::{Appended, EventFields, Store, Thread, ThreadKind};

use super::{Case, bare_event, full_event, time, visitor, workspace};

pub(super) const CASES: &[Case] = &[
    ("a submitted event waits in the inbox and is filed once", submitted_and_filed),
    ("every field and every action comes back as it went in", round_trip),
    ("a message id is taken once, within a slice, later, and through the inbox", duplicates),
    ("lives are ordered by visitor, time and message id, late events too", order),
    ("the inbox is filed in portions", portions),
    ("events tie their visitors to threads", threads),
    ("an alias ties its visitor to both ids", alias),
    ("a network is known better later", network_learns),
    ("hostile and huge texts are kept alike", hostile_texts),
    ("a touch after the reading is not settled with it", touches),
    ("tenants with equal ids do not see each other", tenants),
    ("doors count what was new", channels),
    ("visitors are paged in order", paging),
    ("an erased visitor leaves nothing behind", erase_visitors),
    ("retention erases the old and derives the rest anew", erase_before),
    ("many events and long lists are handled in pieces", many),
];

fn submit(store: &Store, workspace: enfilade_domain::WorkspaceId, events: Vec<Event>) {
    store.log.submit(workspace, events).blocking_recv().expect("an answer").expect("accepted");
}

fn ids(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.message_id.as_str()).collect()
}

fn submitted_and_filed(store: &Store) {
    let w = workspace(store, "acme");
    submit(store, w, vec![]);
    submit(store, w, vec![full_event("m1", "v", 10), bare_event("m2", "v", 11)]);
    assert_eq!(store.log.inbox_len().unwrap(), 2);
    assert_eq!(store.log.event_count(w).unwrap(), 0);
    assert!(store.log.touched(10).unwrap().is_empty());
    assert_eq!(store.log.file_inbox(100).unwrap(), 2);
    assert_eq!(store.log.inbox_len().unwrap(), 0);
    assert_eq!(store.log.file_inbox(100).unwrap(), 0);
    assert_eq!(store.log.event_count(w).unwrap(), 2);
    let life = store.log.events_of(w, &[visitor("v")]).unwrap();
    assert_eq!(life, vec![full_event("m1", "v", 10), bare_event("m2", "v", 11)]);
}

fn round_trip(store: &Store) {
    let w = workspace(store, "acme");
    let actions = [
        Action::Page,
        Action::Screen,
        Action::PageRead { of: "m0".into() },
        Action::Identify,
        Action::Group,
        Action::Alias { previous: "old".into() },
        Action::DemoRequested,
        Action::ContactRequested,
        Action::ContentDownloaded,
        Action::NewsletterSignup,
        Action::EmailDelivered,
        Action::EmailOpened,
        Action::EmailLinkClicked,
        Action::AdImpression,
        Action::ContentShared,
        Action::WebinarRegistered,
        Action::WebinarAttended,
        Action::MeetingBooked,
        Action::MeetingHeld,
        Action::CallHeld,
        Action::ProposalViewed,
        Action::OutboundClick,
        Action::ConsentStated,
        Action::AssetsFetched,
        Action::Missed { status: 404 },
        Action::Other("Trial Started".into()),
    ];
    let mut events: Vec<Event> =
        (0_i64..).zip(actions).map(|(at, action)| Event { action, ..full_event(&format!("m{at}"), "v", at) }).collect();
    for (channel, at) in Channel::ALL.into_iter().zip(100..) {
        events.push(Event { channel, ..bare_event(&format!("c{at}"), "v", at) });
    }
    let extremes = [(i64::MIN, "min"), (-1, "before"), (i64::MAX, "max")];
    events.extend(extremes.map(|(at, id)| Event { at: time(at), known_at: time(at), ..bare_event(id, "v", 0) }));
    store.log.append(w, &events).unwrap();
    events.sort_by(|a, b| (a.at, &a.message_id).cmp(&(b.at, &b.message_id)));
    assert_eq!(store.log.events_of(w, &[visitor("v")]).unwrap(), events);
    let for_beliefs = |event: &Event| Event {
        clock_suspect: false,
        email: None,
        name: None,
        attributes: None,
        place: event.place.as_ref().map(|place| Place { path: place.path.clone(), ..Place::default() }),
        ..event.clone()
    };
    assert_eq!(
        store.log.events_known_at(w, &[visitor("v")], Timestamp::MAX, EventFields::ForBeliefs).unwrap(),
        events.iter().map(for_beliefs).collect::<Vec<_>>()
    );

    for event in &mut events {
        event.message_id = format!("inbox {}", event.message_id);
    }
    submit(store, w, events.iter().map(|event| Event { visitor: visitor("u"), ..event.clone() }).collect());
    assert_eq!(store.log.file_inbox(1000).unwrap(), events.len());
    let back = store.log.events_of(w, &[visitor("u")]).unwrap();
    assert_eq!(back.into_iter().map(|event| Event { visitor: visitor("v"), ..event }).collect::<Vec<_>>(), events);
}

fn duplicates(store: &Store) {
    let w = workspace(store, "acme");
    let first = bare_event("m1", "v", 10);
    let again = Event { name: Some("changed".into()), ..bare_event("m1", "other", 99) };
    let appended = store.log.append(w, &[first.clone(), again.clone(), bare_event("m2", "v", 11)]).unwrap();
    assert_eq!(appended, Appended { accepted: 2, duplicates: vec![1] });
    let appended = store.log.append(w, &[bare_event("m3", "v", 12), again.clone()]).unwrap();
    assert_eq!(appended, Appended { accepted: 1, duplicates: vec![1] });
    submit(store, w, vec![again.clone(), bare_event("m4", "v", 13), bare_event("m4", "v", 14)]);
    assert_eq!(store.log.file_inbox(10).unwrap(), 3);
    assert_eq!(store.log.event_count(w).unwrap(), 4);
    assert!(store.log.events_of(w, &[visitor("other")]).unwrap().is_empty());
    let life = store.log.events_of(w, &[visitor("v")]).unwrap();
    assert_eq!(life[0], first);
    assert_eq!(ids(&life), ["m1", "m2", "m3", "m4"]);
    assert_eq!(life[3].at, time(13), "the first of two equal ids is kept");
    assert!(store.log.append(w, &[]).unwrap().duplicates.is_empty());
}

fn order(store: &Store) {
    let w = workspace(store, "acme");
    let events = [("b", "v2", 5), ("a", "v2", 5), ("c", "v1", 9), ("d", "v1", 7)];
    let events: Vec<Event> = events.iter().map(|(id, who, at)| bare_event(id, who, *at)).collect();
    store.log.append(w, &events).unwrap();
    store.log.append(w, &[bare_event("late", "v1", -3), bare_event("Z", "é", 1)]).unwrap();
    let asked = ["é", "v2", "v1", "v2", "nobody"].map(visitor);
    assert_eq!(ids(&store.log.events_of(w, &asked).unwrap()), ["late", "d", "c", "a", "b", "Z"]);
    assert!(store.log.events_of(w, &[]).unwrap().is_empty());
    // What happened later, and what was known later, was not known.
    let told_late = Event { known_at: time(13), ..bare_event("told late", "v1", 6) };
    let clock_ahead = Event { known_at: time(3), ..bare_event("clock ahead", "v2", 20) };
    store.log.append(w, &[told_late, clock_ahead]).unwrap();
    for (moment, known) in [
        (12, &["late", "d", "a", "b", "Z"][..]),
        (13, &["late", "told late", "d", "a", "b", "Z"]),
        (20, &["late", "told late", "d", "c", "a", "b", "clock ahead", "Z"]),
        (9, &["late", "Z"]),
        (-4, &[]),
    ] {
        let found = store.log.events_known_at(w, &asked, time(moment), EventFields::All).unwrap();
        assert_eq!(ids(&found), known);
    }
}

fn portions(store: &Store) {
    let w = workspace(store, "acme");
    submit(store, w, (0..25).map(|n| bare_event(&format!("m{n}"), "v", n)).collect());
    assert_eq!(store.log.file_inbox(10).unwrap(), 10);
    assert_eq!(store.log.inbox_len().unwrap(), 15);
    let oldest_first: Vec<i64> =
        store.log.events_of(w, &[visitor("v")]).unwrap().iter().map(|event| event.at.millis()).collect();
    assert_eq!(oldest_first, (0..10).collect::<Vec<_>>());
    assert_eq!(store.log.file_inbox(10).unwrap(), 10);
    assert_eq!(store.log.file_inbox(10).unwrap(), 5);
}

fn thread(kind: ThreadKind, value: &str, who: &str) -> Thread {
    Thread { kind, value: value.to_owned(), visitor: visitor(who) }
}

fn threads(store: &Store) {
    let w = workspace(store, "acme");
    store.log.append(w, &[full_event("m1", "v1", 1), full_event("m2", "v2", 2), full_event("m3", "v1", 3)]).unwrap();
    let (address, block) = (i64::MIN.to_string(), i64::MAX.to_string());
    let mut held = store.log.threads_of(w, &[visitor("v1")]).unwrap();
    held.sort();
    let mut expected = vec![
        thread(ThreadKind::User, "ana", "v1"),
        thread(ThreadKind::Company, "acme.example", "v1"),
        thread(ThreadKind::Address, &address, "v1"),
        thread(ThreadKind::Block, &block, "v1"),
        thread(ThreadKind::Share, "share-1", "v1"),
    ];
    expected.sort();
    assert_eq!(held, expected);
    let both = vec![thread(ThreadKind::User, "ana", "v1"), thread(ThreadKind::User, "ana", "v2")];
    assert_eq!(store.log.holders(w, ThreadKind::User, &["ana".into(), "bob".into()]).unwrap(), both);
    assert_eq!(store.log.thread_values(w, ThreadKind::User).unwrap(), ["ana"], "each value once");
    assert_eq!(store.log.thread_values(w, ThreadKind::Block).unwrap(), [block.as_str()]);
    let count = |kind, values: &[&str], limit| {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let mut counts = store.log.holder_counts(w, kind, &values, limit).unwrap();
        counts.dedup();
        counts
    };
    assert_eq!(count(ThreadKind::Address, &[&address], 10), [(address.clone(), 2)]);
    assert_eq!(count(ThreadKind::Address, &[&address], 1), [(address.clone(), 1)]);
    let of_users = count(ThreadKind::User, &["ana", "bob", "zoe"], 9);
    assert_eq!(of_users, [("ana".to_owned(), 2), ("bob".to_owned(), 0), ("zoe".to_owned(), 0)]);
    assert_eq!(count(ThreadKind::Company, &["ana"], 9), [("ana".to_owned(), 0)]);
    assert_eq!(count(ThreadKind::Company, &[], 9), []);
}

fn alias(store: &Store) {
    let w = workspace(store, "acme");
    let action = Action::Alias { previous: "old".into() };
    submit(store, w, vec![Event { user_id: Some(UserId::new("new")), action, ..bare_event("m", "v", 1) }]);
    store.log.file_inbox(9).unwrap();
    let expected = vec![thread(ThreadKind::User, "new", "v"), thread(ThreadKind::User, "old", "v")];
    assert_eq!(store.log.threads_of(w, &[visitor("v")]).unwrap(), expected);
}

fn network_learns(store: &Store) {
    let w = workspace(store, "acme");
    let unknown =
        Network { address_key: 7, block_key: 8, kind: NetworkKind::Unknown, organisation: None, domain: None };
    let known = Network { kind: NetworkKind::Isp, organisation: Some("Net".into()), ..unknown.clone() };
    let from = |network: &Network, id: &str, at| Event { network: Some(network.clone()), ..bare_event(id, "v", at) };
    submit(store, w, vec![from(&unknown, "m1", 1)]);
    submit(store, w, vec![from(&known, "m2", 2)]);
    store.log.file_inbox(9).unwrap();
    store.log.append(w, &[from(&unknown, "m3", 3)]).unwrap();
    for event in store.log.events_of(w, &[visitor("v")]).unwrap() {
        assert_eq!(event.network.as_ref(), Some(&known));
    }
}

fn hostile_texts(store: &Store) {
    let w = workspace(store, "acme");
    let huge = "ü".repeat(500_000);
    let long_id = format!("{}1", "x".repeat(20_000));
    let other_long_id = format!("{}2", "x".repeat(20_000));
    let nul = |id: &str| Event {
        name: Some("a\0b".into()),
        email: Some("'; drop table event; --".into()),
        job_title: Some("$1 ?1 {list}".into()),
        attributes: Some(huge.clone()),
        agent: Some(format!("{huge}\0")),
        user_id: Some(UserId::new("u\0")),
        ..bare_event(id, "v\0", 1)
    };
    let appended = store.log.append(w, &[nul("m\0"), nul("m\0"), nul(&long_id), nul(&other_long_id)]).unwrap();
    assert_eq!(appended.duplicates, [1]);
    submit(store, w, vec![nul(&long_id), nul("m\0")]);
    assert_eq!(store.log.file_inbox(9).unwrap(), 2);
    let life = store.log.events_of(w, &[visitor("v\0")]).unwrap();
    assert_eq!(life.len(), 3, "equal hostile ids are equal, different ones differ");
    assert_eq!(life[0].name.as_deref(), Some("a\u{2400}b"));
    assert_eq!(life[0].email.as_deref(), Some("'; drop table event; --"));
    assert_eq!(life[0].job_title.as_deref(), Some("$1 ?1 {list}"));
    assert_eq!(life[0].attributes.as_ref(), Some(&huge));
    let named = store.log.holder_counts(w, ThreadKind::User, &["u\0".to_owned()], 9).unwrap();
    assert_eq!(named, [("u\u{2400}".to_owned(), 1)]);
    let long = Event { user_id: Some(UserId::new(&*long_id)), ..bare_event("m", &long_id, 1) };
    store.log.append(w, &[long]).unwrap();
    assert_eq!(store.log.events_of(w, &[visitor(&long_id)]).unwrap().len(), 1);
    assert_eq!(store.log.holders(w, ThreadKind::User, &[long_id]).unwrap().len(), 1);
    assert!(store.log.events_of(w, &[visitor(&other_long_id)]).unwrap().is_empty());
}

fn touches(store: &Store) {
    let w = workspace(store, "acme");
    store.log.append(w, &[bare_event("m1", "v1", 1), bare_event("m2", "v2", 1)]).unwrap();
    let read = store.log.touched(10).unwrap();
    assert_eq!(read.iter().map(|touched| touched.visitor.as_str()).collect::<Vec<_>>(), ["v1", "v2"]);
    store.log.append(w, &[bare_event("m3", "v1", 2)]).unwrap();
    store.log.settle(&read).unwrap();
    let left = store.log.touched(10).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].visitor, visitor("v1"));
    assert!(left[0].mark > read[0].mark);
    store.log.append(w, &[bare_event("m3", "v1", 2)]).unwrap();
    store.log.settle(&left).unwrap();
    assert!(store.log.touched(10).unwrap().is_empty(), "a duplicate touches nobody");

    store.log.touch(w, &[visitor("v2"), visitor("v2")]).unwrap();
    store.log.touch(w, &[visitor("v1")]).unwrap();
    let oldest_first: Vec<VisitorId> =
        store.log.touched(10).unwrap().into_iter().map(|touched| touched.visitor).collect();
    assert_eq!(oldest_first, ["v2", "v1"].map(visitor));
    assert_eq!(store.log.touched(1).unwrap().len(), 1);
    store.log.settle(&store.log.touched(10).unwrap()).unwrap();
    store.log.touch_all(w).unwrap();
    assert_eq!(store.log.touched(10).unwrap().len(), 2);
    store.log.settle(&[]).unwrap();
}

fn tenants(store: &Store) {
    let (a, b) = (workspace(store, "a"), workspace(store, "b"));
    let of_b = Event { name: Some("b's".into()), agent: Some("b's agent".into()), ..full_event("m1", "v", 1) };
    store.log.append(a, &[full_event("m1", "v", 1)]).unwrap();
    assert_eq!(store.log.append(b, std::slice::from_ref(&of_b)).unwrap().accepted, 1);
    submit(store, b, vec![Event { at: time(2), message_id: "m2".into(), ..of_b.clone() }]);
    submit(store, a, vec![bare_event("m3", "w", 1)]);
    assert_eq!(store.log.file_inbox(9).unwrap(), 2);
    assert_eq!(ids(&store.log.events_of(b, &[visitor("v"), visitor("w")]).unwrap()), ["m1", "m2"]);
    assert_eq!(store.log.events_of(a, &[visitor("v")]).unwrap(), vec![full_event("m1", "v", 1)]);
    assert_eq!(store.log.thread_values(b, ThreadKind::User).unwrap().len(), 1);
    assert_eq!(store.log.visitors_after(b, None, 9).unwrap(), [visitor("v")]);
    assert_eq!((store.log.event_count(a).unwrap(), store.log.event_count(b).unwrap()), (2, 2));
    assert_eq!(store.log.erase_visitors(a, &[visitor("v")]).unwrap(), 1);
    let left = store.log.events_of(b, &[visitor("v")]).unwrap();
    assert_eq!(left[0], of_b, "another's erasure takes no network and no agent");
    store.log.settle(&store.log.touched(99).unwrap()).unwrap();
    store.log.touch_all(b).unwrap();
    assert!(store.log.touched(99).unwrap().iter().all(|touched| touched.workspace == b));
}

fn channels(store: &Store) {
    let w = workspace(store, "acme");
    store.log.append(w, &[bare_event("m1", "v", 100), bare_event("m2", "v", 50)]).unwrap();
    store.log.append(w, &[bare_event("m1", "v", 900), full_event("m3", "v", 70), bare_event("m4", "v", 60)]).unwrap();
    assert!(
        store
            .log
            .first_at(w)
            .unwrap()
            .is_some_and(|first| { store.log.channel_activity(w).unwrap().iter().all(|door| first <= door.last_at) })
    );
    assert_eq!(store.log.first_at(enfilade_domain::WorkspaceId(9_999)).unwrap(), None, "an empty log has no first day");
    let activity = store.log.channel_activity(w).unwrap();
    let of = |channel| activity.iter().find(|activity| activity.channel == channel).unwrap();
    assert_eq!(activity.len(), 2);
    let api = of(Channel::Api);
    assert_eq!((api.events, api.last_at, api.last_known_at), (3, time(100), time(105)));
    assert_eq!(of(Channel::Script).events, 1);
}

fn paging(store: &Store) {
    let w = workspace(store, "acme");
    let names = ["a", "B", "c", "é", "user:x"];
    let events: Vec<Event> = names.iter().map(|name| bare_event(name, name, 1)).collect();
    store.log.append(w, &events).unwrap();
    let mut seen: Vec<VisitorId> = Vec::new();
    loop {
        let page = store.log.visitors_after(w, seen.last(), 2).unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, ["B", "a", "c", "user:x", "é"].map(visitor));
}

fn erase_visitors(store: &Store) {
    let w = workspace(store, "acme");
    store.log.append(w, &[full_event("m1", "v1", 1), full_event("m2", "v2", 1)]).unwrap();
    submit(store, w, vec![full_event("m3", "v1", 2)]);
    assert_eq!(store.log.erase_visitors(w, &[visitor("v1")]).unwrap(), 2);
    assert_eq!(store.log.inbox_len().unwrap(), 0);
    assert!(store.log.events_of(w, &[visitor("v1")]).unwrap().is_empty());
    assert!(store.log.threads_of(w, &[visitor("v1")]).unwrap().is_empty());
    assert_eq!(store.log.visitors_after(w, None, 9).unwrap(), [visitor("v2")]);
    assert_eq!(store.log.event_count(w).unwrap(), 1);
    assert!(store.log.touched(9).unwrap().iter().any(|touched| touched.visitor == visitor("v1")));
    assert_eq!(store.log.events_of(w, &[visitor("v2")]).unwrap(), vec![full_event("m2", "v2", 1)]);
    assert_eq!(store.log.erase_visitors(w, &[visitor("v2"), visitor("nobody")]).unwrap(), 1);
    // Nobody is left who came from there: what is told next is all that is known.
    let network =
        Network { address_key: i64::MIN, block_key: 1, kind: NetworkKind::Unknown, organisation: None, domain: None };
    let fresh = Event { network: Some(network), ..bare_event("m4", "v3", 1) };
    store.log.append(w, std::slice::from_ref(&fresh)).unwrap();
    assert_eq!(store.log.events_of(w, &[visitor("v3")]).unwrap(), vec![fresh]);
    assert_eq!(store.log.append(w, &[full_event("m1", "v1", 1)]).unwrap().accepted, 1, "an erased id is free again");
}

fn erase_before(store: &Store) {
    let w = workspace(store, "acme");
    let named = Event { company: None, ..full_event("m1", "v1", 10) };
    store.log.append(w, &[named, bare_event("m2", "v1", 20), bare_event("m3", "v2", 5)]).unwrap();
    store.log.append(w, &[bare_event("m4", "v3", 20)]).unwrap();
    submit(store, w, vec![bare_event("m5", "v4", 9)]);
    store.log.settle(&store.log.touched(9).unwrap()).unwrap();
    assert_eq!(store.log.erase_before(w, time(20)).unwrap(), 3);
    assert_eq!(ids(&store.log.events_of(w, &["v1", "v2", "v3"].map(visitor)).unwrap()), ["m2", "m4"]);
    assert!(store.log.threads_of(w, &[visitor("v1")]).unwrap().is_empty());
    assert_eq!(store.log.visitors_after(w, None, 9).unwrap(), ["v1", "v3"].map(visitor));
    let touched: Vec<VisitorId> = store.log.touched(9).unwrap().into_iter().map(|touched| touched.visitor).collect();
    assert_eq!(touched, ["v1", "v2"].map(visitor));
    assert_eq!((store.log.event_count(w).unwrap(), store.log.inbox_len().unwrap()), (2, 0));
    assert_eq!(store.log.erase_before(w, time(20)).unwrap(), 0);
}

fn many(store: &Store) {
    let w = workspace(store, "acme");
    let who = |n: i64| format!("visitor {:04}", n % 1500);
    let events: Vec<Event> = (0..21_000).map(|n| bare_event(&format!("m{n}"), &who(n), n)).collect();
    assert_eq!(store.log.append(w, &events).unwrap().accepted, 21_000);
    let again = store.log.append(w, &events).unwrap();
    assert_eq!((again.accepted, again.duplicates.len(), again.duplicates[20_999]), (0, 21_000, 20_999));
    let asked: Vec<VisitorId> = (0..1500).rev().map(|n| visitor(&who(n))).collect();
    let lives = store.log.events_of(w, &asked).unwrap();
    assert_eq!(lives.len(), 21_000);
    assert!(lives.is_sorted_by_key(|event| (event.visitor.clone(), event.at, event.message_id.clone())));
    assert_eq!(store.log.erase_before(w, time(6_000)).unwrap(), 6_000);
    assert_eq!(store.log.event_count(w).unwrap(), 15_000);
}
