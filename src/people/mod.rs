//! The people whom Maru knows (members, speakers, visitors, hosts and guests), their institutions and roles, and how
//! they sign in.

pub mod model;
pub mod notices;
