//! What somebody works on: topics and questions by how deeply and how lately they were read, and since when.
//!
//! A share is a weighted mean with an 80 % range from the Beta posterior on the effective number of readings (normal
//! approximation). A change of topic is a change point: where the readings before and after are better explained by two
//! mixtures of topics than by one (marginal likelihood of Dirichlet-multinomial counts, uniform prior; Smith 1975).

use std::collections::BTreeMap;

use enfilade_domain::Timestamp;
use enfilade_engine::weight_of;
use enfilade_language::t;

use super::sessions::{PageVisit, Visit};

/// One thing somebody works on.
#[derive(Debug, Clone, PartialEq)]
pub struct Interest {
    pub name: String,
    /// Share of what is being read, with its 80 % range.
    pub share: f32,
    pub low: f32,
    pub high: f32,
    pub certainty: Certainty,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
}

/// How far a share is to be trusted, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Too little was read to say.
    TooEarly,
    Perhaps,
    Mostly,
    Clearly,
}

impl Certainty {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooEarly => t!("too early to tell"),
            Self::Perhaps => "perhaps",
            Self::Mostly => "mostly",
            Self::Clearly => "clearly",
        }
    }
}

/// Since when something else is being read.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    pub at: Timestamp,
    pub from: String,
    pub to: String,
}

/// Interests, strongest first, with the last change among them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Interests {
    pub list: Vec<Interest>,
    pub turn: Option<Turn>,
}

impl Interests {
    /// The one to name: at least perhaps the most of it.
    #[must_use]
    pub fn foremost(&self) -> Option<&Interest> {
        self.list.first().filter(|interest| interest.certainty > Certainty::TooEarly)
    }

    /// "mostly audits; before 3 Mar rather night shifts", or where the change is not yet the most of it, "mostly night
    /// shifts; since 3 Mar rather audits".
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let foremost = self.foremost()?;
        let mut words = format!("{} {}", foremost.certainty.as_str(), foremost.name);
        if let Some(turn) = &self.turn {
            let day = super::reasons::day(turn.at);
            words.push_str(&if turn.to == foremost.name {
                t!("; before {day} rather {from}", day = day, from = turn.from)
            } else {
                t!("; since {day} rather {to}", day = day, to = turn.to)
            });
        }
        Some(words)
    }
}

/// A reading counts half after so many days at scale 1.
const HALF_LIFE_DAYS: f64 = 30.0;
/// Effective readings below which nothing is said.
const FEWEST: f32 = 1.5;
/// A change must be so many times likelier than none.
const BAYES_FACTOR: f64 = 3.0;
/// More readings than this are thinned before a change is looked for: the latest decide.
const MOST_READINGS: usize = 600;
/// Half-width of 80 % of a normal distribution.
const EIGHTY: f32 = 1.2816;

/// The topics of some visits, which need not be in order.
#[must_use]
pub fn topics<'a>(visits: impl Iterator<Item = &'a Visit>, scale: f64) -> Interests {
    interests(visits, |page| page.facts.topic.as_deref(), scale)
}

/// The questions of some visits.
#[must_use]
pub fn questions<'a>(visits: impl Iterator<Item = &'a Visit>, scale: f64) -> Interests {
    interests(visits, |page| page.facts.question.as_deref(), scale)
}

fn interests<'a>(
    visits: impl Iterator<Item = &'a Visit>,
    name_of: impl Fn(&'a PageVisit) -> Option<&'a str>,
    scale: f64,
) -> Interests {
    let mut readings: Vec<(Timestamp, &str, f32)> = visits
        .flat_map(|visit| &visit.pages)
        .filter_map(|page| Some((page.at, name_of(page)?, weight_of(page.dwell_seconds))))
        .collect();
    readings.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    let half_life = HALF_LIFE_DAYS * scale.max(0.05).sqrt();
    let mut weights: BTreeMap<&str, (f32, f32, Timestamp, Timestamp)> = BTreeMap::new();
    // What was read counts from the last reading on, so that a silence does not blur it.
    let Some(last) = readings.last().map(|(at, ..)| *at) else { return Interests::default() };
    for (at, name, weight) in &readings {
        let recent = (-last.days_since(*at).max(0.0) / half_life).exp2() as f32;
        let (sum, plain, _, latest) = weights.entry(name).or_insert((0.0, 0.0, *at, *at));
        *sum += weight * recent;
        *plain += weight;
        *latest = *at;
    }
    let total: f32 = weights.values().map(|(sum, ..)| sum).sum();
    let mut list: Vec<Interest> = weights
        .into_iter()
        .map(|(name, (sum, _, first_at, last_at))| interest(name, sum, total, first_at, last_at))
        .collect();
    list.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.name.cmp(&b.name)));
    Interests { list, turn: turn(&readings) }
}

fn interest(name: &str, sum: f32, total: f32, first_at: Timestamp, last_at: Timestamp) -> Interest {
    // Beta(sum + 1/2, rest + 1/2), Jeffreys' prior.
    let (a, b) = (sum + 0.5, total - sum + 0.5);
    let mean = a / (a + b);
    let half = EIGHTY * (mean * (1.0 - mean) / (a + b + 1.0)).sqrt();
    let share = if total > 0.0 { sum / total } else { 0.0 };
    let (low, high) = ((mean - half).clamp(0.0, share), (mean + half).clamp(share, 1.0));
    let certainty = match () {
        () if total < FEWEST => Certainty::TooEarly,
        () if low >= 0.6 => Certainty::Clearly,
        () if low >= 0.4 => Certainty::Mostly,
        () => Certainty::Perhaps,
    };
    Interest { name: name.to_owned(), share, low, high, certainty, first_at, last_at }
}

/// The last point after which something else is read, if there is one.
fn turn(readings: &[(Timestamp, &str, f32)]) -> Option<Turn> {
    let readings = &readings[readings.len().saturating_sub(MOST_READINGS)..];
    let mut found = None;
    let mut from = 0;
    // Each change found may hide a later one.
    while let Some(at) = change(&readings[from..]) {
        let (before, after) = readings[from..].split_at(at);
        let (before, after_name) = (foremost(before)?, foremost(after)?);
        if before != after_name {
            let (at, ..) = after.first()?;
            found = Some(Turn { at: *at, from: before.to_owned(), to: after_name.to_owned() });
        }
        from += at;
    }
    found
}

fn foremost<'a>(readings: &[(Timestamp, &'a str, f32)]) -> Option<&'a str> {
    let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
    for (_, name, weight) in readings {
        *weights.entry(name).or_default() += weight;
    }
    weights.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0))).map(|(name, _)| name)
}

/// Where to divide the readings in two, if two mixtures explain them better than one.
fn change(readings: &[(Timestamp, &str, f32)]) -> Option<usize> {
    let mut names: Vec<&str> = readings.iter().map(|(_, name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return None;
    }
    let index = |name: &str| names.binary_search(&name).unwrap_or(0);
    let mut after = vec![0.0; names.len()];
    for (_, name, weight) in readings {
        after[index(name)] += f64::from(*weight);
    }
    let one = evidence(&after);
    let mut before = vec![0.0; names.len()];
    let mut best: Option<(usize, f64)> = None;
    for (position, (_, name, weight)) in readings.iter().enumerate() {
        if position > 0 && readings[position - 1].0.utc_day() != readings[position].0.utc_day() {
            let two = evidence(&before) + evidence(&after);
            if best.is_none_or(|(_, most)| two > most) {
                best = Some((position, two));
            }
        }
        before[index(name)] += f64::from(*weight);
        after[index(name)] = (after[index(name)] - f64::from(*weight)).max(0.0);
    }
    // Any of the days may be the one, so the best has to beat their number too.
    let (position, two) = best?;
    let days = readings.windows(2).filter(|pair| pair[0].0.utc_day() != pair[1].0.utc_day()).count();
    (two - one > BAYES_FACTOR.ln() + (days.max(1) as f64).ln()).then_some(position)
}

/// Log marginal likelihood of weighted counts under a uniform Dirichlet prior.
fn evidence(counts: &[f64]) -> f64 {
    let kinds = counts.len() as f64;
    let all: f64 = counts.iter().sum();
    ln_gamma(kinds) - ln_gamma(kinds + all) + counts.iter().map(|count| ln_gamma(count + 1.0)).sum::<f64>()
}

/// Logarithm of the gamma function for x of at least 1 (Stirling's series after shifting to 7, error below 1e-9).
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 7.0 {
        shift += x.ln();
        x += 1.0;
    }
    let square = (x * x).recip();
    let series = (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1_260.0))) / x;
    (x - 0.5).mul_add(x.ln(), -x) + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(day: i64, name: &'static str) -> (Timestamp, &'static str, f32) {
        (Timestamp::from_utc_day(20_000 + day), name, 1.0)
    }

    #[test]
    fn the_gamma_function_at_known_points() {
        for (x, expected) in [(1.0, 1.0_f64), (2.0, 1.0), (5.0, 24.0), (7.5, 1_871.254_305_797_788)] {
            assert!((ln_gamma(x) - expected.ln()).abs() < 1e-8, "{x}");
        }
    }

    #[test]
    fn a_change_of_topic_has_a_day() {
        let readings: Vec<_> =
            (0..6).map(|day| reading(day, "shifts")).chain((10..16).map(|day| reading(day, "audits"))).collect();
        let turn = turn(&readings).unwrap();
        assert_eq!((turn.from.as_str(), turn.to.as_str()), ("shifts", "audits"));
        assert_eq!(turn.at, Timestamp::from_utc_day(20_010));
    }

    #[test]
    fn mixed_reading_and_few_readings_are_no_change() {
        let mixed: Vec<_> = (0..20).map(|day| reading(day, if day % 2 == 0 { "shifts" } else { "audits" })).collect();
        assert_eq!(turn(&mixed), None);
        assert_eq!(turn(&[reading(0, "shifts"), reading(3, "audits")]), None);
        assert_eq!(turn(&[]), None);
    }

    #[test]
    fn the_last_of_several_changes_is_told() {
        let days = |from: i64, name| (from..from + 8).map(move |day| reading(day, name));
        let readings: Vec<_> = days(0, "a").chain(days(20, "b")).chain(days(40, "c")).collect();
        assert_eq!(turn(&readings).unwrap().to, "c");
    }

    #[test]
    fn shares_have_ranges_that_narrow() {
        let range = |scale: f32| {
            let at = Timestamp::from_utc_day(20_000);
            let one = interest("a", 3.0 * scale, 4.0 * scale, at, at);
            (one.high - one.low, one.certainty)
        };
        assert!(range(1.0).0 > range(4.0).0 && range(4.0).0 > range(40.0).0);
        assert_eq!(range(40.0).1, Certainty::Clearly);
        assert_eq!(range(0.2).1, Certainty::TooEarly);
    }
}
