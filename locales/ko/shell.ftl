### 모든 쪽을 둘러싼 글.

nav-skip = 본문으로 건너뛰기
nav-home = { $hub }: 일정으로 가기
nav-label = 주 메뉴
nav-programme = 일정
nav-rooms = 공간
nav-stays = 체류
nav-feeds = 달력 구독
nav-organise = 주최
nav-admin = 허브
nav-sign-in = 로그인
nav-sign-out = 로그아웃

zone-times-in = 기준 시간대
zone-choose = 내 시간을 보여 줄 시간대
zone-use = 이 시간대로 보기
zone-another = 다른 시간대

time-yours = 내 시간
time-there = 현지

flash-undo = 되돌리기
copy = 복사
copied = 복사했습니다
foot-times = 모든 시각에는 시간대를 함께 적습니다. 내 시간대: { $zone }
foot-subscribe = 달력 구독하기
