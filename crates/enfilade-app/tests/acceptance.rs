//! The acceptance stories: each is played on a stage of its own and held against its expectations, all of them at once.

use enfilade_app::AppError;
use enfilade_app::story::expectations::Outcome;
use enfilade_app::story::journey::{self, Scenario};
use enfilade_app::story::library::STORIES;
use enfilade_app::story::replay;
use enfilade_app::story::stage::{self, Stage};

fn stories() -> Vec<Scenario> {
    let read = |(id, text): &(&str, &str)| journey::parse(text).unwrap_or_else(|error| panic!("{id}: {error}"));
    STORIES.iter().map(read).collect()
}

fn tell(id: &str, outcomes: &[&Outcome]) -> String {
    let line = |outcome: &&Outcome| {
        let reason = outcome.pending.as_ref().map(|reason| format!("\n    pending: {reason}")).unwrap_or_default();
        format!("{id} line {}: {}\n    seen: {}{reason}\n", outcome.line, outcome.expected, outcome.seen)
    };
    outcomes.iter().map(line).collect()
}

/// What is pending is told, and when it begins to hold, that too; neither fails. Everything else must hold.
#[test]
fn every_story_holds() {
    let stories = stories();
    let outcomes: Vec<Result<Vec<Outcome>, AppError>> = stage::on_all_cores(&stories, Stage::hold).unwrap();
    let (mut failed, mut pending, mut overdue, mut count) = (String::new(), String::new(), String::new(), 0);
    for (story, outcomes) in stories.iter().zip(outcomes) {
        let outcomes = outcomes.unwrap_or_else(|error| panic!("{}: {error}", story.id));
        assert!(!outcomes.is_empty(), "{} expects nothing", story.id);
        let those = |wanted: &dyn Fn(&Outcome) -> bool| -> String {
            tell(&story.id, &outcomes.iter().filter(|outcome| wanted(outcome)).collect::<Vec<_>>())
        };
        failed += &those(&Outcome::failed);
        pending += &those(&|outcome| outcome.pending.is_some() && !outcome.held);
        overdue += &those(&Outcome::is_overdue);
        count += outcomes.len();
    }
    eprintln!("{count} expectations of {} stories\npending:\n{pending}", stories.len());
    eprintln!("marked as pending, and hold now; remove the mark:\n{overdue}");
    assert!(failed.is_empty(), "these do not hold:\n{failed}");
}

/// Nothing after a day affects the reading of that day: asked on the last day of the story, it is what it was for whoever
/// lived through it and knew no more. One day of each story, in its middle.
#[test]
fn no_day_is_read_differently_later() {
    let differs = |stage: &Stage, story: &Scenario| -> Result<Option<String>, AppError> {
        let mut days: Vec<u32> = story.expectations.iter().map(|expectation| expectation.day).collect();
        days.sort_unstable();
        let moment = journey::evening_of(days[days.len() / 2]);
        let read = |story: &Scenario| {
            let workspace = stage.play(story)?;
            replay::readings_at(&stage.app, &workspace, moment)
        };
        let (later, lived) = (read(story)?, read(&replay::until(story, moment))?);
        Ok((later != lived).then(|| format!("{} on {moment}:\nlater {later:#?}\nlived {lived:#?}", story.id)))
    };
    let differing: Result<Vec<_>, AppError> = stage::on_all_cores(&stories(), differs).unwrap().into_iter().collect();
    let differing: Vec<String> = differing.unwrap().into_iter().flatten().collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// A story without its twin could be satisfied by a rule made for it.
#[test]
fn every_story_has_a_twin() {
    let ids: Vec<&str> = STORIES.iter().map(|(id, _)| *id).collect();
    for id in ids.iter().filter(|id| !id.ends_with("-twin")) {
        assert!(ids.contains(&format!("{id}-twin").as_str()), "{id} has no twin");
    }
}
