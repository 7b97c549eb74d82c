//! People: members of the hub, its staff, researchers elsewhere. Their names say in their own languages that they are
//! samples; nobody is meant.

use diesel_async::AsyncPgConnection;

use super::{ADMINISTRATOR, Making, SampleError};
use crate::people::{
    actions::{NewAddress, NewPerson, add_address, create_person, grant_role, name_assistant},
    model::{AddressPurpose, Role},
};

struct Someone {
    handle: &'static str,
    name: &'static str,
    house: Option<&'static str>,
    language: Option<&'static str>,
    address: At,
}

/// Where someone is told.
enum At {
    /// An address of their own, for signing in too.
    Own(&'static str),
    /// An office that answers for several.
    Office(&'static str),
    /// Nowhere.
    Nowhere,
}

const fn someone(
    handle: &'static str,
    name: &'static str,
    house: &'static str,
    language: &'static str,
    address: &'static str,
) -> Someone {
    Someone {
        handle,
        name,
        house: Some(house),
        language: Some(language),
        address: At::Own(address),
    }
}

const PEOPLE: [Someone; 31] = [
    // The hub's own staff.
    Someone {
        handle: "administrator",
        name: "Ada Sample",
        house: None,
        language: None,
        address: At::Own(ADMINISTRATOR),
    },
    Someone {
        handle: "desk",
        name: "안견본",
        house: None,
        language: Some("ko"),
        address: At::Own("desk@hub.example"),
    },
    Someone {
        handle: "rooms",
        name: "방견본",
        house: None,
        language: Some("ko"),
        address: At::Own("rooms@hub.example"),
    },
    Someone {
        handle: "office",
        name: "문예시",
        house: None,
        language: Some("ko"),
        address: At::Own("office@hub.example"),
    },
    // The four member universities.
    someone("kim", "김견본", "kaist", "ko", "kim@kaist.example"),
    someone("lee", "이보기", "kaist", "ko", "lee@kaist.example"),
    someone(
        "nguyen",
        "Sample Nguyen",
        "kaist",
        "en",
        "nguyen@kaist.example",
    ),
    someone("shin", "신표본", "kaist", "ko", "shin@kaist.example"),
    someone(
        "park",
        "박예시",
        "korea-university",
        "ko",
        "park@korea.example",
    ),
    someone(
        "choi",
        "최표본",
        "korea-university",
        "ko",
        "choi@korea.example",
    ),
    someone(
        "singh",
        "Sample Singh",
        "korea-university",
        "en",
        "singh@korea.example",
    ),
    someone("jung", "정샘플", "yonsei", "ko", "jung@yonsei.example"),
    someone("kang", "강보기", "yonsei", "ko", "kang@yonsei.example"),
    someone("doe", "Jane Sample", "yonsei", "en", "jane@yonsei.example"),
    someone("cho", "조견본", "postech", "ko", "cho@postech.example"),
    Someone {
        handle: "yoon",
        name: "윤예시",
        house: Some("postech"),
        language: Some("ko"),
        address: At::Office("office@postech.example"),
    },
    Someone {
        handle: "lim",
        name: "임보기",
        house: Some("postech"),
        language: Some("ko"),
        address: At::Office("office@postech.example"),
    },
    // Partners.
    someone(
        "mihon",
        "Hanako Mihon",
        "riken-aip",
        "en",
        "hanako@riken.example",
    ),
    someone("rei", "Taro Rei", "riken-aip", "en", "taro@riken.example"),
    someone("marie", "Marie Exemple", "mila", "en", "marie@mila.example"),
    someone("luc", "Luc Exemple", "mila", "en", "luc@mila.example"),
    someone("modele", "Anaïs Modèle", "mila", "en", "anais@mila.example"),
    someone(
        "claire",
        "Claire Exemple",
        "inria",
        "en",
        "claire@inria.example",
    ),
    someone("paul", "Paul Modèle", "inria", "en", "paul@inria.example"),
    someone(
        "amina",
        "Amina Mithal",
        "mbzuai",
        "en",
        "amina@mbzuai.example",
    ),
    someone("omar", "Omar Mithal", "mbzuai", "en", "omar@mbzuai.example"),
    someone(
        "john",
        "John Sample",
        "berkeley",
        "en",
        "john@berkeley.example",
    ),
    someone(
        "grace",
        "Grace Specimen",
        "berkeley",
        "en",
        "grace@berkeley.example",
    ),
    someone("erika", "Erika Muster", "mpi-is", "en", "erika@mpi.example"),
    someone("max", "Max Beispiel", "mpi-is", "en", "max@mpi.example"),
    // A guest of whom no more than the name is known.
    Someone {
        handle: "guest",
        name: "Sam Placeholder",
        house: None,
        language: None,
        address: At::Nowhere,
    },
];

const ROLES: [(&str, Role); 4] = [
    ("administrator", Role::Administrator),
    ("desk", Role::FrontDesk),
    ("rooms", Role::RoomKeeper),
    ("office", Role::Member),
];

/// Enters everyone, without addresses, their roles, and one who acts for others.
pub(super) async fn enter(
    conn: &mut AsyncPgConnection,
    making: &mut Making<'_>,
) -> Result<(), SampleError> {
    for one in &PEOPLE {
        let new = NewPerson {
            name: Some(one.name.into()),
            institution_id: one
                .house
                .and_then(|house| making.institutions.get(house).copied()),
            language: one.language.map(str::to_owned),
            ..NewPerson::default()
        };
        let made = create_person(conn, &making.clock, &making.keeper, new).await?;
        making.people.insert(one.handle, made.person.id);
    }
    for (handle, role) in ROLES {
        grant_role(
            conn,
            &making.clock,
            &making.keeper,
            making.person(handle)?,
            role,
        )
        .await?;
    }
    let (of, by) = (making.person("kim")?, making.person("office")?);
    name_assistant(conn, &making.clock, &making.keeper, of, by).await?;
    Ok(())
}

/// Gives everyone their address. It comes last, so that nothing that was done before is told to anyone.
pub(super) async fn give_addresses(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
) -> Result<(), SampleError> {
    making.set_clock(making.now);
    for one in &PEOPLE {
        let (address, purpose) = match one.address {
            At::Own(address) => (address, AddressPurpose::SignIn),
            At::Office(address) => (address, AddressPurpose::Contact),
            At::Nowhere => continue,
        };
        let new = NewAddress {
            address: address.into(),
            purpose,
        };
        let person = making.person(one.handle)?;
        add_address(conn, &making.clock, &making.keeper, person, new).await?;
    }
    Ok(())
}
