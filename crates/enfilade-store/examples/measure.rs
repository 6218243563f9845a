//! Measures the store on a database of its own: `cargo run --release -p enfilade-store --example measure -- ADDRESS
//! [EVENTS]`. The address must name an empty database; what it holds afterwards is of no use to anybody.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use enfilade_domain::{
    Action, Channel, Event, Network, NetworkKind, PersonId, PersonKind, Place, Source, Timestamp, UserId, VisitorId,
    WorkspaceId,
};
use enfilade_store::{DatabaseAddress, Store, StoreError, StoredPerson, ThreadKind};

// As the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Events of one visitor, on average.
const PER_VISITOR: u64 = 8;
const START: i64 = 1_700_000_000_000;

/// A number that looks drawn by lot and is the same each time (splitmix64).
const fn drawn(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn uuid(number: u64) -> String {
    let (a, b) = (drawn(number), drawn(number ^ 0xffff_0000_0000));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        b >> 52,
        b & 0xffff_ffff_ffff
    )
}

/// A page view as a script sends it, the `number`-th of a stream in order of time.
fn page_view(number: u64) -> Event {
    // Whoever acts now acts again soon: visitors come from a window that moves on.
    let visitor = number / PER_VISITOR / 500 * 500 + drawn(number) % 500;
    let address = (drawn(visitor) >> 40).cast_signed();
    let path = format!("/guides/topic-{}/part-{}", drawn(number) % 40, drawn(number) % 7);
    Event {
        message_id: uuid(number),
        visitor: VisitorId::new(uuid(visitor ^ 0xabcd_0000_0000_0000)),
        user_id: visitor.is_multiple_of(20).then(|| UserId::new(format!("user-{visitor}"))),
        at: Timestamp::from_millis(START + number.cast_signed() * 40),
        known_at: Timestamp::from_millis(START + number.cast_signed() * 40 + 900),
        clock_suspect: false,
        channel: Channel::Script,
        action: Action::Page,
        place: Some(Place {
            url: Some(format!("https://www.example.com{path}")),
            title: Some("How to compare what is offered".into()),
            referrer: number.is_multiple_of(3).then(|| "https://search.example/".into()),
            path,
        }),
        dwell_seconds: Some((number % 90) as f32),
        scroll: Some(0.5),
        source: Some(Source::Direct),
        consent: None,
        email: None,
        name: None,
        job_title: None,
        company: None,
        share_token: None,
        network: Some(Network {
            address_key: address,
            block_key: address >> 8,
            kind: NetworkKind::Isp,
            organisation: Some("Example Net".into()),
            domain: None,
        }),
        agent: Some(format!("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/{}.0", drawn(visitor) % 200)),
        attributes: None,
    }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn rate(what: &str, count: u64, began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    say(&format!("{what}: {count} in {seconds:.2} s = {:.0}/s{}", count as f64 / seconds, memory()));
}

/// The resident memory and its peak, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("?").trim().to_owned();
    format!(" (memory {}, peak {})", line("VmRSS:"), line("VmHWM:"))
}

/// What this thread used of a processor: unlike the clock it does not count what else the machine does.
fn processor_seconds() -> f64 {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    spent.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

fn import(store: &Store, workspace: WorkspaceId, events: u64) -> Outcome {
    let (mut spent, busy) = (Duration::ZERO, processor_seconds());
    let mut number = 0;
    while number < events {
        let until = (number + 20_000).min(events);
        let piece: Vec<Event> = (number..until).map(page_view).collect();
        let began = Instant::now();
        store.log.append(workspace, &piece)?;
        spent += began.elapsed();
        number = until;
    }
    let seconds = spent.as_secs_f64();
    let busy = processor_seconds() - busy;
    say(&format!(
        "append: {events} in {seconds:.2} s = {:.0}/s, {busy:.2} s of processor with making the events{}",
        events as f64 / seconds,
        memory()
    ));
    Ok(())
}

/// Submits at a steady pace for some seconds while the inbox is filed all the time, and shows how long answers took.
fn live(store: &Store, workspace: WorkspaceId, first: u64, batch: u64, per_second: u64, seconds: u64) -> Outcome {
    let ended = AtomicBool::new(false);
    let filed = AtomicUsize::new(0);
    let mut taken: Vec<Duration> = Vec::new();
    let began = Instant::now();
    std::thread::scope(|scope| -> Outcome {
        let filer = scope.spawn(|| -> Result<(), StoreError> {
            while !ended.load(Ordering::Acquire) {
                let count = store.log.file_inbox(20_000)?;
                filed.fetch_add(count, Ordering::AcqRel);
                if count == 0 {
                    // As the server's job.
                    std::thread::sleep(Duration::from_millis(150));
                }
            }
            Ok(())
        });
        let (asked, answers) = std::sync::mpsc::channel();
        let waiter = scope.spawn(move || -> Result<Vec<Duration>, StoreError> {
            let mut taken = Vec::new();
            for (since, answer) in answers {
                let answer: tokio::sync::oneshot::Receiver<Result<(), StoreError>> = answer;
                answer.blocking_recv().map_err(|_| StoreError::Failed("no answer".into()))??;
                let since: Instant = since;
                taken.push(since.elapsed());
            }
            Ok(taken)
        });
        let requests = per_second * seconds / batch;
        for request in 0..requests {
            let due = Duration::from_secs_f64((request * batch) as f64 / per_second as f64);
            if let Some(early) = due.checked_sub(began.elapsed()) {
                std::thread::sleep(early);
            }
            let events = (0..batch).map(|part| page_view(first + request * batch + part)).collect();
            // Counted from when it was due, so that a late sender does not hide a wait.
            asked.send((began + due, store.log.submit(workspace, events)))?;
        }
        drop(asked);
        taken = waiter.join().map_err(|_| "the waiting thread died")??;
        ended.store(true, Ordering::Release);
        filer.join().map_err(|_| "the filing thread died")??;
        Ok(())
    })?;
    let requests = taken.len() as u64;
    rate(&format!("submit in batches of {batch} at {per_second}/s"), requests * batch, began);
    taken.sort_unstable();
    let at = |share: f64| taken[((requests - 1) as f64 * share) as usize];
    say(&format!(
        "  p50 {:?}, p99 {:?}, p99.9 {:?}, most {:?}; filed meanwhile {}, left {}",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0),
        filed.load(Ordering::Acquire),
        store.log.inbox_len()?
    ));
    let (began, mut count) = (Instant::now(), 0);
    loop {
        match store.log.file_inbox(20_000)? {
            0 => break,
            some => count += some as u64,
        }
    }
    rate("  file_inbox of what was left", count, began);
    Ok(())
}

/// The mean time of one call.
fn each(what: &str, times: u64, mut call: impl FnMut(u64) -> Result<usize, StoreError>) -> Outcome {
    let mut found = 0;
    let (began, busy) = (Instant::now(), processor_seconds());
    for number in 0..times {
        found += call(number)?;
    }
    let (taken, busy) = (began.elapsed() / u32::try_from(times)?, processor_seconds() - busy);
    say(&format!("{what}: {taken:?} each, {:.1} µs of processor, {found} found", busy * 1e6 / times as f64));
    Ok(())
}

fn lookups(store: &Store, workspace: WorkspaceId, events: u64) -> Outcome {
    let regular = |name: u64, n: u64| Event {
        visitor: VisitorId::new(format!("regular-{name}")),
        ..page_view(1 << 40 | name << 8 | n)
    };
    let lives: Vec<Event> = (0..50).flat_map(|n| (0..200).map(move |name| regular(name, n))).collect();
    store.log.append(workspace, &lives)?;
    each("events_of a visitor with 50 events", 2_000, |number| {
        Ok(store.log.events_of(workspace, &[VisitorId::new(format!("regular-{}", number % 200))])?.len())
    })?;
    let of = |number: u64| page_view(drawn(number) % events);
    let some: Vec<Event> = (0..2_000).map(of).collect();
    each("threads_of", 2_000, |number| {
        Ok(store.log.threads_of(workspace, std::slice::from_ref(&some[number as usize].visitor))?.len())
    })?;
    let users: Vec<String> = (0..2_000).map(|number| format!("user-{}", drawn(number) % events / 160 * 20)).collect();
    each("holders", 2_000, |number| {
        Ok(store.log.holders(workspace, ThreadKind::User, std::slice::from_ref(&users[number as usize]))?.len())
    })
}

fn readings(store: &Store, workspace: WorkspaceId) -> Outcome {
    for round in ["new", "renewed"] {
        let began = Instant::now();
        for piece in 0..200_u64 {
            let person = |number: u64| StoredPerson {
                person: PersonId::new(format!("visitor:{}", uuid(number))),
                account: None,
                visitors: vec![VisitorId::new(uuid(number ^ 0xabcd_0000_0000_0000))],
                kind: PersonKind::Buyer,
                last_seen: Timestamp::from_millis(START),
                body: vec![7; 300],
                sought: None,
            };
            let persons: Vec<StoredPerson> = (piece * 1_000..piece * 1_000 + 1_000).map(person).collect();
            store.records.put_readings(workspace, &persons, &[], &[], &[])?;
        }
        rate(&format!("put_readings, {round}"), 200_000, began);
    }
    Ok(())
}

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let address = DatabaseAddress::parse(&arguments.next().ok_or("which database?")?)?;
    let events: u64 = arguments.next().map_or(Ok(1_000_000), |text| text.parse())?;
    let store = enfilade_store::open(&address)?;
    let workspace = store.records.ensure_workspace("measure", Timestamp::from_millis(START))?.id;
    import(&store, workspace, events)?;
    let condition = store.check()?;
    say(&format!("{:?}, {} bytes per event", condition, condition.size_in_bytes / events));
    lookups(&store, workspace, events)?;
    live(&store, workspace, 1 << 41, 1, 15_000, 10)?;
    live(&store, workspace, 1 << 42, 20, 80_000, 10)?;
    readings(&store, workspace)?;
    say(&format!("at the end{}", memory()));
    Ok(())
}
