### 세미나.

seminar-untitled = 제목 미정
seminar-online = 온라인
seminar-when = 일시
seminar-where = 장소
seminar-moved-from = 변경되었습니다. 이전 일시:
seminar-abstract = 초록
seminar-no-abstract = 아직 초록이 없습니다.
seminar-topics = 주제
seminar-beside = 참여
seminar-join = 지금 참여하기
seminar-join-link = 온라인 참여 링크
seminar-join-opens = 열리는 시각:
seminar-diary = 내 캘린더에 넣기
seminar-diary-file = 캘린더 파일 (Apple 등)
seminar-diary-series = 시리즈 전체 구독하기
seminar-short = 짧은 주소
seminar-next = 이 시리즈의 다음 일정

banner-on = 지금 진행 중입니다
banner-over = 끝난 일정입니다.
banner-draft = 초안
banner-draft-words = 주최자와 연사만 볼 수 있습니다. 아직 공지하지 않았습니다.
banner-cancelled = 취소되었습니다
banner-postponed = 연기되었습니다
banner-postponed-words = 새 일시는 아직 정해지지 않았습니다.
banner-since = 변경 시각:

answer-question = 참석하시나요?
answer-closed = 지금은 응답할 수 없습니다.
answer-sign-in = 로그인하거나 초대 메일의 링크로 응답해 주세요.
answer-position = 대기 { $count }번

tools-title = 주최자용
tools-invited = 초대
tools-unanswered = 미응답
tools-knows = { $count }명 알고 있음
tools-doesnt = { $count }명 모름
tools-bounced = { $count }명 반송됨
tools-announce = 공지하기
tools-edit = 고치기
tools-invite = 초대하기
tools-people = 알린 사람과 응답
tools-postpone = 연기…
tools-cancel = 취소…
tools-next = 다음 할 일
tools-tell-rest = 모르는 분께 알리기
tools-tell-rest-words = { $count }명이 아직 바뀐 내용을 모릅니다.
tools-open-door = 입구 열기
tools-recording = 녹화 영상 올리기
tools-afterwards = 인원과 증빙 남기기
tools-new-time = 새 일시 정하기
tools-group-people = 참석
tools-group-talks = 연사와 시간
tools-group-words = 안내와 인쇄
tools-group-change = 변경과 취소

flash-saved = 저장했습니다.
flash-seminar-drafted = 초안을 저장했습니다. 아직 아무에게도 알리지 않았습니다.
flash-seminar-announced = 공지했습니다. 연사에게 요청을 보냅니다. 이제 사람들을 초대해 보세요.
flash-seminar-stale = 그사이 다른 분이 고쳐서 공지하지 않았습니다. 한 번 더 살펴봐 주세요.
flash-seminar-taken = 그사이 공간이 예약되어 공지하지 않았습니다. 세미나를 고쳐 저장하면 누가 예약했는지와 빈 곳이 나옵니다.
flash-seminar-cancelled = 취소했습니다. 소식을 받은 분들께 메일로 알립니다.
flash-seminar-postponed = 연기했습니다. 소식을 받은 분들께 메일로 알립니다. 새 일시가 정해지면 고쳐 주세요.
flash-told-rest = { $count ->
    [0] 더 알릴 분이 없습니다.
   *[other] 메일 { $count }통을 보냅니다.
}
flash-invited = 초대 { $count }건을 보냅니다.
