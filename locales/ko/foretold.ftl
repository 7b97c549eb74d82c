### 보내기 전에: 누구에게 무엇이 가는지 먼저 보고, 대기 중인 메일을 읽고, 덧붙이고, 바로 보내거나 멈춥니다.

foretold-title-announcement = 공지하기 전에
foretold-title-change = 변경하기 전에
foretold-title-series = 시리즈를 변경하기 전에
foretold-title-term = 함께 공지하기 전에
foretold-title-cancellation = 취소하기 전에
foretold-title-postponement = 연기하기 전에
foretold-title-rest = 나머지에게 알리기 전에
foretold-words = 아직 아무것도 하지 않았습니다. 누구에게 어떤 내용이 가는지 확인해 주세요.
foretold-otherwise = 확인하시는 사이에 달라진 내용이 있어 보내지 않았습니다. 지금은 아래와 같습니다.
foretold-who = { $count ->
    [0] 메일을 받을 사람이 없습니다
   *[other] { $count }명이 메일을 받습니다
}
foretold-who-lists = 메일링 리스트 { $count }곳이 메일을 받습니다
foretold-mails = 바뀌는 세미나마다 따로 알리므로 메일은 모두 { $count }통입니다.
foretold-mails-term = 발표를 부탁드리는 분께는 세미나마다 따로, 메일링 리스트에는 한 통으로 모아 알리고 48시간 안에 시작하는 세미나는 따로 한 통으로 바로 알리므로 메일은 모두 { $count }통입니다.
foretold-languages = 언어
foretold-zones = 시간대
foretold-more = 외 { $count }명
foretold-what = 받는 내용
foretold-links = 종류와 언어마다 첫 번째 분이 받을 메일입니다. 안의 링크는 견본이며 열리지 않습니다.
foretold-count = { $count }명
foretold-count-lists = 메일링 리스트 { $count }곳
foretold-to = 받는 사람: { $name }
foretold-note = 덧붙이는 말
foretold-note-hint = 쓰신 그대로 각 메일의 안내 위에 나옵니다. 2,000자까지 쓸 수 있으며 비워 두어도 됩니다.
foretold-send = 진행하고 { $count }명에게 알리기
foretold-send-all = 진행하고 모두에게 알리기
foretold-look = 다시 보기
foretold-back = 입력하던 곳으로 돌아가기

held-title = 대기 중인 메일
held-words = 이 세미나에 관해 아직 나가지 않은 메일입니다. 나가기 전까지 읽고, 말을 덧붙이고, 바로 보내거나 멈출 수 있습니다.
held-empty = 대기 중인 메일이 없습니다.
held-empty-kind = 이 메일은 더 이상 대기하지 않습니다. 이미 나갔거나 멈추었습니다.
held-what = 종류
held-whom = 받는 사람
held-when = 나가는 때
held-until = { $at }까지
held-noted = 덧붙인 말 있음
held-mails = 시차를 두고 { $count }통
held-going = { $count }통은 지금 나가고 있습니다.
held-untrue = { $count }통은 더 알릴 내용이 없어 나가지 않습니다.
held-kind-title = 대기 중: { $kind }
held-letters = 지금 나간다면
held-edit = 말 덧붙이기
held-note-hint = 이 메일들의 안내 위에 나옵니다. 2,000자까지 쓸 수 있습니다. 나중에 세미나를 고쳐도 새로 쓰지 않는 한 그대로 남습니다.
held-save = 덧붙인 말 저장
held-go = 바로 보내기
held-dispatch = { $count }통 바로 보내기
held-dispatch-hint = 지금 조용한 시간인 분께는 그 시간이 끝난 뒤에, 하루 한 번 받기로 하신 분께는 다음 오전 8시에 갑니다.
held-stop = 멈추기
held-stop-words = 메일이 나가지 않습니다. 받을 예정이던 분은 모르는 상태로 남으며, 나중에 “모르는 분께 알리기”로 알릴 수 있습니다.
held-reason = 사유
held-reason-hint = 메일 기록에 함께 남습니다. 비워 두어도 됩니다.
held-abandon = { $count }통 멈추기

flash-held-written = 저장했습니다. 쓰신 말이 대기 중인 메일에 나옵니다.
flash-held-dispatched = { $count }통을 바로 보냅니다.
flash-held-stopped = 멈추었습니다. { $count }통이 나가지 않습니다.

refused-held-gone = 더 이상 대기하지 않습니다. 이미 나갔거나 멈추었습니다.
refused-held-going = 지금 보내는 중입니다. 잠시 뒤에 다시 열어 무엇이 나갔는지 확인해 주세요.
refused-held-otherwise = 대기 중인 내용이 보신 것과 다릅니다. 일부가 이미 나갔거나 바뀌었습니다. 아무것도 하지 않았으니 지금 상태를 확인해 주세요.
refused-no-words = 이 메일에는 말을 덧붙일 수 없습니다.
reason-one-of = change, cancellation, postponement, invitation 가운데 하나만 넣어 주세요.
