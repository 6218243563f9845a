//! What the records must do.

use enfilade_domain::{
    Account, ConsentMode, Deal, DealStage, Fit, FitRule, Money, PageKind, PathRule, PersonId, PersonKind, Piece, Role,
    Room, Settings, ShownRoom, Subject, Touch, UserId, Verdict,
};
use enfilade_store::{
    NewDecision, RoomChange, SignIn, Store, StoreError, StoredAccount, StoredPerson, User, UserRole, WriteKey,
};

use super::{Case, domain, time, visitor, workspace};

pub(super) const CASES: &[Case] = &[
    ("a workspace is made once, with a secret of its own", workspaces),
    ("settings come back as saved", settings),
    ("write keys are found and revoked", write_keys),
    ("pieces and path rules are replaced", content),
    ("accounts are replaced by domain", accounts),
    ("deals are replaced by id", deals),
    ("an equal touch is a no-op", touches),
    ("decisions stand until undone", decisions),
    ("readings are replaced and forgotten", readings),
    ("everyone is paged through in order of id", paging),
    ("users sign in and out", users),
    ("notes are set and cleared", notes),
];

fn workspaces(store: &Store) {
    assert!(store.records.workspaces().unwrap().is_empty());
    let a = store.records.ensure_workspace("a", time(5)).unwrap();
    let again = store.records.ensure_workspace("a", time(9)).unwrap();
    assert_eq!(a, again);
    assert_eq!((a.created_at, a.settings.clone()), (time(5), Settings::default()));
    let b = store.records.ensure_workspace("b", time(6)).unwrap();
    assert_ne!(a.secret, b.secret);
    assert_eq!(store.records.workspaces().unwrap(), [a, b.clone()]);
    assert_eq!(store.records.workspace("b").unwrap(), Some(b));
    assert_eq!(store.records.workspace("c").unwrap(), None);
}

fn settings(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let settings = Settings {
        name: Some("North Mill, “Süd”".into()),
        decision_months: 7.25,
        time_zone: "Europe/Zurich".into(),
        own_domains: vec![domain("us.example"), domain("us.test")],
        own_networks: vec!["192.0.2.0/24".into(), "2001:db8::/48".into()],
        competitor_domains: vec![domain("them.example")],
        consent_mode: ConsentMode::CookieFree,
        retention_days: Some(400),
        essential_roles: Some(vec![Role::Finance, Role::Own("clinical director".into())]),
        fit_rules: ["food, drink, DE, 20-400, 0.85", "*, AT, *, 0.3"]
            .map(|line| FitRule::parse(line).unwrap())
            .to_vec(),
    };
    store.records.save_settings(w, &settings).unwrap();
    assert_eq!(store.records.workspace("a").unwrap().unwrap().settings, settings);
    assert_eq!(store.records.workspaces().unwrap()[1].settings, Settings::default());
    store.records.save_settings(w, &Settings::default()).unwrap();
    assert_eq!(store.records.workspace("a").unwrap().unwrap().settings, Settings::default());
    assert_ne!(w, other);
}

fn write_keys(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let key = WriteKey { workspace: w, key: "k1".into(), label: "site".into(), created_at: time(1), revoked_at: None };
    store.records.add_write_key(&key).unwrap();
    assert!(store.records.add_write_key(&WriteKey { workspace: other, ..key.clone() }).is_err());
    assert_eq!(store.records.write_keys(w).unwrap(), std::slice::from_ref(&key));
    assert!(store.records.write_keys(other).unwrap().is_empty());
    assert!(!store.records.revoke_write_key(other, "k1", time(2)).unwrap());
    assert!(store.records.revoke_write_key(w, "k1", time(2)).unwrap());
    assert!(!store.records.revoke_write_key(w, "k1", time(3)).unwrap());
    assert_eq!(store.records.write_key("k1").unwrap(), Some(WriteKey { revoked_at: Some(time(2)), ..key }));
    assert_eq!(store.records.write_key("k2").unwrap(), None);
}

fn content(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let piece = Piece {
        path: "/blog/late".into(),
        kind: PageKind::Article,
        room: Some(Room::Problem),
        role: Some(Role::Own("clinical director".into())),
        question: Some("Why?".into()),
        title: Some("Late".into()),
        topic: Some("invoices".into()),
    };
    let plain = Piece {
        path: "/x".into(),
        kind: PageKind::Other("odd".into()),
        room: None,
        role: None,
        question: None,
        title: None,
        topic: None,
    };
    store.records.put_pieces(w, &[plain.clone(), piece.clone()]).unwrap();
    assert_eq!(store.records.pieces(w).unwrap(), [piece.clone(), plain.clone()]);
    let renamed = Piece { title: None, room: Some(Room::Sales), ..piece };
    store.records.put_pieces(w, std::slice::from_ref(&renamed)).unwrap();
    assert_eq!(store.records.pieces(w).unwrap(), [renamed, plain]);
    let rule = |pattern: &str, room| PathRule { pattern: pattern.into(), kind: PageKind::Guide, room };
    let rules = [rule("/z*", Some(Room::Offer)), rule("/a*", None), rule("/z*", None)];
    store.records.replace_path_rules(w, &rules).unwrap();
    assert_eq!(store.records.path_rules(w).unwrap(), rules);
    store.records.replace_path_rules(w, &rules[1..]).unwrap();
    assert_eq!(store.records.path_rules(w).unwrap(), rules[1..]);
    assert!(store.records.pieces(other).unwrap().is_empty() && store.records.path_rules(other).unwrap().is_empty());
}

fn accounts(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let account = Account {
        domain: domain("acme.example"),
        name: Some("Acme\0".into()),
        employees: Some(i64::MAX),
        industry: Some("steel".into()),
        country: Some("CH".into()),
        fit: Fit::new(0.72),
        office_networks: vec!["192.0.2.0/24".into(), "192.0.3.1/32".into()],
        attributes: Some("{}".into()),
    };
    let bare = Account::bare(domain("aa.example"));
    store.records.put_accounts(w, &[account.clone(), bare.clone()]).unwrap();
    let kept = Account { name: Some("Acme\u{2400}".into()), ..account };
    assert_eq!(store.records.accounts(w).unwrap(), [bare, kept.clone()]);
    assert_eq!(store.records.account(w, &kept.domain).unwrap(), Some(kept.clone()));
    assert_eq!(store.records.account(other, &kept.domain).unwrap(), None);
    let emptied = Account::bare(kept.domain.clone());
    store.records.put_accounts(w, std::slice::from_ref(&emptied)).unwrap();
    assert_eq!(store.records.account(w, &kept.domain).unwrap(), Some(emptied));
}

fn deals(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let deal = Deal {
        deal_id: "d1".into(),
        domain: domain("acme.example"),
        opened_at: time(20),
        closed_at: Some(time(30)),
        stage: DealStage::NoDecision,
        amount: Some(Money { minor: -5, currency: Some("EUR".into()) }),
        source: Some("ads".into()),
        heard_from: Some("a friend".into()),
    };
    let open = Deal {
        deal_id: "d0".into(),
        domain: domain("other.example"),
        opened_at: time(10),
        closed_at: None,
        stage: DealStage::Open,
        amount: None,
        source: None,
        heard_from: None,
    };
    store.records.put_deals(w, &[deal.clone(), open.clone()]).unwrap();
    assert_eq!(store.records.deals(w).unwrap(), [open.clone(), deal.clone()]);
    assert_eq!(store.records.deals_of(w, &deal.domain).unwrap(), std::slice::from_ref(&deal));
    let won = Deal { stage: DealStage::Won, amount: Some(Money { minor: 7, currency: None }), ..deal };
    store.records.put_deals(w, std::slice::from_ref(&won)).unwrap();
    assert_eq!(store.records.deals(w).unwrap(), [open, won]);
    assert!(store.records.deals(other).unwrap().is_empty());
}

fn touches(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let touch = Touch {
        at: time(5),
        domain: Some(domain("acme.example")),
        email: None,
        kind: "call".into(),
        by: Some("Sam".into()),
        asks: true,
    };
    let unlike = [
        Touch { at: time(6), ..touch.clone() },
        Touch { at: time(7), domain: None, ..touch.clone() },
        Touch { at: time(8), email: Some(String::new()), ..touch.clone() },
        Touch { at: time(9), asks: false, by: None, ..touch.clone() },
    ];
    assert_eq!(store.records.put_touches(w, &[touch.clone(), touch.clone()]).unwrap(), 1);
    assert_eq!(store.records.put_touches(w, &unlike).unwrap(), 4);
    assert_eq!(store.records.put_touches(w, &unlike).unwrap(), 0);
    assert_eq!(store.records.put_touches(w, &[Touch { email: Some(String::new()), ..touch.clone() }]).unwrap(), 1);
    assert_eq!(store.records.touches(w).unwrap().len(), 6);
    assert_eq!(store.records.touches_of(w, &domain("acme.example")).unwrap().len(), 5);
    assert_eq!(store.records.touches(w).unwrap()[2..], unlike);
    assert!(store.records.touches(other).unwrap().is_empty());
}

fn decisions(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let verdicts = [
        (Subject::Visitor(visitor("v")), Verdict::NotSamePerson { user: UserId::new("ana") }),
        (Subject::User(UserId::new("ana")), Verdict::NotOfAccount { account: domain("acme.example") }),
        (Subject::Account(domain("acme.example")), Verdict::OfAccount { account: domain("b.example") }),
        (Subject::Visitor(visitor("v")), Verdict::Kind { kind: Some(PersonKind::Candidate) }),
        (Subject::Visitor(visitor("v")), Verdict::Kind { kind: None }),
    ];
    let news: Vec<NewDecision> = verdicts
        .into_iter()
        .zip(10..)
        .map(|((subject, verdict), at)| NewDecision {
            at: time(at),
            author: "Sam".into(),
            reason: "seen".into(),
            subject,
            verdict,
        })
        .collect();
    let ids: Vec<i64> = news.iter().map(|decision| store.records.add_decision(w, decision).unwrap()).collect();
    assert!(!store.records.undo_decision(other, ids[1], time(50)).unwrap());
    assert!(store.records.undo_decision(w, ids[1], time(50)).unwrap());
    assert!(!store.records.undo_decision(w, ids[1], time(60)).unwrap());
    assert!(!store.records.undo_decision(w, 999, time(60)).unwrap());
    let kept = store.records.decisions(w).unwrap();
    assert_eq!(kept.len(), news.len());
    for ((decision, new), id) in kept.iter().zip(&news).zip(ids) {
        assert_eq!((decision.id, decision.at, &decision.subject), (id, new.at, &new.subject));
        assert_eq!((&decision.verdict, &decision.reason, &decision.author), (&new.verdict, &new.reason, &new.author));
    }
    assert_eq!(kept[1].undone_at, Some(time(50)));
    assert!(kept[1].stands_at(time(49)) && !kept[1].stands_at(time(50)) && kept[0].undone_at.is_none());
    assert!(store.records.decisions(other).unwrap().is_empty());
}

fn readings(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let person = |name: &str, account: Option<&str>, visitors: &[&str]| StoredPerson {
        person: PersonId::new(name),
        account: account.map(domain),
        visitors: visitors.iter().map(|name| visitor(name)).collect(),
        kind: PersonKind::Buyer,
        last_seen: time(3),
        body: vec![0, 255, 1],
        sought: None,
    };
    let changes = vec![
        RoomChange { at: time(1), from: ShownRoom::Outside, to: ShownRoom::In(Room::Problem) },
        RoomChange { at: time(2), from: ShownRoom::Unclear, to: ShownRoom::NotEnoughEvidence },
    ];
    let account = |name: &str, room_changes: &[RoomChange]| StoredAccount {
        account: domain(name),
        last_seen: time(4),
        body: Vec::new(),
        room_changes: room_changes.to_vec(),
    };
    let persons = [person("user:ana", Some("a.example"), &["v2", "v1"]), person("visitor:v3", None, &["v3"])];
    let accounts = [account("a.example", &changes), account("b.example", &[])];
    store.records.put_readings(w, &persons, &accounts, &[], &[]).unwrap();
    store.records.put_readings(other, &[person("user:ana", None, &["v1"])], &accounts[..1], &[], &[]).unwrap();
    assert_eq!(store.records.stored_persons(w, None).unwrap(), persons);
    assert_eq!(store.records.stored_persons(w, Some(&domain("a.example"))).unwrap(), persons[..1]);
    assert_eq!(store.records.stored_person(w, &persons[0].person).unwrap().as_ref(), Some(&persons[0]));
    assert_eq!(store.records.stored_accounts(w).unwrap(), accounts);
    assert_eq!(store.records.stored_account(w, &domain("a.example")).unwrap().as_ref(), Some(&accounts[0]));
    assert_eq!(store.records.persons_of_visitors(w, &["v1", "v2", "zz"].map(visitor)).unwrap(), persons[..1]);
    assert!(store.records.persons_of_visitors(w, &[]).unwrap().is_empty());
    let last_seen = |from, to| store.records.people_last_seen(w, time(from), time(to)).unwrap();
    assert_eq!([last_seen(3, 3), last_seen(0, 9), last_seen(4, 9), last_seen(0, 2)], [2, 2, 0, 0]);

    let moved = person("user:ana", Some("b.example"), &["v9"]);
    let fewer = account("a.example", &changes[..1]);
    let gone = [persons[1].person.clone(), PersonId::new("user:nobody")];
    let put = store.records.put_readings(
        w,
        std::slice::from_ref(&moved),
        std::slice::from_ref(&fewer),
        &gone,
        &[domain("b.example")],
    );
    put.unwrap();
    assert_eq!(store.records.stored_persons(w, None).unwrap(), [moved]);
    assert_eq!(store.records.stored_accounts(w).unwrap(), [fewer]);
    assert!(store.records.persons_of_visitors(w, &["v1", "v3"].map(visitor)).unwrap().is_empty());
    assert_eq!(store.records.stored_account(w, &domain("b.example")).unwrap(), None);
    assert_eq!(store.records.stored_persons(other, None).unwrap()[0].visitors, [visitor("v1")]);
}

fn paging(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let person = |name: &str, visitors: &[&str]| StoredPerson {
        person: PersonId::new(name),
        account: None,
        visitors: visitors.iter().map(|name| visitor(name)).collect(),
        kind: PersonKind::Buyer,
        last_seen: time(3),
        body: vec![1],
        sought: None,
    };
    let all = [person("B", &["v2", "v1"]), person("a", &[]), person("c", &["v3"]), person("é", &["v4"])];
    let shuffled = [&all[2], &person("a", &["v9"]), &all[3], &all[1], &all[0]].map(Clone::clone);
    store.records.put_readings(w, &shuffled, &[], &[], &[]).unwrap();
    store.records.put_readings(other, &[person("b", &["v1"])], &[], &[], &[]).unwrap();
    let mut seen: Vec<StoredPerson> = Vec::new();
    loop {
        let page = store.records.persons_after(w, seen.last().map(|last| &last.person), 2).unwrap();
        assert!(page.len() <= 2);
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, all, "of a person given twice the last counts");
    assert!(store.records.persons_after(w, None, 0).unwrap().is_empty());
}

fn users(store: &Store) {
    let w = workspace(store, "a");
    let user = User {
        id: 0,
        workspace: w,
        email: "sam@us.example".into(),
        name: "Sam".into(),
        role: UserRole::Editor,
        password_hash: "$argon2id$x".into(),
    };
    let id = store.records.add_user(&user).unwrap();
    let kept = User { id, ..user.clone() };
    assert!(matches!(store.records.add_user(&user), Err(StoreError::Failed(_))));
    assert_eq!(store.records.users(w).unwrap(), std::slice::from_ref(&kept));
    assert_eq!(store.records.user(id).unwrap().as_ref(), Some(&kept));
    assert_eq!(store.records.user_by_email("Sam@us.example").unwrap().as_ref(), Some(&kept));
    assert_eq!(store.records.user_by_email("x").unwrap(), None);
    store.records.set_password(id, "other").unwrap();
    assert_eq!(store.records.user(id).unwrap().unwrap().password_hash, "other");

    let sign_in =
        SignIn { token_hash: [7; 32], user_id: id, workspace: None, created_at: time(5), expires_at: time(50) };
    store.records.add_sign_in(&sign_in).unwrap();
    assert_eq!(store.records.sign_in(&[7; 32]).unwrap().as_ref(), Some(&sign_in));
    let other = workspace(store, "another-house");
    assert!(store.records.memberships(id).unwrap().is_empty() && store.records.users(other).unwrap().is_empty());
    for role in [UserRole::Viewer, UserRole::Editor] {
        store.records.put_membership(id, other, role).unwrap();
        assert_eq!(store.records.memberships(id).unwrap(), [(other, role)]);
        let there = store.records.users(other).unwrap();
        assert_eq!(
            there.iter().map(|user| (user.id, user.workspace, user.role)).collect::<Vec<_>>(),
            [(id, other, role)]
        );
    }
    store.records.show_workspace(&[7; 32], other).unwrap();
    assert_eq!(store.records.sign_in(&[7; 32]).unwrap().unwrap().workspace, Some(other));
    let home = store.records.user(id).unwrap().unwrap();
    store.records.move_user(id, other, UserRole::Editor).unwrap();
    assert!(
        store.records.memberships(id).unwrap().is_empty()
            && store.records.users(home.workspace).unwrap().iter().all(|user| user.id != id)
    );
    store.records.move_user(id, home.workspace, home.role).unwrap();
    store.records.put_membership(id, other, UserRole::Viewer).unwrap();
    store.records.remove_membership(id, other).unwrap();
    assert!(store.records.users(other).unwrap().is_empty());
    store.records.remove_sign_in(&[7; 32]).unwrap();
    assert_eq!(store.records.sign_in(&[7; 32]).unwrap(), None);
    store.records.add_sign_in(&sign_in).unwrap();
    store.records.remove_user(id).unwrap();
    assert_eq!(store.records.sign_in(&[7; 32]).unwrap(), None, "who is removed is signed out");
    assert_ne!(store.records.add_user(&user).unwrap(), id, "an id is not used twice");
}

fn notes(store: &Store) {
    assert_eq!(store.records.note("backup").unwrap(), None);
    store.records.set_note("backup", Some("monday")).unwrap();
    store.records.set_note("backup", Some("tuesday")).unwrap();
    assert_eq!(store.records.note("backup").unwrap().as_deref(), Some("tuesday"));
    store.records.set_note("backup", None).unwrap();
    assert_eq!(store.records.note("backup").unwrap(), None);
}
