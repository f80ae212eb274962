//! The policies of `template.yaml` permit what the functions use, and nothing
//! else.
//!
//! That none lacks a permission every test here proves: the embedded services
//! refuse a call that its function's policy does not permit. That none has one
//! too many this one does: it gives every function what makes it use all it
//! has, and asks the platform what is left.

mod live;
mod practice;
mod tutoring;
mod video;

use serde_json::Value;
use tests::{App, Call};

/// What functions have not used, line by line.
async fn unused(app: &App) -> Vec<String> {
    let known = app.anonymous().get("/_local/permissions").await;
    let known = known.expect(200).json();
    let functions = known["functions"].as_object().expect("functions");
    let of = |(function, grants): (&String, &Value)| {
        let grants = grants.as_array().expect("a list").clone();
        let left = grants.into_iter().filter(|grant| grant["used"] == false);
        let line = move |grant: Value| {
            format!(
                "{function}, statement {}: {}",
                grant["statement"], grant["permits"]
            )
        };
        left.map(line).collect::<Vec<_>>()
    };
    functions.iter().flat_map(of).collect()
}

/// Makes something under an idempotency key: once with a wrong body, so that an
/// earlier answer is looked for, once in vain, so that the key is claimed and
/// given back, and once well.
async fn keyed(in_vain: Call, well: Call) -> tests::Answer {
    let wrong = in_vain.clone().body("application/json", "[]");
    let refused = wrong.header("idempotency-key", "wrong").await;
    assert!([400, 422].contains(&refused.status()), "{refused}");
    let refused = in_vain.header("idempotency-key", "in-vain").await;
    assert!((400..500).contains(&refused.status()), "{refused}");
    well.header("idempotency-key", "well")
        .await
        .expect_success()
}

#[tokio::test]
async fn no_function_has_a_permission_that_it_does_not_use() {
    // The limit is on, so that requests are counted.
    let app = App::start_with(&[("RATE_LIMIT_PER_MINUTE", "1000")]).await;
    let before = unused(&app).await;
    assert!(before.len() > 100, "{before:?}");
    tutoring::everything(&app).await;
    video::everything(&app).await;
    practice::everything(&app).await;
    live::everything(&app).await;
    // Functions may still be at what they do after their commit.
    let mut tries = 0;
    let mut left = unused(&app).await;
    while !left.is_empty() && tries < 50 {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        left = unused(&app).await;
        tries += 1;
    }
    assert!(
        left.is_empty(),
        "template.yaml permits what nothing uses:\n{}",
        left.join("\n")
    );
}
