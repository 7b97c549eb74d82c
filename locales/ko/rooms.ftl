### 공간과 예약.

rooms-title = 공간
rooms-day = 날짜
rooms-sites = 건물
rooms-show = 보기
rooms-today = 오늘
rooms-day-before = 전날
rooms-day-after = 다음 날
rooms-clock = { $zone } 시각 기준입니다.
rooms-drag = 빈 곳을 끌어 바로 예약할 수 있습니다.
rooms-closed = 닫힘
rooms-free-all-day = 하루 종일 비어 있음
rooms-book = 예약
rooms-book-room = { $room } 예약
rooms-sign-in = 로그인하고 예약하기
rooms-empty = 아직 공간이 없습니다.
rooms-empty-words = 관리자가 건물과 공간을 등록합니다.

room-closed = 닫힌 공간입니다
room-closed-words = 지금은 예약할 수 없습니다.
room-book = 이 공간 예약하기
room-approval = 공간 담당자의 승인이 필요합니다.
room-week = 한 주
room-week-before = 이전 주
room-week-after = 다음 주
room-about = 공간 안내
room-equipment = 갖춘 것
room-parts = 이루는 공간
room-margins = 비워 두는 시간
room-before = 앞 { $count }분
room-after = 뒤 { $count }분
room-calendar = 캘린더로 보기
room-calendar-words = 이 공간의 예약을 내 캘린더에서 볼 수 있습니다. 공개 세미나는 준비와 정리 시간을 뺀 세미나 시간으로, 나머지는 공간을 쓰는 시간 전체로 나옵니다.

day-taken = 예약됨
day-blocked = { $times } 비워 둠
block-part = { $part }에서

booking-word = 예약
booking-rooms = 공간
booking-for = 사용하는 분
booking-entered-by = { $name } 님이 입력
booking-blocked = 비워 두는 시간
booking-belongs = 딸린 곳
booking-belongs-words = 그곳에서 옮기거나 취소하면 예약도 함께 바뀝니다.
booking-move = 옮기거나 고치기
booking-approve = 승인
booking-refuse = 거절
booking-refuse-reason = 거절하는 이유 (함께 알립니다)
booking-cancel = 예약 취소
booking-cancel-words = 취소하면 공간이 바로 비게 됩니다. 다음 화면에서 되돌릴 수 있습니다.

booking-form-new = 공간 예약
booking-form-edit = 예약 고치기
booking-form-title = 용도
booking-form-from = 시작
booking-form-to = 끝
booking-form-last = 마지막 날
booking-form-zone = { $zone } 시각입니다. 밤을 넘기면 다음 날 끝나는 것으로 봅니다.
booking-form-rooms = 공간
booking-form-for = 사용하는 분
booking-form-note = 메모
booking-form-approval = 공간 담당자가 승인합니다. 그때까지 공간을 잡아 둡니다.
booking-form-book = 예약하기
booking-form-ask = 예약 신청하기
booking-form-free = 그 시간에 비어 있음
booking-form-taken = 그 시간에 예약됨

flash-booking-made = 공간을 예약했습니다.
flash-booking-held = 공간을 잡아 두었습니다. 공간 담당자가 결정합니다.
flash-booking-saved = 예약을 고쳤습니다.
flash-booking-cancelled = 예약을 취소했습니다. 공간이 다시 비었습니다.
flash-booking-approved = 예약을 승인했습니다. 사용하는 분께 알립니다.
flash-booking-refused = 예약을 거절했습니다. 공간이 다시 비었습니다.
flash-booking-stale = 그사이 예약이 바뀌었습니다. 지금 내용을 보고 다시 결정해 주세요.

reason-slug-stays = 짧은 이름은 { $slug } 그대로 둡니다. 캘린더와 문 앞 안내판, 인쇄된 코드가 이 주소로 이어집니다. 아무것도 연결되어 있지 않으면 지우고 새로 등록할 수 있습니다.
reason-part-of-itself = 공간은 자기 자신의 일부가 될 수 없습니다.
refused-part-taken = 이 공간이 예약된 시간에 일부가 이미 쓰이고 있습니다. 아무것도 바꾸지 않았습니다.
refused-kind-taken = 지금이나 앞으로 쓰일 예정이 있습니다. 좌석은 체류로 잡고 다른 공간은 예약으로 잡으므로, 먼저 옮기거나 취소해 주세요.
