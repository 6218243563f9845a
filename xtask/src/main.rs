//! House rules as tests: `cargo run -p xtask -- tidy` reads the tree, `ci` runs every gate in turn.

mod ci;
mod languages;
mod market;
mod scale;
mod simulate;
mod tidy;
mod training;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- COMMAND
  tidy [FOLDER]  read the tree (or another copy of it) and report every broken house rule
  languages      collect every text of the pages into languages/enfilade.pot
  market DIR MONTHS [BINARY]
                 hold readings against a simulated market whose truth is known
  simulate FLAVOUR SEED DIR [--companies N] [--months N]
                 write a simulated market (saas, health, consult, agency) with its truth into a folder
  train-content [LABELS FOLDER]
                 train the text model on the training texts and tell how well it reads styles that it has not
                 seen, or labelled pages of your own (a line each: file room second mentions focus pressure)
  scale BINARY DIR:MONTHS...
                 write the published map of the shown scale from simulated markets
  ci             format check, clippy, tidy, tests and documentation, with the time of each";

fn main() -> ExitCode {
    // The manifest lies one folder below the root, wherever the tree was checked out.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["tidy"] => tidy::run(root),
        ["tidy", folder] => tidy::run(Path::new(folder)),
        ["languages"] => languages::run(root),
        ["train-content"] => training::run(root, None),
        ["train-content", labels, folder] => training::run(root, Some((Path::new(labels), Path::new(folder)))),
        ["scale", binary, markets @ ..] => {
            let file = root.join("crates/enfilade-engine/src/judge/published_scale.rs");
            scale::run(Path::new(binary), &file, markets)
        }
        ["ci"] => ci::run(root),
        ["market", folder, months] => market::run(&root.join("target/release/enfilade"), Path::new(folder), months, 7),
        ["market", folder, months, binary] => market::run(Path::new(binary), Path::new(folder), months, 7),
        ["simulate", flavour, seed, folder, options @ ..] => simulate::run(flavour, seed, Path::new(folder), options),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
