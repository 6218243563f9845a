//! Laws of placement, on sample markets of every density.

use super::super::geometry::{Geometry, Orientation, door_widths};
use super::*;
use crate::pages::samples;

fn placed_at(count: usize, orientation: Orientation, check: impl Fn(&Geometry, &[Area], &[Placed<'_>])) {
    let market = samples::floor_plan(count);
    let plan = Geometry::new(orientation);
    let obstacles = plan.obstacles(door_widths(&market.doors));
    let placed = place(&plan, &market.marks, &obstacles).expect("room for every mark");
    assert_eq!(placed.len(), count);
    check(&plan, &obstacles, &placed);
}

fn everywhere(check: impl Fn(&Geometry, &[Area], &[Placed<'_>]) + Copy) {
    for count in [3, 20, 64, 250] {
        for orientation in [Orientation::Wide, Orientation::Narrow] {
            placed_at(count, orientation, check);
        }
    }
}

#[test]
fn marks_stay_in_their_rooms_and_off_the_lettering() {
    everywhere(|plan, obstacles, placed| {
        for one in placed {
            let area = Area {
                left: one.x - one.reach,
                top: one.y - one.reach,
                right: one.x + one.reach,
                bottom: one.y + one.reach,
            };
            assert!(plan.room_area(one.mark.room).contains(&area), "{}", one.mark.domain);
            assert!(!obstacles.iter().any(|other| other.overlaps(&area)), "{}", one.mark.domain);
        }
    });
}

#[test]
fn marks_keep_their_clearance() {
    everywhere(|_, _, placed| {
        for (index, a) in placed.iter().enumerate() {
            for b in &placed[index + 1..] {
                let distance = ((a.x - b.x).powi(2) + (a.y - b.y).powi(2)).sqrt();
                assert!(distance >= a.reach + b.reach + CLEARANCE - 0.01, "{} and {}", a.mark.domain, b.mark.domain);
            }
        }
    });
}

#[test]
fn names_cover_no_other_name_and_no_mark() {
    everywhere(|_, _, placed| {
        let named: Vec<_> = placed.iter().filter_map(|one| Some((one, one.label.as_ref()?))).collect();
        for (index, (_, label)) in named.iter().enumerate() {
            assert!(named[index + 1..].iter().all(|(_, other)| !other.area.overlaps(&label.area)));
            assert!(placed.iter().all(|one| !label.area.touches((one.x, one.y), one.reach)), "{}", label.text);
        }
    });
}

#[test]
fn few_are_all_named_and_many_only_where_something_happened() {
    placed_at(20, Orientation::Wide, |_, _, placed| {
        assert!(placed.iter().filter(|one| one.label.is_some()).count() >= 19);
    });
    placed_at(64, Orientation::Wide, |_, _, placed| {
        let named = placed.iter().filter(|one| one.label.is_some());
        assert!(named.clone().count() <= MOST_LABELS && named.clone().count() >= 5);
        for one in named {
            assert!(one.mark.ready || one.mark.moved || one.mark.came_back_after_days.is_some());
        }
    });
}

#[test]
fn places_do_not_depend_on_the_order_of_accounts() {
    let market = samples::floor_plan(64);
    let mut turned = market.marks.clone();
    turned.reverse();
    let plan = Geometry::new(Orientation::Wide);
    let places = |marks: &[PlanMark]| {
        let mut places: Vec<(String, String)> = place(&plan, marks, &plan.obstacles([9.0; 4]))
            .unwrap()
            .iter()
            .map(|one| (one.mark.domain.clone(), format!("{} {}", one.x, one.y)))
            .collect();
        places.sort();
        places
    };
    assert_eq!(places(&market.marks), places(&turned));
}

#[test]
fn a_room_that_is_too_full_says_so() {
    let mut market = samples::floor_plan(250);
    for mark in &mut market.marks {
        mark.room = enfilade_domain::Room::Sales;
        mark.fit = Some(0.9);
    }
    let plan = Geometry::new(Orientation::Narrow);
    assert!(place(&plan, &market.marks, &plan.obstacles([9.0; 4])).is_none());
}
