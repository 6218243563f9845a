//! Laws of the score.

use enfilade_domain::Room;

use super::timeline::MOST_ROWS;
use super::*;
use crate::pages::samples;

#[test]
fn a_journey_that_ripens_rises() {
    let time = Timeline::new(&samples::journey(), Width::Wide);
    for (lower, upper) in Room::ALL.into_iter().zip(Room::ALL.into_iter().skip(1)) {
        assert!((0..5).all(|voice| time.y(lower, voice) > time.y(upper, voice)));
    }
}

#[test]
fn notes_stay_in_the_space_of_their_room() {
    for view in [samples::journey(), samples::new_journey(), samples::quiet_journey()] {
        for width in [Width::Wide, Width::Narrow] {
            let time = Timeline::new(&view, width);
            for note in view.notes.iter().filter(|note| time.shows(note.day)) {
                let room = note.room.unwrap();
                let (y, top) = (time.y(room, note.voice), time.line_of(room));
                assert!(y > top && y < top + time.space);
                assert!((time.left()..=time.right()).contains(&time.x(note.day)));
            }
        }
    }
}

#[test]
fn long_journeys_are_folded_and_short_ones_are_not_stretched() {
    let long = Timeline::new(&samples::quiet_journey(), Width::Wide);
    assert_eq!(long.last_day - long.first_day, 280);
    let short = Timeline::new(&samples::new_journey(), Width::Wide);
    assert_eq!(short.last_day - short.first_day, 28);
    assert_eq!(Timeline::new(&samples::journey(), Width::Narrow).last_day - 84, samples::journey().as_of_day - 84);
}

#[test]
fn more_than_six_voices_share_a_row() {
    let view = samples::quiet_journey();
    let time = Timeline::new(&view, Width::Wide);
    let folded = (0..view.voices.len()).filter(|voice| time.is_folded(*voice)).count();
    assert_eq!(folded, view.voices.len() - (MOST_ROWS - 1));
    assert!(draw(&view, Width::Wide).into_string().contains(&format!(">+{folded}<")));
}

#[test]
fn a_rest_says_its_days() {
    let drawing = draw(&samples::journey(), Width::Wide).into_string();
    for days in ["25", "23", "34"] {
        assert!(drawing.contains(&format!(">{days}</text>")), "{days}");
    }
}

#[test]
fn an_empty_journey_is_still_a_drawing() {
    let mut view = samples::new_journey();
    (view.notes, view.ribbon, view.readiness_line, view.voices) = (vec![], vec![], vec![], vec![]);
    for width in [Width::Wide, Width::Narrow] {
        let drawing = draw(&view, width).into_string();
        assert!(drawing.contains("role=\"img\"") && !drawing.contains("NaN"));
    }
}
