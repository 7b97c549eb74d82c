### 세미나의 진행 순서: 항목과 그 공간, 추가 공간.

items-title = 진행 순서
items-words = 언제 어디에서 무엇을 하는지 보여 줍니다. 세미나를 옮기면 항목과 예약한 공간도 함께 옮겨집니다.
items-none = 아직 진행 순서가 없습니다. 아래에서 첫 항목을 추가하세요.
items-add = 항목 추가
items-edit = “{ $title }” 수정
items-change = 수정
items-earlier = 앞으로 옮기기
items-remove = 빼기
items-item-title = 제목
items-kind = 종류
items-starts = 시작
items-ends = 종료
items-end-date = 종료일
items-end-date-hint = 시작한 날과 다른 날에 끝날 때만 적습니다.
items-room = 공간
items-room-none = 세미나와 같은 곳
items-room-hint = 다른 공간을 고르면 항목 시간만큼 예약됩니다. 세미나 공간은 이미 예약되어 있습니다.
items-place = 다른 장소
items-place-hint = “강변 정원”처럼 이름만 적으면 됩니다. 예약하지는 않습니다.
items-speakers-hint = 한 줄에 한 명씩 이름과 메일 주소를 적습니다. 아직 세미나 연사가 아니면 연사로 요청합니다.
items-abstract = 간단한 설명
items-overflow = 추가 공간
items-overflow-rooms = 자리가 모자랄 때 쓸 공간
items-overflow-hint = 세미나 시간 내내 함께 예약됩니다.
items-overflow-room = 추가 공간
item-kind-talk = 발표
item-kind-break = 휴식
item-kind-panel = 토론
item-kind-session = 세션
item-kind-stop = 견학 지점
item-kind-other = 기타
flash-programme-stale = 그사이 다른 사람이 세미나를 수정했습니다. 지금 내용을 다시 확인해 주세요.

## 할 수 없는 것

reason-items-overlap = “{ $one }” 항목과 “{ $other }” 항목이 같은 시간에 같은 공간을 씁니다. 한쪽의 공간이나 시간을 바꿔 주세요.
reason-item-around = “{ $title }” 항목이 세미나 공간에서 세미나 시간을 일부 벗어납니다. 세미나 시간을 늘리거나 항목의 공간을 바꿔 주세요.
reason-item-beyond = “{ $title }” 항목의 공간 가운데 일부를 그 시간에 세미나가 씁니다. 세미나가 공간 전체를 쓰게 하거나 항목의 공간을 바꿔 주세요.
reason-item-other-house = “{ $title }” 항목의 공간인 { $room }은(는) 세미나와 다른 건물에 있습니다. 견학 지점만 다른 건물에 둘 수 있습니다.
reason-item-two-places = 공간과 장소 가운데 하나만 정해 주세요.
reason-item-far = 세미나에서 { $days }일 넘게 떨어져 있습니다.
reason-item-no-time = “{ $title }” 항목이 그날 시계가 건너뛰거나 두 번 가리키는 시각이 됩니다. 먼저 이 항목의 시간을 바꿔 주세요.

## 메일과 캘린더

mail-programme = 진행 순서
mail-items-more = 그 밖에 { $n }개가 페이지에 더 있습니다

## 시간대가 다른 장소

seminar-form-place-zone = 장소의 시간대
seminar-form-place-zone-hint = 위에 적은 시간대와 다를 때만 적습니다. 적으면 그곳의 시각이 먼저 나옵니다.
