//! What the records must do with decisions about speaking to accounts, and with roles of users.

use enfilade_domain::{Band, ContactChoice, ContactDecision};
use enfilade_store::{Invitation, Store, User, UserRole};

use super::{Case, domain, time, workspace};

pub(super) const CASES: &[Case] = &[
    ("decisions about contacts come back as made and stand until undone", decisions),
    ("a user's role can be changed", roles),
    ("an invitation is used once and ends", invitations),
];

fn decisions(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let decision = |at: i64, choice, band| ContactDecision {
        id: 0,
        at: time(at),
        by: "Ines".into(),
        account: domain("acme.example"),
        choice,
        reason: "their budget round; it's \"open\"".into(),
        band,
        undone_at: None,
    };
    let made = [
        decision(10, ContactChoice::NotYet { look_again_at: Some(time(90)) }, Band::Ready),
        decision(20, ContactChoice::WillCall, Band::AskedToTalk),
        decision(30, ContactChoice::NotYet { look_again_at: None }, Band::GettingReady),
    ];
    let marks = |workspace| store.records.marks(workspace).expect("marks");
    let before = marks(here);
    let ids: Vec<i64> =
        made.iter().rev().map(|one| store.records.add_contact_decision(here, one).expect("added")).collect();
    let bare = |mut all: Vec<ContactDecision>| {
        all.iter_mut().for_each(|one| one.id = 0);
        all
    };
    let known = || store.records.contact_decisions(here).expect("decisions");
    assert_eq!(bare(known()), made, "in order of time, whatever the order of adding");
    assert!(store.records.contact_decisions(there).expect("decisions").is_empty());
    let after = marks(here);
    assert!(after.decided > before.decided && after.stated == before.stated, "it changes no reading");
    assert_eq!(marks(there).decided, 0);
    let undo = |workspace, id| store.records.undo_contact_decision(workspace, id, time(50)).expect("asked");
    assert!(!undo(there, ids[0]), "not from another workspace");
    assert!(undo(here, ids[0]) && !undo(here, ids[0]), "once");
    assert!(marks(here).decided > after.decided);
    let undone: Vec<bool> = known().iter().map(|one| one.undone_at == Some(time(50))).collect();
    assert_eq!(undone, [false, false, true]);
}

fn roles(store: &Store) {
    let user = User {
        id: 0,
        workspace: workspace(store, "one"),
        email: "ines@seller.example".into(),
        name: "Ines".into(),
        role: UserRole::Viewer,
        password_hash: "none".into(),
    };
    let id = store.records.add_user(&user).expect("added");
    for role in UserRole::ALL {
        store.records.set_role(id, role).expect("changed");
        assert_eq!(store.records.user(id).expect("asked").expect("there").role, role);
    }
}

fn invitations(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let invitation = |number: u8, until: i64| Invitation {
        token_hash: [number; 32],
        workspace: here,
        role: UserRole::Sales,
        made_by: "Ines".into(),
        created_at: time(i64::from(number)),
        expires_at: time(until),
    };
    let records = &store.records;
    for one in [invitation(1, 5), invitation(2, 90), invitation(3, 80)] {
        records.add_invitation(&one).expect("added");
    }
    assert_eq!(records.open_invitations(here, time(10)).expect("open"), [invitation(2, 90), invitation(3, 80)]);
    assert!(records.open_invitations(there, time(10)).expect("open").is_empty());
    assert_eq!(records.invitation(&[2; 32]).expect("asked"), Some(invitation(2, 90)));
    assert!(!records.remove_invitation(there, &[2; 32]).expect("asked"), "not from another workspace");
    assert!(records.remove_invitation(here, &[2; 32]).expect("asked"));
    assert!(!records.remove_invitation(here, &[2; 32]).expect("asked"), "once");
    records.add_invitation(&invitation(20, 95)).expect("added");
    assert_eq!(records.invitation(&[1; 32]).expect("asked"), None, "what is over is forgotten");
}
