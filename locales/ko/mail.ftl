### What mails say. Names and titles come from people and are kept to one line.

## All mails

mail-hello = { $name } 님, 안녕하십니까.
mail-hello-honoured = { $name }, 안녕하십니까.
mail-hello-nameless = 안녕하십니까.
mail-days = { $n }일
mail-hours = { $n }시간
mail-minutes = { $n }분
mail-when = 일시
mail-where = 장소
mail-online = 온라인
mail-speakers = { $n ->
   *[other] 연사
}
mail-title = 제목
mail-series = 시리즈
mail-state = 상태
mail-reason = 사유
mail-abstract = 초록
mail-note = { $name } 님이 남긴 말
mail-note-nameless = 주최자가 남긴 말
mail-before = 변경 전:
mail-now = 변경 후:
mail-open = 아직 정해지지 않음
mail-none = 없음
mail-no-title = 제목 미정
mail-no-title-series = { $series }: 제목 미정
mail-details = 자세히 보기
mail-map = 지도 및 오시는 길
mail-add-to-calendar = 캘린더에 추가
mail-preferences = 알림 설정
mail-unsubscribe = 이 메일 그만 받기

## Seminars

mail-online-living = 시작 { $n }분 전부터 이 메일의 링크로 참여하실 수 있습니다
mail-online-start = 시작 시각부터 이 메일의 링크로 참여하실 수 있습니다
mail-join = 온라인으로 참여
mail-yes = 참석합니다
mail-maybe = 미정입니다
mail-no = 참석하지 못합니다
mail-will-you = 참석하시겠습니까?
mail-will-you-hint = 캘린더의 버튼으로 응답하셔도 됩니다.
mail-answered-yes = 현재 응답: 참석
mail-answered-maybe = 현재 응답: 미정
mail-answered-no = 현재 응답: 불참
mail-answered-waiting = 대기자 명단에 올라 있습니다.
mail-answered-accepted = 수락하셨습니다.
mail-answered-declined = 거절하셨습니다.
mail-answered-hint = 달라진 것이 없으면 다시 응답하지 않으셔도 됩니다.

mail-invitation-subject = [초대] { $title }, { $when }
mail-invitation-kind = 초대
mail-invitation-lead = { $name } 님이 초대하셨습니다.
mail-invitation-lead-nameless = 귀하를 초대합니다.
mail-invitation-why = 초대 대상자께 보내 드리는 메일입니다.

mail-change-subject = [변경] { $title }, { $when }
mail-change-subject-time = [시간 변경] { $title }, { $when }
mail-change-subject-place = [장소 변경] { $title }, { $when }
mail-change-kind = 변경
mail-change-kind-time = 시간 변경
mail-change-kind-place = 장소 변경
mail-change-lead = 앞서 안내해 드린 내용이 다음과 같이 변경되었습니다.
mail-change-as-it-is = 변경된 안내
mail-change-again = 변경된 내용으로 참석하시겠습니까?
mail-change-online = 온라인 참여 방법이 변경되었습니다. 세미나 페이지에서 확인하실 수 있습니다.
mail-change-why = 이 세미나를 안내받으신 분께 보내 드리는 메일입니다.

mail-standing-announced = 개최
mail-standing-postponed = 연기, 새 일정은 아직 정해지지 않음
mail-standing-cancelled = 취소

mail-cancellation-subject = [취소] { $title }, { $when }
mail-cancellation-kind = 취소
mail-cancellation-lead = 다음 일정이 취소되었습니다.
mail-cancellation-when = 당초 일시
mail-cancellation-calendar = 초대 메일로 캘린더에 등록하신 일정은 이 메일로 함께 취소됩니다.
mail-cancellation-why = 이 세미나를 안내받으신 분께 보내 드리는 메일이며, 수신을 거부하실 수 없습니다.

mail-closed-subject = [비공개 전환] { $title }, { $when }
mail-closed-kind = 비공개 전환
mail-closed-lead = 이 세미나는 더 이상 모두에게 열려 있지 않습니다. 초대받지 않으시면 이 세미나를 더 안내해 드리지 않습니다.

mail-postponement-subject = [연기] { $title }, { $when }
mail-postponement-kind = 연기
mail-postponement-lead = 다음 일정이 연기되었습니다. 새 일정이 정해지면 다시 안내해 드리겠습니다.
mail-postponement-why = 이 세미나를 안내받으신 분께 보내 드리는 메일이며, 수신을 거부하실 수 없습니다.

mail-reminder-subject = [알림] { $span } 후 시작: { $title }
mail-reminder-kind = { $span } 후 시작
mail-reminder-lead = { $span } 후에 시작합니다.
mail-reminder-lead-speaker = 발표하실 일정이 { $span } 후에 시작합니다.
mail-reminder-lead-panellist = 토론자로 참여하실 일정이 { $span } 후에 시작합니다.
mail-reminder-lead-moderator = 사회를 맡으신 일정이 { $span } 후에 시작합니다.
mail-reminder-lead-host = 초청자를 맡으신 일정이 { $span } 후에 시작합니다.
mail-reminder-change = 참석이 어려워지셨습니까? 응답 변경하기
mail-reminder-why = 참석하신다고 응답하신 분께 보내 드리는 메일입니다.
mail-reminder-why-part = 프로그램에 참여하시는 분께 보내 드리는 메일입니다.
mail-reminder-why-follows = 이 시리즈의 알림을 신청하신 분께 보내 드리는 메일입니다.

mail-released-subject = [발표 해제] { $title }, { $when }
mail-released-kind = 발표 해제
mail-released-lead = 다음 행사의 연사 구성이 바뀌어 더는 발표를 부탁드리지 않게 되었습니다. 뜻밖의 소식이라면 이 메일에 답장해 주십시오. 담당자가 읽습니다.
mail-released-why = 발표를 부탁받으신 분께 보내 드리는 메일이며, 수신을 거부하실 수 없습니다.

mail-request-subject-speaker = [발표 요청] { $title }, { $when }
mail-request-subject-panellist = [토론 요청] { $title }, { $when }
mail-request-subject-moderator = [사회 요청] { $title }, { $when }
mail-request-subject-host = [초청자 요청] { $title }, { $when }
mail-request-kind = 요청
mail-request-lead-speaker = { $name } 님이 발표를 부탁드립니다.
mail-request-lead-panellist = { $name } 님이 토론자로 참여해 주시기를 부탁드립니다.
mail-request-lead-moderator = { $name } 님이 사회를 부탁드립니다.
mail-request-lead-host = { $name } 님이 초청자를 맡아 주시기를 부탁드립니다.
mail-request-by = { $when }까지 응답해 주시면 감사하겠습니다.
mail-request-accept = 수락합니다
mail-request-decline = 어렵습니다
mail-request-why = 귀하께 직접 부탁드리는 메일입니다.

mail-answers-subject = [응답 { $n }건] { $title }
mail-answers-kind = 새 응답 { $n }건
mail-answers-so-far = 현재까지
mail-answer-yes = 참석
mail-answer-maybe = 미정
mail-answer-no = 불참
mail-answer-waiting = 대기
mail-answer-accepted = 수락
mail-answer-declined = 거절
mail-answer-unverified = 보낸 사람의 메일 서버가 확인되지 않아, 본인의 응답인지 확실하지 않습니다.
mail-total-yes = 참석 { $n }명
mail-total-maybe = 미정 { $n }명
mail-total-no = 불참 { $n }명
mail-total-waiting = 대기 { $n }명
mail-total-silent = 미응답 { $n }명
mail-answers-board = 모든 응답 보기
mail-answers-why = 이 세미나의 주최자께 보내 드리는 메일입니다.

## Stays

mail-stay-visitor = 방문자
mail-stay-host = 초청자
mail-stay-dates = 기간
mail-stay-site = 건물
mail-stay-desk = 좌석
mail-stay-purpose = 목적
mail-stay-page = 체류 내용 보기
mail-stay-confirm = 방문하겠습니다

mail-visitor-stay-title = { $hub } 체류
mail-visitor-stay-kind-proposed = 신청
mail-visitor-stay-kind-approved = 승인
mail-visitor-stay-kind-refused = 불가
mail-visitor-stay-kind-invited = 초청
mail-visitor-stay-kind-confirmed = 확정
mail-visitor-stay-kind-arrived = 환영합니다
mail-visitor-stay-kind-departed = 감사합니다
mail-visitor-stay-kind-cancelled = 취소
mail-visitor-stay-kind-no-show = 미도착
mail-visitor-stay-subject-proposed = [체류 신청] { $hub }, { $dates }
mail-visitor-stay-subject-approved = [체류 승인] { $hub }, { $dates }
mail-visitor-stay-subject-refused = [체류 불가] { $hub }, { $dates }
mail-visitor-stay-subject-invited = [체류 초청] { $hub }, { $dates }
mail-visitor-stay-subject-confirmed = [체류 확정] { $hub }, { $dates }
mail-visitor-stay-subject-arrived = [환영합니다] { $hub }, { $dates }
mail-visitor-stay-subject-departed = [방문해 주셔서 감사합니다] { $hub }, { $dates }
mail-visitor-stay-subject-cancelled = [체류 취소] { $hub }, { $dates }
mail-visitor-stay-subject-no-show = [도착 확인 요청] { $hub }, { $dates }
mail-visitor-stay-lead-proposed = { $host } 님을 초청자로 하여 귀하의 체류가 신청되었습니다.
mail-visitor-stay-lead-approved = 귀하의 체류가 승인되었습니다.
mail-visitor-stay-lead-refused = 죄송하게도 해당 기간에는 귀하를 모시기 어렵습니다.
mail-visitor-stay-lead-invited = 귀하를 초청합니다.
mail-visitor-stay-lead-confirmed = 귀하의 체류가 확정되었습니다. 뵙기를 기대합니다.
mail-visitor-stay-lead-arrived = 어서 오십시오. 방문해 주셔서 반갑습니다.
mail-visitor-stay-lead-departed = 귀하의 체류가 끝났습니다. 함께해 주셔서 감사합니다.
mail-visitor-stay-lead-cancelled = 귀하의 체류가 취소되었습니다.
mail-visitor-stay-lead-no-show = 오시기로 하셨으나 아직 도착을 확인하지 못하였습니다.
mail-visitor-stay-next-proposed = 검토가 끝나면 결과를 알려 드리겠습니다. 지금 하실 일은 없습니다.
mail-visitor-stay-next-approved = 초청 메일을 곧 보내 드리겠습니다.
mail-visitor-stay-next-refused = 자세한 내용은 초청자 { $host } 님께 문의해 주십시오.
mail-visitor-stay-next-invited = 해당 기간에 방문하실지 알려 주십시오.
mail-visitor-stay-next-confirmed = 첫날 안내 데스크로 와 주십시오. 도착하시면 초청자 { $host } 님께 알려 드립니다.
mail-visitor-stay-next-arrived = 필요하신 것이 있으면 안내 데스크나 초청자 { $host } 님께 말씀해 주십시오.
mail-visitor-stay-next-departed = 두고 가신 물건이 있으면 { $host } 님께 연락해 주십시오.
mail-visitor-stay-next-cancelled = 확보해 둔 좌석이 있었다면 해제되었습니다. 자세한 내용은 초청자 { $host } 님께 문의해 주십시오.
mail-visitor-stay-next-no-show = 이미 도착하셨다면 안내 데스크로 와 주십시오. 계획이 바뀌었다면 { $host } 님께 연락해 주십시오.
mail-visitor-stay-why = 귀하의 체류에 관한 메일입니다.

mail-host-stay-kind-proposed = 신청
mail-host-stay-kind-approved = 승인
mail-host-stay-kind-refused = 거절
mail-host-stay-kind-invited = 초청 발송
mail-host-stay-kind-confirmed = 확정
mail-host-stay-kind-arrived = 도착
mail-host-stay-kind-departed = 종료
mail-host-stay-kind-cancelled = 취소
mail-host-stay-kind-no-show = 미도착
mail-host-stay-subject-proposed = [체류 신청] { $visitor }, { $dates }
mail-host-stay-subject-approved = [체류 승인] { $visitor }, { $dates }
mail-host-stay-subject-refused = [체류 거절] { $visitor }, { $dates }
mail-host-stay-subject-invited = [초청 발송] { $visitor }, { $dates }
mail-host-stay-subject-confirmed = [체류 확정] { $visitor }, { $dates }
mail-host-stay-subject-arrived = [방문자 도착] { $visitor }, { $dates }
mail-host-stay-subject-departed = [체류 종료] { $visitor }, { $dates }
mail-host-stay-subject-cancelled = [체류 취소] { $visitor }, { $dates }
mail-host-stay-subject-no-show = [방문자 미도착] { $visitor }, { $dates }
mail-host-stay-lead-proposed = 귀하를 초청자로 하는 체류가 신청되었습니다.
mail-host-stay-lead-approved = 체류가 승인되었습니다.
mail-host-stay-lead-refused = 체류가 거절되었습니다.
mail-host-stay-lead-invited = 방문자에게 초청 메일을 보냈습니다.
mail-host-stay-lead-confirmed = 방문자가 오겠다고 응답하였습니다.
mail-host-stay-lead-arrived = 방문자가 도착하였습니다.
mail-host-stay-lead-departed = 방문자의 체류가 끝났습니다.
mail-host-stay-lead-cancelled = 체류가 취소되었습니다.
mail-host-stay-lead-no-show = 방문자가 오기로 하였으나 도착하지 않았습니다.
mail-host-stay-next-proposed = 검토가 끝나면 결과를 알려 드리겠습니다. 정해진 좌석이 있으면 그때까지 확보해 둡니다.
mail-host-stay-next-approved = 방문자에게 곧 초청 메일을 보내 드립니다.
mail-host-stay-next-refused = 확보해 둔 좌석이 있었다면 해제되었습니다. 방문자에게도 알려 드립니다.
mail-host-stay-next-invited = 방문자가 응답하면 알려 드리겠습니다.
mail-host-stay-next-confirmed = 방문자가 도착하면 알려 드리겠습니다.
mail-host-stay-next-arrived = 안내 데스크에서 맞이해 주십시오.
mail-host-stay-next-departed = 방문자를 맞아 주셔서 감사합니다.
mail-host-stay-next-cancelled = 확보해 둔 좌석이 있었다면 해제되었습니다. 방문자가 직접 취소한 것이 아니라면 방문자에게도 알려 드립니다.
mail-host-stay-next-no-show = 아시는 것이 있으면 안내 데스크에 알려 주십시오.
mail-host-stay-by = 등록: { $name } 님
mail-host-stay-why = 이 체류의 초청자께 보내 드리는 메일입니다.
mail-former-host-stay-why = 지금까지 이 체류의 초청자이셨기에 보내 드리는 메일입니다.

mail-stay-change-subject = [체류 변경] { $visitor }, { $dates }
mail-stay-change-subject-visitor = [체류 변경] { $hub }, { $dates }
mail-stay-change-kind = 변경
mail-stay-change-lead = 앞서 안내해 드린 체류 내용이 다음과 같이 변경되었습니다.

## Bookings

mail-booking-subject-made = [예약] { $title }, { $when }
mail-booking-subject-moved = [예약 변경] { $title }, { $when }
mail-booking-subject-refused = [예약 거절] { $title }, { $when }
mail-booking-subject-approved = [예약 승인] { $title }, { $when }
mail-booking-subject-cancelled = [예약 취소] { $title }, { $when }
mail-booking-subject-seminar-approved = [공간 승인] { $title }, { $when }
mail-booking-subject-seminar-refused = [공간 거절] { $title }, { $when }
mail-booking-kind-made = 예약
mail-booking-kind-moved = 예약 변경
mail-booking-kind-refused = 예약 거절
mail-booking-kind-approved = 예약 승인
mail-booking-kind-cancelled = 예약 취소
mail-booking-kind-seminar-approved = 공간 승인
mail-booking-kind-seminar-refused = 공간 거절
mail-booking-lead-made = { $name } 님이 귀하를 위해 예약하였습니다.
mail-booking-lead-moved = { $name } 님이 귀하의 예약을 변경하였습니다.
mail-booking-lead-refused = { $name } 님이 귀하의 예약을 거절하였습니다. 공간은 더 이상 잡혀 있지 않습니다.
mail-booking-lead-approved = { $name } 님이 귀하의 예약을 승인하였습니다.
mail-booking-lead-cancelled = { $name } 님이 귀하의 예약을 취소하였습니다.
mail-booking-lead-seminar-approved = { $name } 님이 이 세미나의 공간 사용을 승인하였습니다.
mail-booking-lead-seminar-refused = { $name } 님이 이 세미나의 공간 사용을 거절하였습니다. 세미나는 그대로 열리므로, 다른 공간을 정하거나 장소를 알려 주십시오.
mail-booking-rooms = { $n ->
   *[other] 공간
}
mail-booking-page = 예약 보기
mail-booking-why = 귀하의 예약에 관한 메일입니다.
mail-booking-why-seminar = 귀하가 주관하는 세미나에 관한 메일입니다.

mail-approval-subject = [승인 요청] { $title }, { $when }
mail-approval-kind = 승인 요청
mail-approval-lead = { $name } 님이 귀하가 관리하는 공간을 쓰고자 합니다. 결정하실 때까지 자리를 잡아 둡니다.
mail-approval-for = 예약자
mail-approval-run = 반복
mail-booking-dates = { $n ->
   *[other] 모두 { $n }회이며 이것이 첫 번째입니다.
}
mail-approval-dates = { $n ->
   *[other] 모두 { $n }회 가운데 첫 번째입니다. 회마다 결정해 주십시오.
}
mail-approval-note = 메모
mail-approval-page = 승인 또는 거절
mail-approval-all = 결정을 기다리는 요청 모두 보기
mail-approval-why = 귀하가 이 공간의 예약을 승인하는 분이어서 보내 드립니다.

## Signing in

mail-sign-in-subject = { $hub } 로그인
mail-sign-in-title = 로그인
mail-sign-in-lead = 아래 링크를 여시거나, 요청하신 화면에 코드를 입력해 주십시오.
mail-sign-in-link = 로그인
mail-sign-in-code = 코드
mail-sign-in-valid = 링크와 코드는 { $n }분 동안 한 번만 사용하실 수 있습니다.
mail-sign-in-asked = 요청 시각: { $when }
mail-sign-in-asked-device = 요청 시각: { $when }, 기기: { $device }
mail-sign-in-not-you = 직접 요청하지 않으셨다면 아무것도 하지 않으셔도 됩니다. 이 메일 없이는 누구도 로그인할 수 없습니다.
mail-sign-in-why = 누군가 로그인 화면에 이 주소를 입력하여 보내 드리는 메일이며, 수신을 거부하실 수 없습니다.

## 받은 메일

mail-post-about = 관련 일정
mail-post-from = 보낸 사람
mail-post-subject = 제목
mail-post-time = 제안한 일시
mail-post-address = 주소
mail-post-reason = 메일 서버의 응답
mail-post-attached = 첨부 파일 (전달되지 않음)
mail-post-nameless = 이름 없는 파일
mail-post-no-subject = 제목 없음
mail-post-someone = 누군가
mail-post-text = { $who } 님이 쓴 내용
mail-post-invite = 초대하기
mail-post-subject-wrote = { $who }: { $subject }
mail-post-title-wrote = 받은 메일
mail-post-title-time = 일시 변경 요청
mail-post-title-answered = 캘린더에서 온 응답
mail-post-title-passed-on = 전달된 초대
mail-post-title-came-back = 반송된 메일
mail-post-title-many = 다수의 메일 반송
mail-post-title-unwanted = 수신 거부 신고
mail-post-lead-wrote = { $who } 님이 허브로 메일을 보내셨습니다.
mail-post-lead-too-large = { $who } 님이 허브로 메일을 보내셨으나, 용량이 너무 커서 받지 못했습니다. 다른 방법으로 받아 주십시오.
mail-post-lead-time = { $who } 님이 다른 일시를 제안하셨습니다. 일정은 바뀌지 않았고, 기존 응답도 그대로입니다.
mail-post-lead-answered-yes = { $who } 님이 캘린더에서 ‘참석’으로 응답하셨습니다. 변경된 내용은 없으니 확인해 주십시오.
mail-post-lead-answered-maybe = { $who } 님이 캘린더에서 ‘미정’으로 응답하셨습니다. 변경된 내용은 없으니 확인해 주십시오.
mail-post-lead-answered-no = { $who } 님이 캘린더에서 ‘불참’으로 응답하셨습니다. 변경된 내용은 없으니 확인해 주십시오.
mail-post-lead-passed-on = { $invited } 님께 보낸 초대에 다른 주소에서 응답이 왔습니다. 이 응답은 반영되지 않으며, { $invited } 님의 응답은 그대로입니다. 응답하신 분을 초대하실 수 있습니다.
mail-post-lead-passed-on-nameless = 초대받지 않은 주소에서 응답이 왔습니다. 이 응답은 반영되지 않습니다. 응답하신 분을 초대하실 수 있습니다.
mail-post-lead-came-back = { $to } 님께 보낸 메일이 반송되었습니다. 존재하지 않는 주소이므로, 이 주소로 로그인하시기 전까지는 메일을 보내지 않습니다.
mail-post-lead-came-back-contact = { $to } 님께 보낸 메일이 반송되었습니다. 존재하지 않는 주소이므로 이 주소로는 더 이상 메일을 보내지 않습니다. 허브 관리자가 발송을 재개하면 다시 보내며, 다른 주소를 등록하실 수도 있습니다.
mail-post-lead-not-taken = { $to } 님께 보낸 메일을 상대 메일 서버가 받지 않아 반송되었습니다. 메일의 내용이 전해지지 않았습니다.
mail-post-lead-many = 한 시간 사이에 메일 { $n }통을 전달하지 못했습니다. 처음 몇 통만 하나씩 알려 드리며, 전체 목록은 발송 대기열에서 확인하실 수 있습니다.
mail-post-domains = 도메인별
mail-post-elsewhere = 그 밖의 도메인: { $n }
mail-post-lead-unwanted = { $to } 님이 허브의 메일을 원치 않는다고 신고하셨습니다. 이 주소로 로그인하시기 전까지는 메일을 보내지 않습니다.
mail-post-lead-unwanted-contact = { $to } 님이 허브의 메일을 원치 않는다고 신고하셨습니다. 이 주소로는 더 이상 메일을 보내지 않습니다. 허브 관리자가 발송을 재개하면 다시 보내며, 다른 주소를 등록하실 수도 있습니다.
mail-post-lift = 이 주소로 발송 재개하기
mail-post-hint = 이 메일에 회신하시면 { $who } 님께 전달됩니다.
mail-post-why = 관련 일정의 주최자 또는 허브 관리자께 보내 드리는 메일입니다.

# 시간대의 규칙이 바뀌어 시각이 다시 계산된 세미나를 알릴 때 앞에 놓이는 말.
zone-rules-changed = 시간대 { $zone }의 규칙이 바뀌었습니다. 현지 시계로는 안내해 드린 시각 그대로 시작하며, 옛 규칙을 따르는 캘린더에서만 다른 시각으로 보입니다.

# 캘린더 항목.
calendar-cancelled = [취소] { $title }
calendar-join = 온라인 참여
