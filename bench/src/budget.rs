//! What the project asks of its functions, and whether this run kept to it.

use crate::cases::ONE_GET;
use crate::report::Figures;

const MEMORY_MB: f64 = 16.0;
const ZIP_MB: f64 = 3.5;
const COLD_AT_128_MB_MS: f64 = 20.0;

/// One figure that may be so large at most.
pub struct Line {
    what: String,
    unit: &'static str,
    most: f64,
    measured: f64,
}

impl Line {
    pub fn is_kept(&self) -> bool {
        self.measured <= self.most
    }
}

type Of = fn(&Figures) -> f64;

/// The budget of what was measured. `×` is the ratio to `one-get`.
pub fn lines(figures: &[Figures]) -> Vec<Line> {
    let mut lines = Vec::new();
    let named = |name: &str| figures.iter().find(|of| of.case == name);
    if let Some(one) = named(ONE_GET) {
        let ratios: [(&str, &str, Of, f64); 5] = [
            ("profiles get-profile", "cold", |of| of.cold_least_ms, 1.25),
            ("profiles get-profile", "p50", |of| of.warm_p50_ms, 1.5),
            ("profiles get-profile", "CPU", |of| of.warm_cpu_us, 1.6),
            (
                "profiles get-profile, rate limit on",
                "p50",
                |of| of.warm_p50_ms,
                2.0,
            ),
            ("bookings create-booking", "p50", |of| of.warm_p50_ms, 3.5),
        ];
        for (case, figure, of, most) in ratios {
            lines.extend(named(case).map(|measured| Line {
                what: format!("{case}: {figure}"),
                unit: "×",
                most,
                measured: of(measured) / of(one),
            }));
        }
    }
    // Nobody waits for a function that answers no request.
    let cold: Of = |of| of.status.map_or(0.0, |_| of.cold_at_128_mb_ms);
    let most: [(&str, &str, Of, f64); 3] = [
        ("memory", "MB", |of| of.peak_memory_mb, MEMORY_MB),
        ("zip", "MB", |of| of.zip_mb, ZIP_MB),
        ("cold at 128 MB", "ms", cold, COLD_AT_128_MB_MS),
    ];
    for (figure, unit, of, most) in most {
        let largest = figures.iter().max_by(|a, b| of(a).total_cmp(&of(b)));
        lines.extend(largest.map(|largest| Line {
            what: format!("{figure}, the most of all: {}", largest.case),
            unit,
            most,
            measured: of(largest),
        }));
    }
    lines
}

/// A table in Markdown.
pub fn table(lines: &[Line]) -> String {
    let mut table = String::from("\n| budget | at most | measured |\n| --- | --- | --- |\n");
    for line in lines {
        let missed = if line.is_kept() { "" } else { ", missed" };
        table.push_str(&format!(
            "| {} | {} {unit} | {:.2} {unit}{missed} |\n",
            line.what,
            line.most,
            line.measured,
            unit = line.unit,
        ));
    }
    table
}
