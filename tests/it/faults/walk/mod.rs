//! Random walks through what happens to a seminar and to the mail about it: by the real actions and the real deliverer, with
//! a clock that is moved and a mail server that refuses. However it went, everyone is left with the truth.
//!
//! A failure prints the shortest list of steps that still fails, and what happened in it.

mod steps;
mod truth;
mod world;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use rand::Rng;
use tokio::runtime::Builder;

use self::{
    steps::{Step, story},
    world::World,
};
use super::{chance, times};

/// Plays a story to its end; the error is what was wrong, and all that happened.
async fn play(draft: bool, steps: &[Step]) -> Result<(), String> {
    let mut world = World::new(draft).await;
    let played = through(&mut world, steps).await;
    played.map_err(|wrong| format!("{wrong}\n{}", world.log.join("\n")))
}

async fn through(world: &mut World, steps: &[Step]) -> Result<(), String> {
    for step in steps {
        world.take(*step).await?;
    }
    world.settle().await?;
    world.all_know().await?;
    world.begin().await
}

#[test]
fn however_it_goes_everyone_is_left_with_the_truth() {
    let (number, mut chance) = chance();
    let cases = times("MARU_FAULT_CASES", 12);
    println!("seed {number}");
    let mut seed = [0; 32];
    chance.fill_bytes(&mut seed);
    let config = Config {
        cases,
        // Milliseconds. A failure is told before, as it is found.
        max_shrink_time: 60_000,
        max_shrink_iters: 10_000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    let played = runner.run(&story(), |(draft, steps)| {
        let played = runtime.block_on(play(draft, &steps));
        played.map_err(|why| {
            println!(
                "after {} steps: {}",
                steps.len(),
                why.lines().next().unwrap_or_default()
            );
            TestCaseError::fail(why)
        })
    });
    match played {
        Ok(()) => println!("{cases} stories played"),
        Err(TestError::Fail(why, (draft, steps))) => {
            panic!("seed {number}; draft: {draft}; {steps:#?}\n{why}")
        }
        Err(other) => panic!("seed {number}: {other}"),
    }
}
