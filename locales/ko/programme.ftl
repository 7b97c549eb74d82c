### 일정.

programme-title = 일정
programme-description = { $hub }의 세미나, 강연, 워크숍과 구독할 수 있는 캘린더.
programme-lede = 앞으로 몇 주 동안 { $hub }에서 열리는 일정입니다.
programme-new = 새 세미나
programme-this-week = 이번 주
programme-next-week = 다음 주
programme-week-of = { $date }부터 한 주
programme-awaited = 연기됨, 새 일시 미정
programme-earlier = 지난 일정
programme-later = 이후 일정
programme-narrowed = 다음만 표시:
programme-remove = 이 조건 빼기
programme-everything = 모두 보기
programme-empty = 아직 공지된 일정이 없습니다.
programme-empty-words = 세미나가 공지되면 이곳과 캘린더에 바로 나옵니다.
programme-empty-narrowed = 고르신 조건에 맞는 일정이 이 기간에는 없습니다.
programme-beside = 월별 보기, 조건, 캘린더
programme-filters = 조건으로 좁히기
programme-subscribe = 내 캘린더에서 보기
programme-subscribe-words = 한 번 구독하면 바뀐 내용이 저절로 반영됩니다.
programme-subscribe-button = 구독
programme-subscribe-how = 구독 방법

filter-series = 시리즈
filter-kind = 종류
filter-topic = 주제
filter-institution = 기관
