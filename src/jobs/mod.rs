//! Work that goes on beside the requests: loops that are restarted when they fail ([`runner`]), work that comes round
//! ([`schedule`]), how both learn that there is something to do ([`wake`]), and the word that they are alive ([`presence`]).
//!
//! Any number of processes on any number of machines may run the same jobs over one database: who does what is settled by
//! leases there, by the database's clock.

pub mod presence;
pub mod runner;
pub mod schedule;
pub mod wake;
