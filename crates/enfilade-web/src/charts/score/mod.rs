//! A journey as a score: a five-line staff whose four spaces are the rooms, Problem lowest, so that a journey that
//! ripens rises. Time runs to the right, one pixel column never finer than a day.

mod belief;
mod legend;
mod staff;
mod timeline;

pub use legend::legend;
pub use timeline::{Timeline, Width};

use enfilade_language::t;
use maud::{Markup, html};

use crate::charts::number::n;
use crate::components::words;
use crate::pages::journey::Journey;

/// The score for wide or narrow screens.
#[must_use]
pub fn draw(view: &Journey, width: Width) -> Markup {
    let time = Timeline::new(view, width);
    let belief_top = time.bottom() + 108.0;
    let readiness_top = belief_top + belief::HEIGHT + 26.0;
    let floor = readiness_top + belief::READINESS_HEIGHT;
    let months = words::month_starts(time.first_day, time.last_day);
    html! {
        svg class=(if time.is_wide() { "score-w" } else { "score-n" }) role="img"
            viewBox={ "0 0 " (n(time.width)) " " (n(floor + 24.0)) }
            aria-label=(t!("Journey of {name} as a score, from {first_day} to {last_day}. The same facts are in the list below.", name = view.account.name, first_day = words::day_of_year(time.first_day), last_day = words::day_of_year(time.last_day))) {
            (staff::lanes(&time))
            @for day in &months { path.barline d={ "M" (n(time.x(*day))) " " (n(timeline::TOP)) "V" (n(time.bottom())) } {} }
            (staff::rests(&time, view))
            (staff::events(&time, view))
            (staff::voices(&time, view))
            (staff::slurs(&time, view))
            (staff::notes(&time, view))
            (staff::todays_voices(&time, view))
            (staff::below(&time, view))
            (belief::ribbon(&time, view, belief_top))
            (belief::readiness(&time, view, readiness_top))
            (month_names(&time, &months, floor))
            path.today.thin d={ "M" (n(time.right())) " " (n(timeline::TOP - 8.0)) "V" (n(floor)) } {}
            text class=(if time.is_wide() { "t-b mid" } else { "t-b end" }) x=(n(time.right())) y=(n(floor + 18.0)) { @if view.is_past { (words::day(view.as_of_day)) } @else { (t!("today")) } }
        }
    }
}

fn month_names(time: &Timeline, months: &[i64], floor: f32) -> Markup {
    html! {
        @for (index, day) in months.iter().enumerate() {
            @let next = months.get(index + 1).map_or(time.right() - 34.0, |next| time.x(*next));
            @if next - time.x(*day) > 24.0 { text.t-3 x=(n(time.x(*day) + 3.0)) y=(n(floor + 18.0)) { (words::month(*day)) } }
            path.barline opacity=".6" d={ "M" (n(time.x(*day))) " " (n(time.bottom())) "V" (n(floor)) } {}
        }
    }
}

#[cfg(test)]
mod tests;
