### 내 화면과 설정.

me-title = 내 페이지
me-preferences = 언어와 시간대
me-seminars = 내 세미나
me-no-seminars = 다가오는 일정이 없습니다. 여기에서 찾아보세요:
me-not-invited = 초대받거나 발표하시는 일정 가운데 다가오는 것이 없습니다. 여기에서 찾아보세요:
me-organised = 내가 주최하는 세미나
me-organised-all = 주최하는 세미나 모두 보기
me-bookings = 내 예약
me-no-bookings = 예약한 공간이 없습니다. 여기에서 찾아보세요:
me-requests = 승인을 기다리는 예약
me-requests-words = 결정하실 때까지 공간을 잡아 둡니다. 예약을 열어 승인하거나 거절해 주세요.
me-request-by = { $name } 님의 요청
me-stays = 체류
me-feeds = 내 캘린더
me-feeds-words = 내 세미나와 예약, 체류를 내 캘린더에서 봅니다. 주소를 아는 사람은 누구나 볼 수 있으니 알리지 마세요.
me-feed-address = { $name } 캘린더 주소
me-feed-new = 새 캘린더 주소
me-feed-name = 용도
me-feed-detail = 담을 내용
me-feed-make = 주소 만들기
me-feed-change = 용도와 내용 바꾸기
me-feed-renew = 새 주소로 바꾸기
me-feed-revoke = 폐기
me-feed-reveals-full = 이 주소를 아는 사람은 내 세미나와 예약, 체류의 제목과 장소, 링크를 볼 수 있습니다.
me-feed-reveals-busy = 이 주소를 아는 사람은 내가 바쁜 시간만 볼 수 있습니다.
me-feed-large = { $name }에서 마지막으로 가져갔을 때({ $ago }) 이 캘린더는 { $size } MB였습니다. Google 캘린더는 약 1 MB가 넘으면 아무 알림 없이 읽지 않으므로, 새 일정과 바뀐 일정이 들어오지 않습니다.
me-feed-parts = Google 캘린더가 읽을 수 있는 일부만 구독하고, 전체 캘린더는 지우기
feed-detail-full = 모두
feed-detail-busy = 바쁜 시간만
feed-detail-hint-full = 제목과 장소, 링크까지 담습니다.
feed-detail-hint-busy = 다른 사람에게 알려 줄 때 씁니다.

preferences-title = 언어와 시간대
preferences-kept = 어느 기기에서나, 모든 메일에 함께 쓰입니다.
preferences-here = 이 브라우저에 남습니다. 로그인하면 어디서나 쓰입니다.
preferences-language = 언어
preferences-zone = 시간대
preferences-zone-hint = 열리는 곳의 시간 옆에 이 시간대의 시간을 함께 보여 드립니다.

flash-feed-made = 캘린더 주소를 만들었습니다. 다른 사람에게 알리지 마세요.
flash-feed-changed = 저장했습니다. 주소는 그대로입니다.
flash-feed-renewed = 캘린더 주소를 새로 바꾸었습니다. 이전 주소는 이제 아무것도 보여 주지 않으니, 필요한 곳에서 새 주소를 구독해 주세요.
flash-feed-revoked = 캘린더 주소를 폐기했습니다. 이제 아무것도 보여 주지 않습니다.
