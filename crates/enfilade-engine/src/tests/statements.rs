//! What people state, woven into visits: it moves a reading at once, it fades, and every part is explained.

use enfilade_domain::{Declaration, Room, ShownRoom, Source, Standing, Timestamp};
use proptest::prelude::*;

use super::journeys::{O, P, S, V, day, deep, model, reads, visits_of};
use crate::{AccountFold, AccountVisit, Belief, Cause, Model, Session, StatedEffect, StatedEvidence, rests_since};

/// Reading about late questions for two months.
fn late_readers() -> Vec<Session> {
    let days = [0.0, 6.0, 12.0, 20.0, 27.0, 35.0, 41.0, 48.0, 55.0, 58.0];
    let pages = [P, P, S, S, S, O, O, O, V, O];
    days.into_iter().zip(pages).map(|(day, page)| deep(day, Source::Direct, &[(page, 2)])).collect()
}

fn account(model: &Model, sessions: &[Session], stated: &[StatedEvidence], days: f64) -> AccountFold {
    let seen: Vec<Session> = sessions.iter().filter(|session| session.at <= day(days)).cloned().collect();
    let buyer = model.fold_person(&seen).map(|fold| visits_of(&seen, &fold)).unwrap_or_default();
    let heard: Vec<StatedEvidence> = stated.iter().filter(|one| one.at <= day(days)).copied().collect();
    let fold = model.fold_account_stated(&buyer, &heard).unwrap();
    model.account_at_rest(&fold, day(days), rests_since(&heard).is_some())
}

#[test]
fn an_overrule_leads_at_once_however_sure_the_reading_was() {
    for months in [2.0, 4.0, 9.0] {
        let model = model(months);
        let before = account(&model, &late_readers(), &[], 59.0);
        assert!(before.belief.rooms().of(Room::Problem) < 0.02, "the reading is sure of something else");
        for standing in Standing::ALL {
            let overruled = account(&model, &late_readers(), &[StatedEvidence::overrule(day(59.0), standing)], 59.0);
            let shown = overruled.belief.rooms().shown();
            match standing {
                Standing::Outside => assert_eq!(shown, ShownRoom::Outside),
                Standing::In(room) => assert_eq!(shown, ShownRoom::In(room), "{months} months"),
            }
            let talked = account(&model, &late_readers(), &[StatedEvidence::conversation(day(59.0), standing)], 59.0);
            if let Standing::In(room) = standing {
                assert!(talked.belief.rooms().of(room) >= overruled.belief.rooms().of(room), "a talk weighs more");
            }
        }
        let problem = Standing::In(Room::Problem);
        let overruled = account(&model, &late_readers(), &[StatedEvidence::overrule(day(59.0), problem)], 59.0);
        assert!(overruled.momentum < 0.5 * before.momentum, "what spoke for late questions is set back too");
        let one =
            account(&model, &late_readers(), &[StatedEvidence::overrule(day(59.0), problem).of_one_person()], 59.0);
        let shares = [&before, &one, &overruled].map(|fold| fold.belief.rooms().of(Room::Problem));
        assert!(
            shares[0] < shares[1] && shares[1] < shares[2],
            "one person speaks for a part of the committee: {shares:?}"
        );
    }
}

#[test]
fn two_weeks_of_other_behaviour_outweigh_an_overrule() {
    let model = model(4.0);
    let mut sessions = late_readers();
    sessions.extend([62.0, 65.0, 69.0, 73.0].map(|day| deep(day, Source::Direct, &[(O, 2)])));
    let stated = [StatedEvidence::overrule(day(59.0), Standing::In(Room::Problem))];
    let problem = |days| account(&model, &sessions, &stated, days).belief.rooms().of(Room::Problem);
    assert!(problem(59.5) > 0.5);
    assert!(problem(74.0) < 0.25, "{}", problem(74.0));
    let mut agreeing = late_readers();
    agreeing.extend([62.0, 65.0, 69.0, 73.0].map(|day| deep(day, Source::Direct, &[(P, 2)])));
    assert!(account(&model, &agreeing, &stated, 74.0).belief.rooms().of(Room::Problem) > 0.8, "the twin");
}

#[test]
fn a_new_leader_makes_earlier_certainty_fade_and_takes_nobody_out() {
    let model = model(4.0);
    let before = account(&model, &late_readers(), &[], 59.0);
    for declaration in Declaration::ALL {
        let Some(stated) = StatedEvidence::declared(day(59.0), declaration) else {
            assert_eq!(declaration, Declaration::Departed);
            continue;
        };
        let after = account(&model, &late_readers(), &[stated], 59.0);
        let (old, new) = (before.belief.rooms(), after.belief.rooms());
        assert!((old.in_market() - new.in_market()).abs() < 1e-4, "{declaration:?} takes nobody out of the market");
        if declaration.pauses() {
            for (old, new) in before.belief.as_slice().iter().zip(after.belief.as_slice()) {
                assert!((old - new).abs() < 1e-6, "{declaration:?} moves nothing");
            }
        } else if declaration == Declaration::Approved {
            assert!(new.of(Room::Offer) + new.of(Room::Sales) > old.of(Room::Offer) + old.of(Room::Sales) - 1e-6);
        } else {
            assert!(new.of(Room::Problem) > old.of(Room::Problem), "{declaration:?} begins in part anew");
        }
    }
}

#[test]
fn a_rest_keeps_what_is_known() {
    let model = model(4.0);
    let declared = |days, declaration| StatedEvidence::declared(day(days), declaration).unwrap();
    let freeze = declared(60.0, Declaration::Freeze);
    let before = account(&model, &late_readers(), &[], 60.0);
    let rested = account(&model, &late_readers(), &[freeze], 260.0);
    assert_eq!((rested.belief, rested.momentum), (before.belief, before.momentum));
    let silent = account(&model, &late_readers(), &[], 260.0);
    assert!(silent.belief.buyer() < before.belief.buyer(), "the twin: undeclared silence is evidence");

    let approved = declared(260.0, Declaration::Approved);
    assert_eq!(rests_since(&[freeze, approved]), None);
    let fifty_days_on = account(&model, &late_readers(), &[freeze, approved], 310.0);
    let plain = account(&model, &late_readers(), &[declared(60.0, Declaration::Approved)], 110.0);
    let distance: f32 =
        fifty_days_on.belief.as_slice().iter().zip(plain.belief.as_slice()).map(|(a, b)| (a - b).abs()).sum();
    assert!(distance < 1e-4, "the clock stood still between: {distance}");
    assert_eq!(rests_since(&[freeze, declared(61.0, Declaration::Tabled)]), Some(day(60.0)));
    assert_eq!(rests_since(&[freeze, declared(61.0, Declaration::Restart)]), None);
    assert_eq!(rests_since(&[freeze, declared(61.0, Declaration::NewLeader)]), Some(day(60.0)));
}

#[test]
fn a_statement_alone_is_a_beginning() {
    let model = model(4.0);
    let stated = [StatedEvidence::conversation(day(0.0), Standing::In(Room::Solution))];
    let fold = account(&model, &[], &stated, 1.0);
    assert_eq!(fold.belief.rooms().shown(), ShownRoom::In(Room::Solution));
    let person = model.fold_person_stated(&[], &stated).unwrap();
    assert!(person.buyer.is_empty() && person.belief.rooms().of(Room::Solution) > 0.5);
    assert!(model.fold_account_stated(&[], &[]).is_none() && model.fold_person_stated(&[], &[]).is_none());
}

fn any_statement() -> impl Strategy<Value = StatedEvidence> {
    (0_u32..2_000, 0_usize..21).prop_map(|(tenths, which)| {
        let at = Timestamp::from_utc_day(20_000).plus_days(f64::from(tenths) / 10.0);
        match which {
            0..5 => StatedEvidence::overrule(at, Standing::ALL[which]),
            5..10 => StatedEvidence::conversation(at, Standing::ALL[which - 5]),
            _ => StatedEvidence::declared(at, Declaration::ALL[(which - 10) % 10]).unwrap(),
        }
    })
}

fn any_session() -> impl Strategy<Value = Session> {
    (0_u32..2_000, 0_usize..4).prop_map(|(tenths, page)| reads(f64::from(tenths) / 10.0, [P, S, O, V][page]))
}

fn sum(belief: &Belief) -> f32 {
    belief.as_slice().iter().sum()
}

proptest! {
    #[test]
    fn beliefs_sum_to_one_and_every_part_is_explained(
        mut sessions in prop::collection::vec(any_session(), 0..15),
        mut stated in prop::collection::vec(any_statement(), 0..6),
        months in 0.5_f64..24.0,
        later in 0.0_f64..90.0,
    ) {
        let model = model(months);
        sessions.sort_by_key(|session| session.at);
        stated.sort_by_key(|one| one.at);
        let moment = Timestamp::from_utc_day(20_201).plus_days(later);
        let person = model.fold_person_stated(&sessions, &stated);
        prop_assert_eq!(person.is_none(), sessions.is_empty() && stated.is_empty());
        let Some(person) = person else { return Ok(()) };
        prop_assert_eq!(person.buyer.len(), sessions.len());
        let visits: Vec<AccountVisit<'_>> = visits_of(&sessions, &person);
        let rests = rests_since(&stated).is_some();
        let fold = model.account_at_rest(&model.fold_account_stated(&visits, &stated).unwrap(), moment, rests);
        prop_assert!((sum(&fold.belief) - 1.0).abs() < 1e-4 && fold.momentum >= 0.0);
        let ribbon = model.account_ribbon_stated(&visits, &stated, &[moment]);
        prop_assert_eq!(ribbon[0], Some(fold));

        let explained = model.explain_account_stated(&visits, &stated, moment).unwrap();
        let told: f64 = explained.prior + explained.steps.iter().map(|step| step.change).sum::<f64>();
        let rooms = fold.belief.rooms();
        let late = f64::from(rooms.of(Room::Offer) + rooms.of(Room::Sales));
        prop_assert!((told - explained.total).abs() < 1e-6);
        if (1e-3..0.999).contains(&late) {
            prop_assert!((explained.total - (late / (1.0 - late)).ln()).abs() < 0.02, "{} {late}", explained.total);
        }
        let heard = explained.steps.iter().filter(|step| matches!(step.cause, Cause::Stated { .. })).count();
        prop_assert_eq!(heard, stated.len());
    }

    #[test]
    fn a_statement_that_changes_nothing_changes_nothing(
        mut sessions in prop::collection::vec(any_session(), 1..15),
        when in 0.0_f64..200.0,
    ) {
        let model = model(4.0);
        sessions.sort_by_key(|session| session.at);
        let neutral = [StatedEvidence { at: day(when).max(sessions[0].at), effect: StatedEffect::Resumes }];
        let plain = model.fold_person(&sessions).unwrap();
        let visits = visits_of(&sessions, &plain);
        let moments = [day(50.0), day(120.0), day(260.0)];
        let close = |a: &Belief, b: &Belief| {
            a.as_slice().iter().zip(b.as_slice()).all(|(a, b)| (a - b).abs() < 1e-3)
        };
        let (with, without) =
            (model.account_ribbon_stated(&visits, &neutral, &moments), model.account_ribbon(&visits, &moments));
        for (with, without) in with.iter().zip(&without) {
            let (Some(with), Some(without)) = (with, without) else { prop_assert_eq!(with, without); continue };
            prop_assert!(close(&with.belief, &without.belief) && (with.momentum - without.momentum).abs() < 1e-6);
        }
        let fold = model.fold_account_stated(&visits, &neutral).unwrap();
        let last = model.account_at(&fold, moments[2]);
        prop_assert!(close(&last.belief, &without[2].unwrap().belief));
        let (with, without) =
            (model.person_ribbon_stated(&sessions, &neutral, &moments), model.person_ribbon(&sessions, &moments));
        for (with, without) in with.iter().zip(&without) {
            let (Some(with), Some(without)) = (with, without) else { prop_assert_eq!(with, without); continue };
            prop_assert!(close(&with.states(), &without.states()));
        }
        let person = model.fold_person_stated(&sessions, &neutral).unwrap();
        prop_assert!(plain.buyer.iter().zip(&person.buyer).all(|(a, b)| (a - b).abs() < 1e-3));
    }
}
