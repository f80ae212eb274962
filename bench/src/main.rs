//! Measures the functions as Lambda runs them: their release binaries, against
//! an emulated Runtime API and an embedded DynamoDB behind TLS, in turns with
//! two references. `docs/performance.md` has the figures and how to read them.

mod budget;
mod cases;
mod front;
mod measure;
mod memory;
mod process;
mod report;
mod runtime_api;
mod scale;
mod share;
mod stand_ins;
mod store;
mod world;

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use cases::{Case, ONE_GET};
use front::Front;
use measure::{Bench, Measured};
use report::Figures;

/// Calls of a round that are not the warm ones, at most.
const COLD_CALLS: u32 = 20;
/// Days with slots that a list finds.
const SCALE_DAYS: u32 = 49;

type Error = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Error>;

const USAGE: &str = "\
bench [--check] [--rounds n] [--calls n] [--json file] [--binaries folder] [function …]
bench scale [--most items] [--json file] [--binaries folder]
bench memory [--json file] [--binaries folder]";

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Times and sizes of functions.
    Functions,
    /// What reads cost in a growing table.
    Scale,
    /// Times by a function's memory.
    Memory,
}

struct Options {
    rounds: u32,
    calls: u32,
    json: Option<PathBuf>,
    /// Whether to fail where the budget is not kept to.
    check: bool,
    /// A folder with binaries that are there; without it they are built.
    binaries: Option<PathBuf>,
    mode: Mode,
    /// The largest table of [`Mode::Scale`], in items.
    most: u64,
    functions: Vec<String>,
}

impl Options {
    fn read(mut args: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            rounds: 5,
            calls: 300,
            json: None,
            check: false,
            binaries: None,
            mode: Mode::Functions,
            most: u64::MAX,
            functions: Vec::new(),
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or(USAGE);
            match arg.as_str() {
                "--rounds" => options.rounds = value()?.parse()?,
                "--calls" => options.calls = value()?.parse()?,
                "--json" => options.json = Some(value()?.into()),
                "--binaries" => options.binaries = Some(value()?.into()),
                "--most" => options.most = value()?.parse()?,
                "--check" => options.check = true,
                "scale" => options.mode = Mode::Scale,
                "memory" => options.mode = Mode::Memory,
                flag if flag.starts_with('-') => return Err(USAGE.into()),
                _ => options.functions.push(arg),
            }
        }
        Ok(options)
    }
}

fn main() -> Result<()> {
    let options = Options::read(std::env::args().skip(1))?;
    let cases = match options.mode {
        Mode::Functions => cases::cases(&options.functions)?,
        Mode::Scale => scale::cases()?,
        Mode::Memory => memory::cases()?,
    };
    let binaries = match &options.binaries {
        Some(folder) => folder.clone(),
        None => build(&cases)?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let told = runtime.block_on(run(&options, &cases, binaries))?;
    std::io::stdout().write_all(told.table.as_bytes())?;
    if let Some(file) = options.json {
        std::fs::write(file, told.json)?;
    }
    if options.check && !told.is_kept {
        return Err("the budget was not kept to".into());
    }
    Ok(())
}

/// The figures as a table and as JSON, and whether the budget was kept to.
struct Told {
    table: String,
    json: String,
    is_kept: bool,
}

async fn run(options: &Options, cases: &[Case], binaries: PathBuf) -> Result<Told> {
    let folder = std::env::temp_dir().join(format!("bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let front = Front::new(&folder)?;
    let mut bench = Bench::new(front, binaries, options.calls).await?;
    let told = match options.mode {
        Mode::Functions => {
            let figures = measure_all(&mut bench, options.rounds, cases).await?;
            let budget = budget::lines(&figures);
            Told {
                table: report::table(&figures, ONE_GET) + &budget::table(&budget),
                json: serde_json::to_string_pretty(&figures)?,
                is_kept: budget.iter().all(budget::Line::is_kept),
            }
        }
        Mode::Scale => {
            let db = bench.fill(SCALE_DAYS).await?;
            let costs = scale::run(&bench, &db, cases, options.most).await?;
            Told {
                table: scale::table(&costs),
                json: serde_json::to_string_pretty(&costs)?,
                is_kept: true,
            }
        }
        Mode::Memory => {
            bench.fill(memory::days()?).await?;
            let times = memory::run(&bench, cases).await?;
            Told {
                table: memory::table(&times),
                json: serde_json::to_string_pretty(&times)?,
                is_kept: true,
            }
        }
    };
    std::fs::remove_dir_all(&folder)?;
    Ok(told)
}

/// In turns, so that what else the machine does strikes all alike. Each round
/// has a store of its own: unlike DynamoDB, the embedded one looks through the
/// tokens of all transactions of ten minutes at each of them.
async fn measure_all(bench: &mut Bench, rounds: u32, cases: &[Case]) -> Result<Vec<Figures>> {
    let mut measured: Vec<Measured> = cases.iter().map(|_| Measured::default()).collect();
    for _ in 0..rounds {
        bench.fill(bench.warm + COLD_CALLS).await?;
        for (case, measured) in cases.iter().zip(&mut measured) {
            bench.warm(case, measured).await?;
        }
        for _ in 0..2 {
            for (case, measured) in cases.iter().zip(&mut measured) {
                bench.cold(case, measured).await?;
                bench.cold_at_128_mb(case, measured).await?;
            }
        }
    }
    let of = |(case, measured)| Figures::of(case, measured, &bench.binaries);
    cases.iter().zip(&measured).map(of).collect()
}

/// Builds the release binaries of the cases, and says where they are. Together
/// with the bench: nothing that they share is built twice.
fn build(cases: &[Case]) -> Result<PathBuf> {
    let mut command = Command::new("cargo");
    command.current_dir(cases::project());
    command.args(["build", "--release", "--locked", "--package", "bench"]);
    for case in cases {
        command.args(["--package", &case.package]);
    }
    if !command.status()?.success() {
        return Err("the functions do not build".into());
    }
    let bench = std::env::current_exe()?;
    Ok(bench.parent().ok_or("no folder")?.to_owned())
}
