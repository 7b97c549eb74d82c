### 초대, 답, 온라인 참여, 취소와 연기.

invite-title = 초대
invite-addresses = 메일 주소
invite-addresses-hint = 한 줄에 하나씩 또는 쉼표로 나누어 붙여 넣습니다. “이름 <주소>”도 됩니다.
invite-people = 관심 시리즈로 등록한 사람
invite-note = 덧붙이는 말
invite-note-hint = 초대 위에 나옵니다. 비워 두어도 됩니다.
invite-look = 누구에게 가는지 보기
invite-look-again = 다시 보기
invite-preview = { $count ->
    [0] 새로 받을 사람이 없습니다
   *[other] { $count }명이 초대를 받습니다
}
invite-send = { $count }명 초대하기
invite-unknown = 처음 오는 주소
invite-shared = { $address } 주소는 여러 분이 함께 씁니다. 누구를 초대할까요?
invite-already = { $count }명은 이미 초대했습니다
invite-invited = 지금까지 { $count }명을 초대했습니다.

knowledge-empty = 아직 아무도 초대하지 않았습니다.
knowledge-words = 보낸 메일만 셉니다. 누가 읽었는지는 살피지 않습니다.
knowledge-tell = 모르는 { $count }명에게 알리기
knowledge-tell-hint = 대기 중인 메일을 바로 보냅니다. 이미 안내받은 분께는 달라진 점을, 아닌 분께는 초대를 보냅니다.
knowledge-bounced-hint = 반송된 주소로는 여기서 다시 보내지 않습니다. 본인이나 안내 데스크에서 다른 주소를 등록할 수 있습니다.
knowledge-suspended-hint = 발송이 중지된 주소는 관리자가 발송을 재개할 수 있습니다.
knowledge-who = 이름
knowledge-answer = 응답
knowledge-told = 알린 상태
knowing-knows = 알고 있음
knowing-doesnt = 최신 내용 모름
knowing-bounced = 반송됨
knowing-need-not = 알릴 필요 없음
knowledge-list = 메일링 리스트
knowledge-lists-words = 메일링 리스트에는 리스트 전체를 하나로 보고 안내합니다. 누가 받는지는 알 수 없으므로 인원수에는 넣지 않습니다.
knowledge-list-told-accepted = 수정본 { $told }까지 알림
knowledge-list-told-failed = 수정본 { $told }: 알리지 못했을 수 있음
knowledge-list-waits = 보낼 메일이 대기 중입니다.
knowing-list-accepted = 발송됨
knowing-list-failed = 발송 실패

answer-thanks = 고맙습니다
answer-change = 끝날 때까지 언제든 여기에서 응답을 바꿀 수 있습니다.
answer-as = { $name } 님으로 응답합니다.
answer-not-you = 본인이 아니라면 이 페이지를 닫아 주세요. 다른 분의 링크입니다.
answer-to-seminar = 세미나 보기
answer-closed-cancelled = 취소된 일정입니다
answer-closed-postponed = 연기된 일정입니다
answer-closed-over = 끝난 일정입니다

join-title = 온라인 참여
join-opens = 아직 열리지 않았습니다
join-no-address = 아직 준비되지 않았습니다
join-words-opens = 열리는 대로 이 링크가 회의로 안내합니다. 일정이 바뀌어도 링크는 그대로이니 간직해 두세요.
join-words-no-address = 주최자가 아직 참여 주소를 정하지 않았습니다. 몇 분 뒤에 다시 열어 주세요.
join-again = 다시 열기

act-cancellation = 세미나 취소
act-postponement = 세미나 연기
act-words-cancellation = 모두의 캘린더에 취소로 표시되고, 공간이 비며, 알림은 나가지 않습니다. 되돌릴 수 없습니다.
act-words-postponement = 연기된 일정으로 남습니다. 공간이 비고 알림은 나가지 않습니다. 새 일시는 세미나를 고쳐서 정합니다.
act-do-cancellation = 취소하고 알리기
act-do-postponement = 연기하고 알리기
act-reason = 사유
act-reason-hint = 페이지와 메일에 나옵니다. 비워 두어도 됩니다.
act-leave = 세미나로 돌아가기

speak-question-speaker = 발표해 주시겠어요?
speak-question-panellist = 토론자로 참여해 주시겠어요?
speak-question-moderator = 사회를 맡아 주시겠어요?
speak-question-host = 초청자를 맡아 주시겠어요?
speak-do-accepted = 수락합니다
speak-do-declined = 어렵습니다
speak-answer-asked = 아직 응답하지 않으셨습니다.
speak-answer-accepted = 수락하셨습니다.
speak-answer-declined = 어렵다고 응답하셨습니다.
