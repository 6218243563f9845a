//! The bodies of the fuzz targets. They stand here so that the compiler and the tests of a stable toolchain reach them;
//! what each looks for is a panic, endless work, or a broken promise that is asserted.

use enfilade_collect::access_log::{LogFormat, LogReader, Site, to_events};
use enfilade_collect::{Arrival, Batch, NetworkKeys, Rejection};
use enfilade_domain::{Channel, Timestamp};

/// A live arrival at a fixed moment.
fn arrival() -> Arrival {
    Arrival {
        at: Timestamp::from_millis(1_770_000_000_000),
        address: None,
        agent: None,
        channel: Channel::Api,
        privacy_signal: false,
    }
}

/// Every event has an id, and every refusal says why.
fn check(read: Result<Batch, Rejection>) {
    match read {
        Ok(batch) => {
            assert!(batch.collected.iter().all(|collected| !collected.event.message_id.is_empty()));
            assert!(batch.rejections.iter().all(|rejection| !rejection.reason.is_empty()));
        }
        Err(rejection) => assert!(!rejection.reason.is_empty()),
    }
}

/// A request body of the collection API.
pub fn segment_batch(bytes: &[u8]) {
    check(enfilade_collect::read_batch(bytes, &arrival()));
}

/// A body of the first-party script.
pub fn beacon(bytes: &[u8]) {
    check(enfilade_collect::read_beacon(bytes, None, &arrival()));
}

/// A line of an events file. Read twice, it has the same id.
pub fn event_line(bytes: &[u8]) {
    if let Ok(collected) = enfilade_collect::read_event_line(bytes, 1) {
        let again = enfilade_collect::read_event_line(bytes, 2).map(|again| again.event.message_id);
        assert_eq!(again.as_ref(), Ok(&collected.event.message_id));
    }
}

/// Lines of an access log, in every format, to their events.
pub fn access_log(bytes: &[u8]) {
    let keys = NetworkKeys::new([1; 16]);
    let Ok(site) = Site::parse("https://vendor.example") else { return };
    for format in LogFormat::ALL {
        let mut reader = LogReader::new(format);
        for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
            if let Ok(Some(line)) = reader.read_line(line, number) {
                let _event = to_events(&line, &keys, &site);
            }
        }
    }
}

/// Each of the CSV files. Whatever is refused names a line of the file.
pub fn csv(bytes: &[u8]) {
    let table = || std::io::Cursor::new(bytes.to_vec());
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let refusals = enfilade_collect::read_accounts(table())
        .filter_map(Result::err)
        .chain(enfilade_collect::read_content(table()).filter_map(Result::err))
        .chain(
            enfilade_collect::read_deals(table(), enfilade_domain::Timestamp::from_millis(1_790_000_000_000))
                .filter_map(Result::err),
        )
        .chain(enfilade_collect::read_touches(table()).filter_map(Result::err));
    for refusal in refusals {
        assert!(refusal.line.is_some_and(|line| (1..=lines).contains(&line)), "{refusal}");
    }
}

/// Texts that name networks, agents and mail domains.
pub fn words(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _keys = NetworkKeys::new([1; 16]).keys_of_cidr(text);
    let _class = enfilade_collect::agents::classify(Some(text));
    let _domain = enfilade_collect::mail_domain::business_domain(text);
    let _source = enfilade_collect::source_of(Some(text), Some(text), &[text]);
}

/// A page: the first byte says whether its name ends like HTML, like Markdown or not at all.
pub fn page(bytes: &[u8]) {
    let Some((first, source)) = bytes.split_first() else { return };
    let name = ["page.html", "page.md", ""][usize::from(*first) % 3];
    let page = enfilade_content::read_page(name, &String::from_utf8_lossy(source));
    if let Ok(judgement) = enfilade_content::judge(&page) {
        assert!((judgement.rooms.iter().sum::<f32>() - 1.0).abs() < 1e-3);
    }
    // Whatever fires, quotes the page.
    let room = enfilade_domain::Room::ALL[usize::from(*first) % 4];
    let text = format!("{}\n{}", page.title, page.text()).replace('\n', " ");
    let pressed = page.buttons.iter().map(|button| &button.text).chain(page.links.iter().map(|link| &link.text));
    let pressed: Vec<String> =
        pressed.chain(page.forms.iter().map(|form| &form.submit)).map(|text| text.replace('\n', " ")).collect();
    for fired in enfilade_content::rules::check(&page, enfilade_content::rules::Setting::page(Some(room))) {
        assert!(text.contains(&fired.quote) || pressed.contains(&fired.quote), "{}", fired.quote);
    }
    assert!(page.blocks.iter().all(|block| block.text.contains(char::is_alphanumeric)));
}

/// A workspace's translation file: taken whole, or refused with a line for everything that is wrong.
pub fn translation(bytes: &[u8]) {
    const TEXTS: &str = "msgid \"Ready\"\nmsgstr \"\"\n\nmsgid \"{count} of <b>{all}</b>\"\nmsgstr \"\"\n\n\
                         msgid \"{n} person\"\nmsgid_plural \"{n} people\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n";
    let Ok(template) = enfilade_language::Template::read(TEXTS) else { unreachable!("the texts are a template") };
    let text = String::from_utf8_lossy(bytes);
    match enfilade_language::read(&text, &template) {
        Ok(read) => assert!(!read.language.code().is_empty() && read.language.len() <= template.len()),
        Err(faults) => {
            assert!(!faults.is_empty() && faults.iter().all(|fault| fault.line > 0 && !fault.what.is_empty()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    /// Feeds every seed, every truncation of it, and every seed with one byte changed.
    fn feed(target: fn(&[u8]), folder: &str) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds").join(folder);
        let mut fed = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let seed = std::fs::read(entry.unwrap().path()).unwrap();
            target(&seed);
            for position in 0..seed.len() {
                target(&seed[..position]);
                for byte in [0, b'"', b'\n', b'{', 0xff] {
                    let mut changed = seed.clone();
                    changed[position] = byte;
                    target(&changed);
                }
            }
            fed += 1;
        }
        assert!(fed > 0);
    }

    #[test]
    fn every_target_runs_on_its_seeds() {
        let targets: [(fn(&[u8]), &str); 8] = [
            (super::segment_batch, "segment_batch"),
            (super::event_line, "event_line"),
            (super::beacon, "beacon"),
            (super::access_log, "access_log"),
            (super::csv, "csv"),
            (super::words, "words"),
            (super::page, "page"),
            (super::translation, "translation"),
        ];
        for (target, folder) in targets {
            feed(target, folder);
        }
    }
}
