//! Starts the platform and runs it until Ctrl-C; `cargo run -- openapi` prints
//! the text of `docs/openapi.json` instead.

use std::io::Write;
use std::process::ExitCode;

use local::{Config, Platform};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::args().nth(1).as_deref() == Some("openapi") {
        let document = local::openapi().to_pretty_json()?;
        writeln!(std::io::stdout(), "{document}")?;
        return Ok(());
    }
    let config = Config::read(environment)?;
    let stopped = stop_signal()?;
    let keeps = config.data_dir.clone();
    let issues_tokens = config.jwt_jwks_url.is_none();
    let platform = Platform::start(config).await?;

    let mut out = std::io::stdout().lock();
    writeln!(out, "API     {}", platform.base_url)?;
    writeln!(out, "Docs    {}/docs", platform.base_url)?;
    match keeps {
        Some(folder) => writeln!(out, "Data    {}", folder.display())?,
        None => writeln!(out, "Data    in memory; DATA_DIR=<folder> keeps it")?,
    }
    if issues_tokens {
        writeln!(out, "\nTokens, for Authorization: Bearer <token>")?;
        for (role, user, token) in platform.ready_tokens() {
            writeln!(out, "\n{role} ({user})\n{token}")?;
        }
    }
    writeln!(out, "\nCtrl-C stops it.")?;
    out.flush()?;
    drop(out);

    stopped.await;
    platform.stop().await;
    Ok(())
}

#[allow(
    clippy::disallowed_methods,
    reason = "the one place where this program reads its environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Ends when the process is asked to: listens from now on.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Ends when the process is asked to.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
