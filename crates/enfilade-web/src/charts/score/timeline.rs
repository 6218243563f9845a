//! Days to pixels, rooms and voices to heights.

use enfilade_domain::Room;

use crate::pages::journey::Journey;

/// Where the staff begins.
pub(super) const TOP: f32 = 50.0;
/// Up to so many voices each has a row of its own; beyond, the five most recent do and the others share the sixth.
pub(super) const MOST_ROWS: usize = 6;
const LONGEST_WHOLE_DAYS: i64 = 52 * 7;
const SHOWN_OF_LONGER_DAYS: i64 = 40 * 7;
const NARROW_DAYS: i64 = 12 * 7;
const SHORTEST_DAYS: i64 = 28;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    Wide,
    Narrow,
}

/// Measures of one score.
#[derive(Debug, Clone)]
pub struct Timeline {
    pub width: f32,
    left: f32,
    gutter: f32,
    /// Height of one room's space.
    pub space: f32,
    pub first_day: i64,
    pub last_day: i64,
    wide: bool,
    /// Row of each voice.
    rows: Vec<usize>,
    row_count: usize,
}

impl Timeline {
    #[must_use]
    pub fn new(view: &Journey, width: Width) -> Self {
        let last_day = view.as_of_day;
        let earliest = view
            .notes
            .iter()
            .map(|note| note.day)
            .chain(view.ribbon.iter().map(|one| one.day))
            .chain(view.events.iter().map(|event| event.day))
            .min()
            .unwrap_or(last_day);
        let whole = last_day.saturating_sub(earliest).max(SHORTEST_DAYS);
        let shown = match width {
            Width::Narrow => whole.min(NARROW_DAYS),
            Width::Wide if whole > LONGEST_WHOLE_DAYS => SHOWN_OF_LONGER_DAYS,
            Width::Wide => whole,
        };
        let (rows, row_count) = rows(view);
        let wide = width == Width::Wide;
        let (pixels, left, gutter, space) = if wide { (1180.0, 96.0, 54.0, 64.0) } else { (358.0, 66.0, 34.0, 58.0) };
        let space = f32::max(space, row_count as f32 * 12.4);
        Self { width: pixels, left, gutter, space, first_day: last_day - shown, last_day, wide, rows, row_count }
    }

    #[must_use]
    pub const fn is_wide(&self) -> bool {
        self.wide
    }

    #[must_use]
    pub const fn left(&self) -> f32 {
        self.left
    }

    /// Today's edge.
    #[must_use]
    pub fn right(&self) -> f32 {
        self.width - self.gutter
    }

    /// The lowest line of the staff.
    #[must_use]
    pub fn bottom(&self) -> f32 {
        TOP + 4.0 * self.space
    }

    /// Days outside the drawing lie on its edges.
    #[must_use]
    pub fn x(&self, day: i64) -> f32 {
        let share = (day.clamp(self.first_day, self.last_day) - self.first_day) as f32
            / (self.last_day - self.first_day).max(1) as f32;
        self.left + share * (self.right() - self.left)
    }

    #[must_use]
    pub fn shows(&self, day: i64) -> bool {
        (self.first_day..=self.last_day).contains(&day)
    }

    /// The upper line of a room's space: Sales on top, Problem lowest.
    #[must_use]
    pub fn line_of(&self, room: Room) -> f32 {
        TOP + (3 - room.index()) as f32 * self.space
    }

    /// The height of a voice in a room.
    #[must_use]
    pub fn y(&self, room: Room, voice: usize) -> f32 {
        let row = self.rows.get(voice).copied().unwrap_or(0);
        self.line_of(room) + (row as f32 + 0.5) * self.space / self.row_count as f32
    }

    /// Whether a voice shares its row with others.
    #[must_use]
    pub fn is_folded(&self, voice: usize) -> bool {
        self.rows.len() > MOST_ROWS && self.rows.get(voice) == Some(&(MOST_ROWS - 1))
    }
}

fn rows(view: &Journey) -> (Vec<usize>, usize) {
    let count = view.voices.len();
    if count <= MOST_ROWS {
        return ((0..count).collect(), count.max(5));
    }
    let mut recent: Vec<usize> = (0..count).collect();
    recent.sort_by_key(|index| std::cmp::Reverse((view.voices[*index].last_day, *index)));
    let mut kept = recent[..MOST_ROWS - 1].to_vec();
    kept.sort_unstable();
    let rows = (0..count).map(|voice| kept.iter().position(|one| *one == voice).unwrap_or(MOST_ROWS - 1)).collect();
    (rows, MOST_ROWS)
}
