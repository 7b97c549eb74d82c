### 체류.

stays-title = 체류
stays-here = { $count ->
    [0] 지금 머무는 방문자가 없습니다.
   *[other] 지금 방문자 { $count }명이 머물고 있습니다.
}
stays-new = 체류 등록
stays-earlier = 한 달 전으로
stays-later = 한 달 뒤로
stays-timeline = 누가 언제 머무는지
stays-list = 목록으로 보기
stays-empty = 이 기간에 예정된 체류가 없습니다.
stays-empty-words = 체류를 등록하면 바로 여기에 나옵니다.

stay-host = 초청자: { $name }
stay-dates = 기간
stay-days = { $count }일
stay-steps = 지나온 단계
stay-acts = 다음 단계
stay-acts-off = 체류가 이루어지지 않는 경우…
stay-reason = 사유 (방문자와 초청자에게 알립니다)
stay-state-words-proposed = 승인을 기다리고 있습니다. 정해진 좌석이 있으면 그때까지 잡아 둡니다.
stay-state-words-approved = 승인되었으며 아직 초청 메일을 보내지 않았습니다.
stay-state-words-refused = 거절되었습니다. 잡아 둔 좌석은 없습니다.
stay-state-words-invited = 초청 메일을 보냈고 방문자의 확정을 기다립니다.
stay-state-words-confirmed = 체류가 확정되었습니다.
stay-state-words-arrived = 방문자가 머물고 있습니다.
stay-state-words-departed = 방문자가 떠났습니다.
stay-state-words-cancelled = 취소되었습니다. 잡아 둔 좌석은 없습니다.
stay-state-words-no_show = 방문자가 오지 않았습니다. 잡아 둔 좌석은 없습니다.
stay-act-approval = 승인
stay-act-refusal = 거절
stay-act-invitation = 초청 메일 보내기
stay-act-confirmation = 확정
stay-act-arrival = 도착함
stay-act-departure = 떠남
stay-act-cancellation = 체류 취소
stay-act-no-show = 오지 않음

certainty-firm = 날짜가 정해졌습니다
certainty-tentative = 날짜가 아직 확실하지 않습니다

stay-form-new = 체류 등록
stay-form-edit = 체류 고치기
stay-form-visitor-part = 방문자
stay-form-visitor = 방문자
stay-form-visitor-new = 새로운 분
stay-form-name = 이름
stay-form-name-hint = 새로운 분이라면 본인이 쓰는 순서대로 적어 주세요.
stay-form-email = 메일 주소
stay-form-email-hint = 새로운 분이라면 이 주소로 초청 메일과 안내를 보냅니다.
stay-form-institution = 소속 기관
stay-form-no-institution = 없음 또는 아직 모름
stay-form-when-part = 기간
stay-form-from = 첫날
stay-form-to = 마지막 날
stay-form-certainty = 확실한 정도
stay-form-host = 초청자
stay-form-where-part = 장소
stay-form-site = 건물
stay-form-desk = 좌석
stay-form-no-desk = 좌석 없음
stay-form-no-free-desk = 그 기간 내내 비어 있는 좌석이 없습니다.
stay-form-what-part = 목적
stay-form-purpose = 목적
stay-form-enter = 체류 등록하기
stay-form-told = 등록하면 방문자와 초청자에게 메일로 알립니다. 등록하는 본인에게는 보내지 않습니다.

flash-stay-entered = 체류를 등록했습니다. 관련된 분께 메일로 알립니다.
flash-stay-saved = 체류를 고쳤습니다.
flash-stay-stale = 그사이 체류가 바뀌었습니다. 지금 내용을 보고 다시 결정해 주세요.
flash-stay-approval = 체류를 승인했습니다.
flash-stay-refusal = 체류를 거절했습니다. 이제 잡아 둔 좌석은 없습니다.
flash-stay-invitation = 방문자에게 초청 메일을 보냅니다.
flash-stay-confirmation = 체류를 확정했습니다.
flash-stay-arrival = 방문자가 도착했다고 기록했습니다.
flash-stay-departure = 방문자가 떠났다고 기록했습니다.
flash-stay-cancellation = 체류를 취소했습니다. 이제 잡아 둔 좌석은 없습니다.
flash-stay-no-show = 방문자가 오지 않았다고 기록했습니다. 이제 잡아 둔 좌석은 없습니다.
