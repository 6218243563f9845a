//! The traditional points model with a half-life, kept for comparison beside the reading and never mixed into it.

use enfilade_domain::{PageCategory, Timestamp};

/// Points by act.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassicPoints {
    /// Any page view.
    pub page: f64,
    /// On top of `page`, by [`PageCategory::index`].
    pub categories: [f64; PageCategory::COUNT],
    pub demo: f64,
    pub download: f64,
    pub newsletter: f64,
    pub share: f64,
    pub email_opened: f64,
    pub visit_from_email: f64,
    pub half_life_days: f64,
}

/// An act that gives points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassicAct {
    /// A page view; the category where the page has one.
    Page(Option<PageCategory>),
    /// A demo or contact form.
    Demo,
    Download,
    Newsletter,
    Share,
    EmailOpened,
    /// A visit that came from a mail, once per visit.
    VisitFromEmail,
}

/// A running score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassicScore {
    points: f64,
    at: Timestamp,
}

impl ClassicPoints {
    pub(crate) const fn v1() -> Self {
        Self {
            page: 1.0,
            // Problem, Solution, Offer, Sales, product, pricing, careers, about, docs, home, demo page.
            categories: [1.0, 2.0, 4.0, 4.0, 3.0, 10.0, -10.0, 0.0, 0.0, 0.0, 0.0],
            demo: 40.0,
            download: 10.0,
            newsletter: 5.0,
            share: 3.0,
            email_opened: 1.0,
            visit_from_email: 3.0,
            half_life_days: 30.0,
        }
    }

    /// Points of one act on the day it happens.
    #[must_use]
    pub fn of(&self, act: ClassicAct) -> f64 {
        match act {
            ClassicAct::Page(category) => {
                self.page + category.map_or(0.0, |category| self.categories[category.index()])
            }
            ClassicAct::Demo => self.demo,
            ClassicAct::Download => self.download,
            ClassicAct::Newsletter => self.newsletter,
            ClassicAct::Share => self.share,
            ClassicAct::EmailOpened => self.email_opened,
            ClassicAct::VisitFromEmail => self.visit_from_email,
        }
    }

    /// What is left of points after some days.
    fn decay(&self, days: f64) -> f64 {
        (-days / self.half_life_days).exp2()
    }
}

impl ClassicScore {
    /// No points yet.
    #[must_use]
    pub const fn new(at: Timestamp) -> Self {
        Self { points: 0.0, at }
    }

    /// Adds an act. Acts may come in any order.
    pub fn add(&mut self, points: &ClassicPoints, act: ClassicAct, at: Timestamp) {
        if at >= self.at {
            self.points = self.at(points, at);
            self.at = at;
            self.points += points.of(act);
        } else {
            self.points += points.of(act) * points.decay(self.at.days_since(at));
        }
    }

    /// The score at a moment; not decayed before its last act.
    #[must_use]
    pub fn at(&self, points: &ClassicPoints, moment: Timestamp) -> f64 {
        self.points * points.decay(moment.days_since(self.at).max(0.0))
    }
}

/// The classic score at a moment; acts after it do not count. The order of the acts does not matter.
#[must_use]
pub fn classic_score(points: &ClassicPoints, acts: &[(Timestamp, ClassicAct)], moment: Timestamp) -> f64 {
    acts.iter()
        .filter(|(at, _)| *at <= moment)
        .map(|(at, act)| points.of(*act) * points.decay(moment.days_since(*at)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: f64) -> Timestamp {
        Timestamp::from_utc_day(20_000).plus_days(days)
    }

    #[test]
    fn points_halve_in_thirty_days() {
        let points = ClassicPoints::v1();
        let acts = [(day(0.0), ClassicAct::Demo), (day(30.0), ClassicAct::Page(Some(PageCategory::Pricing)))];
        assert!((classic_score(&points, &acts, day(30.0)) - 31.0).abs() < 1e-9);
        assert!((classic_score(&points, &acts, day(29.999)) - 20.0).abs() < 1e-2);
    }

    #[test]
    fn careers_pages_take_points_away() {
        assert_eq!(ClassicPoints::v1().of(ClassicAct::Page(Some(PageCategory::Careers))), -9.0);
        assert_eq!(ClassicPoints::v1().of(ClassicAct::Page(None)), 1.0);
    }

    #[test]
    fn the_running_score_is_the_sum_in_any_order() {
        let points = ClassicPoints::v1();
        let acts = [
            (day(3.0), ClassicAct::Page(Some(PageCategory::Offer))),
            (day(0.0), ClassicAct::Download),
            (day(9.5), ClassicAct::Share),
            (day(9.0), ClassicAct::Newsletter),
        ];
        let mut running = ClassicScore::new(acts[0].0);
        for (at, act) in acts {
            running.add(&points, act, at);
        }
        let (a, b) = (running.at(&points, day(40.0)), classic_score(&points, &acts, day(40.0)));
        assert!((a - b).abs() < 1e-9, "{a} against {b}");
    }
}
