### 캘린더 피드의 이름과 그 항목에 적는 글.

feed-my-name = 내 캘린더
feed-name = { $name } · { $hub }
feed-about-hub = { $hub }의 공개 세미나입니다.
feed-about-topic = { $hub }의 세미나 가운데 주제가 “{ $name }”인 것입니다.
feed-about-institution = { $hub }의 세미나 가운데 { $name } 소속 연사가 발표하거나 { $name }에서 함께 주최하는 시리즈의 것입니다.
feed-about-room = { $name } 사용 일정입니다.
feed-holds-the-first = 한 캘린더에 담기에는 일정이 너무 많아 처음 { $count }건만 담았습니다. ?days=180처럼 기간을 줄여 구독할 수 있습니다.

feed-prefix-cancelled = [취소]
feed-prefix-postponed = [연기]
feed-prefix-refused = [거절]
feed-prefix-no_show = [오지 않음]

feed-busy = 일정 있음
feed-join = 온라인 참여
feed-series = 시리즈: { $series }
feed-visit = 방문자: { $visitor }
feed-visit-unnamed = 방문자
feed-stay = 체류: { $place }
feed-host = 초청자: { $host }

reason-feed-days = 0일부터 { $max }일까지 쓸 수 있습니다.
reason-feed-alarms = 15m, 1h, 1d처럼 일정 전의 시간을 적어 주세요. 28일 전까지 쓸 수 있습니다.
refused-too-many-feeds = 캘린더 주소는 한 번에 { $max }개까지 둘 수 있습니다. 먼저 하나를 폐기해 주세요.
