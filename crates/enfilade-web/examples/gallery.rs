//! Writes every sample page with its stylesheet into a directory, to be looked at in a browser.
//!
//! `cargo run -p enfilade-web --example gallery -- /tmp/gallery`

use std::path::PathBuf;
use std::{env, fs, io};

use enfilade_web::assets::{STYLE, STYLE_PATH};
use enfilade_web::pages::samples;

fn main() -> io::Result<()> {
    let directory: PathBuf = env::args_os().nth(1).map_or_else(|| "gallery".into(), PathBuf::from);
    fs::create_dir_all(&directory)?;
    fs::write(directory.join("style.css"), STYLE)?;
    for (name, html) in samples::gallery() {
        fs::write(directory.join(format!("{name}.html")), html.replace(STYLE_PATH, "style.css"))?;
    }
    Ok(())
}
