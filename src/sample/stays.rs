//! Visiting stays around today, in every state, each with the steps that led there.

use chrono::{Duration, NaiveDate, NaiveTime};
use diesel_async::AsyncPgConnection;

use super::{Making, SampleError};
use crate::{
    base::clock::Instant,
    people::model::Actor,
    stays::{
        actions::{NewStay, StepOn, Visitor, enter as enter_stay, step},
        state::StayAct::{
            self, Approval, Arrival, Cancellation, Confirmation, Departure, Invitation, NoShow,
            Refusal,
        },
    },
};

struct Plan {
    visitor: &'static str,
    host: &'static str,
    /// First and last day, counted from today.
    days: (i64, i64),
    desk: Option<&'static str>,
    purpose: &'static str,
    topic: &'static str,
    /// The steps, each with how many days ago it was taken and why.
    steps: &'static [(StayAct, i64, Option<&'static str>)],
    tentative: bool,
}

const fn stay(
    visitor: &'static str,
    host: &'static str,
    days: (i64, i64),
    desk: &'static str,
    steps: &'static [(StayAct, i64, Option<&'static str>)],
) -> Plan {
    Plan {
        visitor,
        host,
        days,
        desk: Some(desk),
        purpose: "",
        topic: "",
        steps,
        tentative: false,
    }
}

const STAYS: [Plan; 10] = [
    Plan {
        purpose: "A semester together on measuring what language models understand.\n\n언어 모델의 이해를 재는 방법을 한 학기 동안 함께 연구합니다.",
        topic: "machine learning",
        ..stay(
            "rei",
            "kim",
            (-40, 52),
            "desk-1",
            &[
                (Approval, 88, None),
                (Invitation, 87, None),
                (Confirmation, 80, None),
                (Arrival, 40, None),
            ],
        )
    },
    Plan {
        purpose: "Two talks, and the second half of a joint paper.",
        topic: "robotics",
        ..stay(
            "modele",
            "cho",
            (-5, 9),
            "desk-2",
            &[
                (Approval, 50, None),
                (Invitation, 50, None),
                (Confirmation, 43, None),
                (Arrival, 5, None),
            ],
        )
    },
    Plan {
        purpose: "Planning of the joint doctoral school.",
        ..stay(
            "omar",
            "singh",
            (-12, 16),
            "desk-3",
            &[
                (Approval, 60, None),
                (Invitation, 58, None),
                (Confirmation, 51, None),
                (Arrival, 12, None),
            ],
        )
    },
    Plan {
        purpose: "Code for the shared benchmark.",
        topic: "machine learning",
        ..stay(
            "max",
            "park",
            (-75, -18),
            "desk-4",
            &[
                (Approval, 110, None),
                (Invitation, 108, None),
                (Confirmation, 101, None),
                (Arrival, 75, None),
                (Departure, 18, None),
            ],
        )
    },
    Plan {
        purpose: "A lecture, and work with the vision group.",
        topic: "society",
        ..stay(
            "grace",
            "doe",
            (11, 38),
            "desk-2",
            &[
                (Approval, 25, None),
                (Invitation, 24, None),
                (Confirmation, 16, None),
            ],
        )
    },
    Plan {
        purpose: "Three months with the robotics group.",
        topic: "robotics",
        ..stay(
            "paul",
            "lee",
            (26, 117),
            "desk-5",
            &[(Approval, 9, None), (Invitation, 6, None)],
        )
    },
    Plan {
        purpose: "Visit of the partner institute; talks with all groups.",
        ..stay("mihon", "jung", (33, 37), "desk-6", &[(Approval, 3, None)])
    },
    Plan {
        purpose: "Joint work on evaluation; dates depend on teaching at home.",
        desk: None,
        tentative: true,
        ..stay("amina", "choi", (45, 80), "desk-7", &[])
    },
    Plan {
        purpose: "A week with the language group.",
        ..stay(
            "erika",
            "kang",
            (8, 14),
            "desk-8",
            &[
                (Approval, 30, None),
                (Invitation, 30, None),
                (
                    Cancellation,
                    4,
                    Some("The grant begins later than planned. 연구비가 예정보다 늦게 시작됩니다."),
                ),
            ],
        )
    },
    Plan {
        purpose: "A first visit.",
        ..stay(
            "john",
            "shin",
            (-20, -14),
            "desk-9",
            &[
                (Approval, 45, None),
                (Invitation, 44, None),
                (NoShow, 19, None),
            ],
        )
    },
];

/// Enters the stays and takes their steps.
pub(super) async fn enter(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
) -> Result<(), SampleError> {
    let desk = making.actor(conn, "desk").await?;
    for plan in &STAYS {
        let first = plan.steps.first().map_or(2, |(_, ago, _)| ago + 2);
        making.set_clock(at(making, first));
        let new = NewStay {
            visitor: Visitor::Person(making.person(plan.visitor)?),
            host: making.person(plan.host)?,
            from: day(making, plan.days.0),
            to: day(making, plan.days.1),
            site: making.sites.get("seoul").copied(),
            project: None,
            purpose: plan.purpose.into(),
            topics: vec![plan.topic.into()],
            desk: plan.desk.map(|slug| making.room(slug)).transpose()?,
            tentative: plan.tentative,
        };
        let host = making.actor(conn, plan.host).await?;
        let entered = enter_stay(conn, &making.clock, making.hub, &host, new).await?;
        for (act, ago, reason) in plan.steps {
            making.set_clock(at(making, *ago));
            let actor = whose(*act, &desk, &host);
            let on = StepOn {
                act: *act,
                reason: reason.map(str::to_owned),
                lock_version: None,
            };
            step(conn, &making.clock, making.hub, actor, entered.stay.id, on).await?;
        }
    }
    Ok(())
}

/// The front desk decides and sees people come and go; hosts do the rest.
fn whose<'a>(act: StayAct, desk: &'a Actor, host: &'a Actor) -> &'a Actor {
    match act {
        Approval | Refusal | Arrival | Departure => desk,
        Invitation | Confirmation | Cancellation | NoShow => host,
    }
}

fn day(making: &Making<'_>, from_today: i64) -> NaiveDate {
    making.today + Duration::days(from_today)
}

/// Ten in the morning, that many days ago.
fn at(making: &Making<'_>, days_ago: i64) -> Instant {
    let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
    let local = day(making, -days_ago).and_time(ten);
    // Where the clocks skip that hour, any will do.
    let instant = making.hub.zone.instant(local, Some(0));
    instant.unwrap_or(making.now - Duration::days(days_ago))
}
