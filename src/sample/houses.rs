//! Institutions: four member universities, and partner institutes in six countries.

use diesel_async::AsyncPgConnection;

use super::{Making, SampleError};
use crate::people::actions::{NewInstitution, create_institution};

struct House {
    slug: &'static str,
    name: &'static str,
    country: &'static str,
    city: &'static str,
    zone: &'static str,
    kind: &'static str,
    sector: &'static str,
    /// As in the Research Organization Registry; none where an institute is kept there under its parent.
    ror: Option<&'static str>,
}

const HOUSES: [House; 10] = [
    House {
        slug: "kaist",
        name: "KAIST",
        country: "KR",
        city: "Daejeon",
        zone: "Asia/Seoul",
        kind: "member",
        sector: "university",
        ror: Some("05apxxy63"),
    },
    House {
        slug: "korea-university",
        name: "Korea University",
        country: "KR",
        city: "Seoul",
        zone: "Asia/Seoul",
        kind: "member",
        sector: "university",
        ror: Some("047dqcg40"),
    },
    House {
        slug: "yonsei",
        name: "Yonsei University",
        country: "KR",
        city: "Seoul",
        zone: "Asia/Seoul",
        kind: "member",
        sector: "university",
        ror: Some("01wjejq96"),
    },
    House {
        slug: "postech",
        name: "POSTECH",
        country: "KR",
        city: "Pohang",
        zone: "Asia/Seoul",
        kind: "member",
        sector: "university",
        ror: Some("04xysgw12"),
    },
    House {
        slug: "riken-aip",
        name: "RIKEN AIP",
        country: "JP",
        city: "Tokyo",
        zone: "Asia/Tokyo",
        kind: "partner",
        sector: "institute",
        ror: None,
    },
    House {
        slug: "mila",
        name: "Mila – Quebec AI Institute",
        country: "CA",
        city: "Montréal",
        zone: "America/Montreal",
        kind: "partner",
        sector: "institute",
        ror: Some("05c22rx21"),
    },
    House {
        slug: "inria",
        name: "Inria",
        country: "FR",
        city: "Paris",
        zone: "Europe/Paris",
        kind: "partner",
        sector: "institute",
        ror: Some("02kvxyf05"),
    },
    House {
        slug: "mbzuai",
        name: "MBZUAI",
        country: "AE",
        city: "Abu Dhabi",
        zone: "Asia/Dubai",
        kind: "partner",
        sector: "university",
        ror: Some("0258gkt32"),
    },
    House {
        slug: "berkeley",
        name: "University of California, Berkeley",
        country: "US",
        city: "Berkeley",
        zone: "America/Los_Angeles",
        kind: "partner",
        sector: "university",
        ror: Some("01an7q238"),
    },
    House {
        slug: "mpi-is",
        name: "Max Planck Institute for Intelligent Systems",
        country: "DE",
        city: "Tübingen",
        zone: "Europe/Berlin",
        kind: "partner",
        sector: "institute",
        ror: None,
    },
];

/// Enters the institutions.
pub(super) async fn enter(
    conn: &mut AsyncPgConnection,
    making: &mut Making<'_>,
) -> Result<(), SampleError> {
    for house in &HOUSES {
        let new = NewInstitution {
            name: house.name.into(),
            slug: Some(house.slug.into()),
            country: Some(house.country.into()),
            city: Some(house.city.into()),
            zone: house.zone.into(),
            kind: Some(house.kind.into()),
            sector: Some(house.sector.into()),
            ror: house.ror.map(str::to_owned),
        };
        let made = create_institution(conn, &making.clock, &making.keeper, new).await?;
        making.institutions.insert(house.slug, made.id);
    }
    Ok(())
}
