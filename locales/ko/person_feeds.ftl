### The calendars of one person, for administrators.

person-feeds-link = 캘린더
person-feeds-title = 캘린더: { $name }
person-feeds-words = 캘린더 프로그램이 이 사람의 일정을 받아 가는 주소입니다. 주소는 비밀이므로 이 페이지에는 나오지 않습니다.
person-feeds-none = 캘린더 주소가 없습니다.
person-feeds-full = 본인이 볼 수 있는 모든 일정의 제목, 장소, 링크
person-feeds-busy = 바쁜 시간만
person-feeds-since = { $at }에 만듦
person-feeds-revoke-words = 이 주소는 더 이상 아무것도 보여 주지 않고, 캘린더 프로그램도 다시 찾지 않습니다. 되돌릴 수 없으며, { $name }님이 주소를 새로 만들어 다시 구독해야 합니다. 본인에게 메일로 알리지 않습니다.
person-feeds-revoke = 영구히 폐기
