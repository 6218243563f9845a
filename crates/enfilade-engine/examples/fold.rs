//! Measures how many visits one core folds into persons and accounts: `cargo run --release -p enfilade-engine --example fold`.

use std::time::Instant;

use enfilade_engine::{Model, Published, bench};

#[expect(clippy::print_stdout, reason = "an example shows its result")]
fn main() -> Result<(), enfilade_engine::ModelError> {
    let model = Model::new(&Published::v2(), 4.0)?;
    let begun = Instant::now();
    let result = bench::fold(&model, 10_000_000, 1, || begun.elapsed().as_secs_f64());
    println!("{result:#?}");
    Ok(())
}
