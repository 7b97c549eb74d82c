### 다른 페이지에 넣는 목록.

embed-times = 시각은 { $zone } 기준입니다.
embed-more = { $hub }에서 더 보기
embed-offer = 이 목록을 내 홈페이지에 넣기
embed-offer-words = 아래 코드를 홈페이지에 붙여 넣으세요. 다가오는 일정을 보여 주며, 저절로 새로워지고, 스크립트가 필요 없습니다.
embed-code = 붙여 넣을 코드
embed-code-hint = 주소 뒤에 ?n=5를 붙이면 다섯 건을 보여 줍니다. 언어는 lang=en이나 lang=ko, 시간대는 zone=Europe/Paris처럼 적고 &로 잇습니다.
embed-look = 어떻게 보이는지 보기
embed-programs = 프로그램용:
