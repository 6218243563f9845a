//! What the sheet of the week says of conversations that nobody had read anything about when they took place.

use enfilade_app::interpret::listing;
use enfilade_app::measure::week::{self, ReadBefore};
use enfilade_app::roll::Roll;

use crate::house::{House, evening};

const STORY: &str = "
decision-months 4
content /p/late problem
content /s/options solution
content /price offer
content /proof sales
account acme.example office 203.0.113.0/28
account unseen.example
visitor v1 at acme.example
d0,d9,d20   v1 reads /p/late deep
d31,d40     v1 reads /s/options /price deep
d52,d55     v1 reads /price /proof deep
";

fn read_before(told: &str, account: &str) -> Option<ReadBefore> {
    let house = House::playing(&format!("{STORY}{told}"));
    let accounts = listing::accounts(&house.app, &house.workspace, evening(700)).unwrap();
    let found = week::week(&house.app, &house.workspace, &Roll::past(accounts), evening(60)).unwrap();
    let [conversation] = found.conversations.as_slice() else { panic!("{:?}", found.conversations) };
    assert_eq!(conversation.account.as_str(), account);
    conversation.readiness
}

/// Whoever brings a year of history with its conversations sees how ready each company was by then, by the same reading
/// as of any past day; the conversation itself is not known to it.
#[test]
fn a_conversation_of_the_past_is_told_with_what_was_known_before_it() {
    let before = House::playing(STORY).reading("acme.example", 57);
    let by_room = |room: &str| {
        let told = format!("d58 verdict acme.example prepared yes room {room} by Rep\n");
        read_before(&told, "acme.example").unwrap()
    };
    let late = by_room("sales");
    assert!((late.readiness - before.readiness).abs() < 0.05, "{late:?}, {}", before.readiness);
    assert!(!late.is_kept);
    assert_eq!(late, by_room("problem"), "what was said in it was not known before it");
}

#[test]
fn of_a_company_that_nobody_had_seen_nothing_is_told() {
    assert_eq!(read_before("d58 verdict unseen.example prepared no room problem by Rep\n", "unseen.example"), None);
}
