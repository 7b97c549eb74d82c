//! What is left of a message when something dies: proofs by killing real processes at random moments, and by random walks
//! through what people do.
//!
//! Beside that, that no node misses what another has changed ([`nodes`]).
//!
//! The ordinary run plays a few rounds. `make faults` plays many (`MARU_FAULT_ROUNDS`, `MARU_FAULT_CASES`,
//! `MARU_FAULT_CHANGES`) and says of each what it saw. The seed is printed; `MARU_FAULT_SEED` plays the same again.

mod database;
mod nodes;
mod processes;
mod thousand;
mod walk;
mod workers;

use rand::{SeedableRng, rngs::StdRng};

/// How often something is played: as the setting says, or `usually`.
fn times(setting: &str, usually: u32) -> u32 {
    std::env::var(setting).map_or(usually, |times| times.parse().unwrap())
}

/// Where chance begins, and chance itself: another one at each run.
fn chance() -> (u64, StdRng) {
    let seed = std::env::var("MARU_FAULT_SEED").map_or_else(
        |_| u64::from_be_bytes(maru::base::ids::random_bytes()),
        |seed| seed.parse().unwrap(),
    );
    (seed, StdRng::seed_from_u64(seed))
}
