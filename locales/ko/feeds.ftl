### 구독 방법.

feeds-title = 캘린더 구독
feeds-words = 한 번 구독해 두면 새 일정과 변경, 취소가 저절로 반영됩니다.
feeds-mine = 내 캘린더
feeds-hub = 허브
feeds-everything = { $hub }의 공개 일정 모두
feeds-series = 시리즈
feeds-topics = 주제
feeds-institutions = 기관
feeds-rooms = 공간
feeds-ways = 다른 프로그램, 주소
feeds-address = 주소
feeds-how = 구독 방법
feeds-lists-words = Atom과 JSON Feed는 뉴스 리더용입니다. 최근에 공지되거나 바뀐 일정이 먼저 나옵니다.
