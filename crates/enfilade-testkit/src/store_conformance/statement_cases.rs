//! What the records must do with statements of people, learned models, and readings as they were made.

use enfilade_domain::{
    ConversationVerdict, Declaration, FirstQuestion, PersonId, Prepared, Role, Room, Standing, Stated, Statement,
    Subject, TalkRequest, UserId,
};
use enfilade_store::{MadeReading, ModelRecord, ModelState, ModelUse, Store};

use super::{Case, domain, time, visitor, workspace};

pub(super) const CASES: &[Case] = &[
    ("statements come back as stated and stand until undone", statements),
    ("an imported statement is added once", imported),
    ("a request to talk is answered once", answers),
    ("statements about a forgotten person go", forgotten),
    ("retention removes old statements and readings", retention),
    ("one model is in use, and every version is kept", models),
    ("readings are kept as they were made", made_readings),
];

fn statement(at: i64, stated: Stated) -> Statement {
    Statement {
        id: 0,
        at: time(at),
        recorded_at: time(at + 3),
        by: "Sam".into(),
        note: "she said so".into(),
        account: Some(domain("acme.example")),
        person: None,
        stated,
        undone_at: None,
    }
}

/// One of each kind, in order of time, with everything a statement can have.
fn one_of_each() -> Vec<Statement> {
    let verdict = ConversationVerdict {
        prepared: Some(Prepared::Partly),
        standing: Some(Standing::In(Room::Offer)),
        first_question: Some(FirstQuestion::HowWouldThisWork),
        first_words: "How would it\nwork here?\0".into(),
        content_mentioned: vec!["/a".into(), "The guide".into()],
        missing: vec![Role::Legal, Role::Own("clinical director".into())],
        welcome: Some(false),
    };
    let request = TalkRequest { points: vec!["price".into(), "exit".into()], answer: Some((time(90), "Ana".into())) };
    let person = Some(PersonId::new("user:cfo"));
    vec![
        statement(10, Stated::Declaration(Declaration::NewLeader)),
        Statement { person: person.clone(), ..statement(11, Stated::Declaration(Declaration::Departed)) },
        Statement { account: None, person: person.clone(), ..statement(12, Stated::Overrule(Standing::Outside)) },
        statement(13, Stated::Overrule(Standing::In(Room::Problem))),
        Statement { person, ..statement(14, Stated::Conversation(verdict)) },
        statement(15, Stated::Conversation(ConversationVerdict::default())),
        statement(16, Stated::TalkRequest(request)),
        statement(17, Stated::TalkRequest(TalkRequest::default())),
    ]
}

fn statements(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let mut stated = one_of_each();
    for one in stated.iter_mut().rev() {
        one.id = store.records.add_statement(w, one).unwrap();
    }
    if let Stated::Conversation(verdict) = &mut stated[4].stated {
        verdict.first_words = "How would it\nwork here?\u{2400}".into();
    }
    assert_eq!(store.records.statements(w).unwrap(), stated, "in order of when it happened");
    assert!(store.records.statements(other).unwrap().is_empty());

    assert!(!store.records.undo_statement(other, stated[0].id, time(50)).unwrap());
    assert!(store.records.undo_statement(w, stated[0].id, time(50)).unwrap());
    assert!(!store.records.undo_statement(w, stated[0].id, time(60)).unwrap(), "what is undone stays so");
    assert_eq!(store.records.statements(w).unwrap()[0].undone_at, Some(time(50)));
    let again = store.records.add_statement(w, &stated[0]).unwrap();
    assert!(!stated.iter().any(|one| one.id == again), "said again, it is a statement of its own");
}

fn imported(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let stated = one_of_each();
    assert_eq!(store.records.put_statements(w, &stated).unwrap(), stated.len());
    let later: Vec<Statement> = stated.iter().map(|one| Statement { recorded_at: time(900), ..one.clone() }).collect();
    assert_eq!(store.records.put_statements(w, &later).unwrap(), 0, "whenever it is imported");
    let differently = Statement { by: "Kim".into(), ..stated[0].clone() };
    assert_eq!(store.records.put_statements(w, &[stated[1].clone(), differently]).unwrap(), 1);
    assert_eq!(store.records.put_statements(other, &stated[..2]).unwrap(), 2);
    assert_eq!(store.records.statements(w).unwrap().len(), stated.len() + 1);
    let first = store.records.statements(w).unwrap()[0].id;
    store.records.undo_statement(w, first, time(99)).unwrap();
    assert_eq!(store.records.put_statements(w, &stated).unwrap(), 0, "an import does not bring back what was undone");
}

fn answers(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let request = statement(1, Stated::TalkRequest(TalkRequest { points: vec!["price".into()], answer: None }));
    let id = store.records.add_statement(w, &request).unwrap();
    let event = store.records.add_statement(w, &statement(2, Stated::Declaration(Declaration::Freeze))).unwrap();
    assert!(!store.records.answer_talk_request(w, event, time(9), "Ana").unwrap());
    assert!(!store.records.answer_talk_request(other, id, time(9), "Ana").unwrap());
    assert!(store.records.answer_talk_request(w, id, time(9), "Ana").unwrap());
    assert!(!store.records.answer_talk_request(w, id, time(10), "Kim").unwrap(), "the first answer counts");
    let Stated::TalkRequest(found) = &store.records.statements(w).unwrap()[0].stated else { panic!("a request") };
    assert_eq!(found.answer, Some((time(9), "Ana".into())));
    assert_eq!((found.answered_by(time(8)), found.answered_by(time(9))), (None, Some(time(9))));
    let undone = store.records.add_statement(w, &request).unwrap();
    store.records.undo_statement(w, undone, time(5)).unwrap();
    assert!(!store.records.answer_talk_request(w, undone, time(9), "Ana").unwrap());
}

fn forgotten(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    for workspace in [w, other] {
        store.records.put_statements(workspace, &one_of_each()).unwrap();
    }
    let anonymous = Statement { person: Some(PersonId::new("visitor:v1")), ..one_of_each()[0].clone() };
    store.records.add_statement(w, &anonymous).unwrap();
    store
        .records
        .forget_person(w, &[Subject::User(UserId::new("cfo")), Subject::Visitor(visitor("v1"))], None)
        .unwrap();
    let left = store.records.statements(w).unwrap();
    assert_eq!(left.len(), 5);
    assert!(left.iter().all(|one| one.person.is_none()), "what is about the company stays");
    assert_eq!(store.records.statements(other).unwrap().len(), 8);
}

fn retention(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    for workspace in [w, other] {
        store.records.put_statements(workspace, &one_of_each()).unwrap();
        store.records.add_made_readings(workspace, &[made("a.example", 13), made("a.example", 14)]).unwrap();
    }
    assert_eq!(store.records.erase_records_before(w, time(14)).unwrap(), 5);
    assert_eq!(store.records.statements(w).unwrap().len(), 4);
    assert_eq!(store.records.made_reading_times(w, &domain("a.example")).unwrap(), [time(14)]);
    assert_eq!(store.records.erase_records_before(w, time(14)).unwrap(), 0);
    assert_eq!(store.records.statements(other).unwrap().len(), 8);
}

fn models(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let model = |version: &str, at: i64, parent: Option<&str>| ModelRecord {
        version: version.into(),
        made_at: time(at),
        learned_until: time(at - 1),
        parent: parent.map(str::to_owned),
        body: vec![0, 255, 1],
        figures: "{\"auc\":0.8}".into(),
        state: ModelState::Shadow,
    };
    let (first, second) = (model("v1+1", 5, None), model("v1+2", 9, Some("v1+1")));
    for one in [&second, &first] {
        store.records.put_model(w, one).unwrap();
    }
    store.records.put_model(other, &first).unwrap();
    assert_eq!(store.records.models(w).unwrap(), [first.clone(), second.clone()]);
    assert_eq!(store.records.model_in_use(w).unwrap(), None, "a shadow is not read with");

    assert!(!store.records.use_model(w, Some("v9"), time(20)).unwrap());
    assert!(store.records.use_model(w, Some("v1+1"), time(21)).unwrap());
    assert!(store.records.use_model(w, Some("v1+2"), time(22)).unwrap());
    let in_use = store.records.model_in_use(w).unwrap().unwrap();
    assert_eq!(in_use, ModelRecord { state: ModelState::InUse, ..second.clone() });
    assert_eq!(store.records.models(w).unwrap()[0].state, ModelState::Retired);
    assert!(store.records.use_model(w, Some("v1+1"), time(23)).unwrap(), "one may return to an earlier one");
    assert_eq!(store.records.model_in_use(w).unwrap().unwrap().version, "v1+1");
    assert!(store.records.use_model(w, None, time(24)).unwrap());
    assert_eq!(store.records.model_in_use(w).unwrap(), None);
    let uses = store.records.model_uses(w).unwrap();
    let expected = [(21, Some("v1+1")), (22, Some("v1+2")), (23, Some("v1+1")), (24, None)];
    let expected = expected.map(|(at, version)| ModelUse { at: time(at), version: version.map(str::to_owned) });
    assert_eq!(uses, expected);
    assert_eq!(store.records.models(other).unwrap(), [first]);
    assert!(store.records.model_uses(other).unwrap().is_empty());

    let better = ModelRecord { figures: "{\"auc\":0.9}".into(), ..second };
    store.records.put_model(w, &better).unwrap();
    assert_eq!(store.records.models(w).unwrap()[1], better);
}

fn made(account: &str, at: i64) -> MadeReading {
    MadeReading {
        account: domain(account),
        made_at: time(at),
        known_until: time(at - 1),
        model_version: "v1".into(),
        body: vec![7, 0, 9],
    }
}

fn made_readings(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let readings = [made("a.example", 5), made("a.example", 7), made("a.example", 9), made("b.example", 6)];
    store.records.add_made_readings(w, &readings).unwrap();
    store.records.add_made_readings(other, &readings[..1]).unwrap();
    let account = domain("a.example");
    assert_eq!(store.records.made_readings(w, &account).unwrap(), readings[..3]);
    assert_eq!(store.records.made_reading_times(w, &account).unwrap(), [5, 7, 9].map(time));
    for (moment, expected) in [(4, None), (5, Some(5)), (8, Some(7)), (99, Some(9))] {
        let found = store.records.made_reading_by(w, &account, time(moment)).unwrap();
        assert_eq!(found.map(|reading| reading.made_at), expected.map(time), "by {moment}");
    }
    let again = MadeReading { body: vec![1], ..readings[1].clone() };
    store.records.add_made_readings(w, std::slice::from_ref(&again)).unwrap();
    assert_eq!(store.records.made_readings(w, &account).unwrap()[1], again);
    store.records.forget_made_readings(w, &account, &[5, 9, 100].map(time)).unwrap();
    assert_eq!(store.records.made_readings(w, &account).unwrap(), [again]);
    assert_eq!(store.records.made_readings(w, &domain("b.example")).unwrap().len(), 1);
    assert_eq!(store.records.made_readings(other, &account).unwrap().len(), 1);
}
