//! The values that a seminar can take from its series. Whatever is asked of one of them is asked of all: a value that joins
//! them does not compile until every place where they are told apart has thought of it.

use crate::seminars::model::Inherited;

/// Something of each value that a seminar can take from its series.
pub(super) struct OfEach<T> {
    pub zone: T,
    pub duration: T,
    pub room: T,
    pub visibility: T,
    pub language: T,
    pub topics: T,
    pub reminders: T,
    pub capacity: T,
    pub join_for: T,
    pub join_minutes: T,
    pub join_url: T,
}

impl<T> OfEach<T> {
    /// The same, with the value that each is of.
    pub fn named(self) -> [(Inherited, T); 11] {
        [
            (Inherited::Zone, self.zone),
            (Inherited::Duration, self.duration),
            (Inherited::Room, self.room),
            (Inherited::Visibility, self.visibility),
            (Inherited::Language, self.language),
            (Inherited::Topics, self.topics),
            (Inherited::Reminders, self.reminders),
            (Inherited::Capacity, self.capacity),
            (Inherited::JoinFor, self.join_for),
            (Inherited::JoinMinutes, self.join_minutes),
            (Inherited::JoinUrl, self.join_url),
        ]
    }
}

impl OfEach<bool> {
    /// The words of those of which it is true, as rows have them.
    pub fn words(self) -> Vec<&'static str> {
        let those = self.named().into_iter().filter(|(_, is)| *is);
        those.map(|(value, _)| value.word()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_that_can_be_inherited_has_its_place() {
        let all = OfEach {
            zone: true,
            duration: true,
            room: true,
            visibility: true,
            language: true,
            topics: true,
            reminders: true,
            capacity: true,
            join_for: true,
            join_minutes: true,
            join_url: true,
        };
        let expected: Vec<&str> = Inherited::ALL.iter().map(|value| value.word()).collect();
        assert_eq!(all.words(), expected);
    }
}
