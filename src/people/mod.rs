//! People: members, speakers, visitors, hosts and guests.

pub mod notices;
