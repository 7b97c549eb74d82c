//! A list that two of those who organise series keep: what belongs together, whoever holds it.

use chrono::Duration;
use diesel_async::AsyncPgConnection;

use super::{Making, SampleError};
use crate::seminars::{
    actions::{NewList, create_list, put_on_list},
    model::{ListVisibility, OnList},
};

pub async fn enter(conn: &mut AsyncPgConnection, making: &Making<'_>) -> Result<(), SampleError> {
    let keeper = making.actor(conn, "kim").await?;
    making.set_clock(making.now - Duration::days(60));
    let new = NewList {
        name_en: "Mathematics of learning".into(),
        name_ko: "배움의 수학".into(),
        slug: Some("mathematics-of-learning".into()),
        description_en:
            "Talks for those who want to know why it works, from every series of the house.".into(),
        description_ko: "왜 되는지를 묻는 분들을 위해, 여러 시리즈의 강연을 한데 모았습니다."
            .into(),
        visibility: ListVisibility::Public,
        keepers: vec![making.person("jung")?],
    };
    let made = create_list(conn, &making.clock, &keeper, new).await?;
    for topic in ["theory", "수리", "science"] {
        let item = OnList::Topic(topic.into());
        put_on_list(conn, &making.clock, &keeper, made.id, item).await?;
    }
    Ok(())
}
