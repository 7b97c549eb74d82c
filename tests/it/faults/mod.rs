//! What is left of a message when something dies: proofs by killing real processes at random moments, and by random walks
//! through what people do.
//!
//! Beside that, that no node misses what another has changed ([`nodes`]).
//!
//! The ordinary run plays a few rounds, the same each time: what fails there fails by the change in hand. `make faults` plays
//! many (`MARU_FAULT_ROUNDS`, `MARU_FAULT_CASES`, `MARU_FAULT_CHANGES`), others each time, and says of each what it saw. The
//! seed is printed; `MARU_FAULT_SEED` plays the same again.

mod database;
mod nodes;
mod processes;
mod thousand;
mod walk;
mod workers;

use rand::{SeedableRng, rngs::StdRng};

/// Where chance begins in the ordinary run: a seed like any other.
const ORDINARY_SEED: u64 = 1;

/// How often something is played: as the setting says, or `usually`.
fn times(setting: &str, usually: u32) -> u32 {
    std::env::var(setting).map_or(usually, |times| times.parse().unwrap())
}

/// Where chance begins, and chance itself.
fn chance() -> (u64, StdRng) {
    let seed = std::env::var("MARU_FAULT_SEED").map_or(ORDINARY_SEED, |seed| seed.parse().unwrap());
    (seed, StdRng::seed_from_u64(seed))
}
