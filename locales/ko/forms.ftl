### 양식에 함께 쓰는 글과 잘못된 칸에 대한 안내.

form-required = (필수)
form-save = 저장
form-save-anyway = 내 내용으로 저장
form-back = 저장하지 않고 돌아가기
form-wrong = 확인할 것이 { $count }가지 있습니다

error-address-line = { $line }번째 줄이 메일 주소가 아닙니다. 한 줄에 주소 하나씩 적어 주세요.
error-role-line = { $line }번째 줄: 막대(|) 뒤에는 speaker, panellist, moderator, host 가운데 하나를 적어 주세요.
error-choice = 이 가운데 하나를 골라 주세요.
error-time = 16:00처럼 시각을 적어 주세요.
error-no-room = 공간을 고르거나, 다른 장소 또는 공간 없음을 골라 주세요.
error-code = 코드가 틀렸거나 오래되었습니다. 다시 확인하거나 새로 받아 주세요.
error-room-taken = 그 시간에는 이미 예약된 공간입니다.
error-desk-taken = 그 기간 가운데 이미 배정된 날이 있는 좌석입니다.
error-csrf = 양식을 너무 오래 열어 두었거나 다른 곳에서 보낸 양식입니다. 아무것도 바뀌지 않았으니 한 번 더 보내 주세요.
step-title = 한 번만 더 눌러 주세요
step-words = 이 양식을 이 사이트에서 보냈는지 브라우저가 알려 주지 않아 아직 아무것도 하지 않았습니다. 직접 보내셨다면 한 번 더 보내 주세요.
step-sent = 보내신 내용
step-button = 보내기

conflict-title = 이미 예약된 공간과 비어 있는 공간
conflict-taken = – 이미 예약됨:
conflict-free = 대신 비어 있는 곳입니다. 누르면 바로 정해집니다.
conflict-nothing-free = 그날은 알맞게 빈 곳이 없습니다. 다른 시간을 골라 보세요.

stale-title = 다른 분이 먼저 고쳤습니다
stale-by = 작성하시는 동안 { $name } 님이 고쳤습니다:
stale-by-someone = 작성하시는 동안 내용이 바뀌었습니다:
stale-words = 쓰신 내용은 아래 양식에 그대로 있습니다. 남길 것을 옮긴 뒤 저장해 주세요.
stale-field = 항목
stale-theirs = 지금 내용
stale-yours = 내 내용

told-count = { $count }명에게 메일이 갑니다:
told-others = 외 { $count }명
told-if-moved = 시간이 바뀌면 불참이라고 답한 { $count }명에게도 메일이 갑니다.
told-nobody = 아무에게도 메일이 가지 않습니다.

room-seats = { $count }석
