//! The result of a back-test: every figure with its interval, ready to print, to draw and to keep.

use enfilade_engine::judge::Estimate;
use serde::{Deserialize, Serialize};

/// A figure with its 95 % interval; without bounds there was too little to say how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl From<Estimate> for Figure {
    fn from(estimate: Estimate) -> Self {
        Self { value: estimate.value, low: estimate.low, high: estimate.high }
    }
}

/// Everything a back-test found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// When it was computed.
    pub computed_at: String,
    /// First and last date on which accounts were read.
    pub from: String,
    pub to: String,
    /// What happened is known up to here.
    pub until: String,
    pub every_days: f64,
    /// Days between the dates on which rivals were taught before the first judged one.
    pub dates: usize,
    /// Versions of the models that were used, in order of their first use.
    pub models: Vec<String>,
    pub population: Population,
    pub happened: Happened,
    pub outcomes: Vec<OutcomeTable>,
    pub calibration: Vec<CalibrationTable>,
    pub rooms: Vec<RoomTable>,
    pub silence: Vec<SilenceTable>,
    pub sent: Vec<Sent>,
    pub loud_unready: Vec<Disagreement>,
    pub quiet_ready: Vec<Disagreement>,
    /// What this workspace saw, as far as it moves the shown scale.
    pub scale: ScaleEvidence,
    /// What the model cannot do, and what these figures cannot show, in plain sentences.
    pub limits: Vec<String>,
}

/// Outcomes with the rank score before them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ScaleEvidence {
    /// Conversations that nobody had asked for: whether they were welcome.
    pub verdicts: Vec<(f64, bool)>,
    /// Account-dates at least sixty days apart: whether a decision process opened within sixty days.
    pub processes: Vec<(f64, bool)>,
}

/// One account on one judged date: what was said, and what came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedRow {
    pub account: String,
    pub at: String,
    pub z: f64,
    pub readiness: f64,
    pub outlook_60d: f64,
    /// Outside, Problem, Solution, Offer, Sales.
    pub rooms: [f64; 5],
    pub band: &'static str,
    pub enough_evidence: bool,
    pub classic_score: f64,
    /// Absent where there was nothing to teach the points by.
    pub tuned_points: Option<f64>,
    pub content_majority: [f64; 5],
    /// A decision process opened within 60 days; absent where that cannot be told.
    pub process_60d: Option<bool>,
    pub asked_60d: Option<bool>,
    /// Outside 0, then the rooms, where a truth was given.
    pub true_room: Option<usize>,
    pub truly_ready: Option<bool>,
}

/// Who is judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Accounts with a reading, before a deal or a request, on at least one date.
    pub accounts: usize,
    /// Of these, how many on each date, summed.
    pub account_dates: usize,
    /// Accounts known to the workspace with any visit.
    pub known_accounts: usize,
    /// Accounts looked at; fewer than known where there are very many.
    pub sampled_accounts: usize,
    /// Account-dates left out of the main outcome because a deal of theirs is still open.
    pub undecided: usize,
}

/// What happened in the judged time, whether it was foreseen or not.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Happened {
    pub deals: usize,
    pub won: usize,
    pub lost: usize,
    pub no_decision: usize,
    pub open: usize,
    /// Accounts that asked for a talk or a demo.
    pub asked: usize,
    /// Conversations after which somebody said where the buyer truly was.
    pub verdicts: usize,
    /// Accounts of the population that came to a real decision process.
    pub processes: usize,
}

/// How each method ranked the accounts by one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeTable {
    pub outcome: String,
    /// What it means, in a sentence.
    pub meaning: String,
    pub cases: usize,
    pub came_true: usize,
    /// Accounts behind what came true.
    pub accounts: usize,
    pub methods: Vec<MethodFigures>,
    /// Readings minus each rival, on the cases both judged.
    pub differences: Vec<Difference>,
}

/// One method by one outcome. A figure is absent where it is undefined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MethodFigures {
    pub method: String,
    /// Fewer than the table's where a method could not yet be taught.
    pub cases: usize,
    pub area: Option<Figure>,
    pub average_precision: Option<Figure>,
    pub precision_at_10: Option<Figure>,
    /// Share of what came true that is flagged when 3 % of the rest are flagged.
    pub caught_at_3_percent: Option<Figure>,
    /// Mean days from the first such flag (last 120 days) to the event; none counts as no days.
    pub lead_days: Option<Figure>,
    /// Share of loud outsiders among the highest 3 %.
    pub loud_outsiders_in_top_3_percent: Option<Figure>,
}

/// How much better readings are than a rival.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    pub rival: String,
    pub cases: usize,
    pub area: Option<Figure>,
    pub average_precision: Option<Figure>,
    pub caught_at_3_percent: Option<Figure>,
}

/// Whether one probability means what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationTable {
    /// `outlook_60d`, `readiness` or `shown_scale`.
    pub number: String,
    /// What it is held against, in a sentence.
    pub against: String,
    pub cases: usize,
    pub accounts: usize,
    pub mean_predicted: f64,
    pub observed: Figure,
    pub predicted_to_observed: Option<Figure>,
    pub brier: f64,
    pub brier_skill: Option<f64>,
    pub expected_calibration_error: f64,
    pub bins: Vec<Bin>,
}

/// Forecasts of about the same probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    pub from: f64,
    pub until: f64,
    pub cases: usize,
    pub accounts: usize,
    pub mean_predicted: f64,
    pub observed: Figure,
}

/// Which room was read where which was true: outside, Problem, Solution, Offer, Sales.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoomTable {
    pub method: String,
    /// Where the truth comes from.
    pub truth: String,
    pub cases: u64,
    /// By true room, then by read room.
    pub counts: Vec<Vec<u64>>,
    pub macro_f1: f64,
    /// Among cases that were truly in a room, of the four rooms only.
    pub macro_f1_buyers: f64,
    pub accuracy: Option<f64>,
    pub within_one: Option<f64>,
}

/// Who comes back within so many days, as each method expects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SilenceTable {
    pub within_days: f64,
    /// People whose last visit was at least this many days ago; 0 for everybody.
    pub silent_days: f64,
    pub people: usize,
    pub cases: usize,
    pub came_back: usize,
    pub methods: Vec<SilenceFigures>,
}

/// One method's answer to a silence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SilenceFigures {
    pub method: String,
    pub area: Option<Figure>,
    /// Absent for methods that rank and give no probability.
    pub brier: Option<f64>,
    pub predicted_to_observed: Option<Figure>,
}

/// Whom a method would have sent to sales, each sending as many account-dates as the readings did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub method: String,
    pub accounts: usize,
    /// Of these, how many came to a real decision process within 180 days.
    pub became: usize,
    /// Of these, how many have a deal still open.
    pub undecided: usize,
    /// Conversations with accounts of which nothing came, among those decided.
    pub wasted: Option<Figure>,
    /// Accounts that came to a real decision process and were never sent before.
    pub never_flagged: Option<Figure>,
    /// Days from being sent to the event; never sent counts as no days.
    pub lead_days: Option<Figure>,
}

/// An account on which loudness and reading disagree, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    pub account: String,
    pub name: Option<String>,
    /// The first date on which they disagreed.
    pub at: String,
    pub readiness: f64,
    pub classic_score: f64,
    pub band: String,
    pub room: String,
    /// What happened afterwards, in words.
    pub afterwards: String,
    /// Whether a real decision process followed; absent while a deal is open.
    pub became: Option<bool>,
}
