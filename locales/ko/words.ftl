### 허브의 낱말: 종류, 상태, 응답, 역할. 모든 글이 아래의 낱말과 말투를 따른다.
###
### 한 가지를 한 낱말로 부른다(괄호 안은 영어, × 뒤는 쓰지 않는 말).
###
###   세미나 (seminar)          갈래와 상관없이 한 번 열리는 것. 글에 따라 일정이라고도 한다
###   시리즈 (series)           따르는 것은 관심 시리즈로 등록한다고 한다 × 팔로우, 구독
###   연사 (speaker)            × 발표자. 하는 일은 발표하다
###   토론자 (panellist)        × 패널
###   사회자 (moderator)        × 진행자
###   초청자 (host)             체류와 세미나에서 손님을 맞는 사람 × 호스트
###   주최자 (organiser)        시리즈와 그 세미나를 맡은 사람
###   초대 (invitation)         세미나에 부르는 것
###   초청 (invitation)         체류를 위해 부르는 것. 보내는 것은 초청 메일, 문서는 초청장
###   체류 (stay)               × 방문. 방문은 방문자(visitor)와 방문하다로만 쓴다
###   신청 (proposed)           체류의 첫 단계 × 제안
###   거절 (refused)            방문자에게 보내는 메일에서는 불가
###   공간 (room), 좌석 (desk)  × 방, 책상
###   건물 (site)               장소(place)는 세미나가 열리는 곳
###   예약 (booking)            잡아 두다 (held), 승인, 거절
###   캘린더 (calendar)         × 달력. 상품 이름도 Google 캘린더처럼 적는다
###   일정 (programme)          앞으로 열리는 세미나의 목록
###   공지 (announce)           × 공고. 안내(notice)는 사람에게 보내는 것, 알림(reminder)은 시작 전에 보내는 것
###   응답 (answer)             참석, 미정, 불참 × 답
###   메일 (mail)               × 이메일, 전자우편
###   허브 (hub), 구성원 (member), 안내 데스크 (front desk), 공간 담당자 (room keeper), 관리자 (administrator)
###
### 말투. 페이지와 API는 “했습니다”로 알리고 “해 주세요”로 부탁한다. 메일은 편지이므로 “해 주십시오”로 부탁하고 받는 이를
### 높인다. 오류는 무엇이 잘못되었고 어떻게 하면 되는지를 적는다. 사람 이름 뒤에는 “님”을 쓴다.

kind-seminar = 세미나
kind-workshop = 워크숍
kind-lecture = 강연
kind-ceremony = 행사
kind-tour = 견학

state-draft = 초안
state-announced = 공지됨
state-postponed = 연기됨
state-cancelled = 취소됨

visibility-public = 모두
visibility-members = 구성원
visibility-invited = 초대받은 사람
visibility-hint-public = 공개 일정과 캘린더에 나옵니다.
visibility-hint-members = 허브 구성원과 초대받은 사람만 볼 수 있습니다.
visibility-hint-invited = 초대받은 사람만 볼 수 있습니다.

answer-yes = 참석
answer-maybe = 미정
answer-no = 불참
answer-waiting = 대기
my-answer-yes = 참석합니다
my-answer-maybe = 아직 미정입니다
my-answer-no = 참석하지 않습니다
my-answer-waiting = 자리를 기다리고 있습니다

role-speaker = 연사
role-panellist = 토론자
role-moderator = 사회자
role-host = 초청자

speaker-answer-asked = 요청함
speaker-answer-accepted = 수락
speaker-answer-declined = 거절

stay-state-proposed = 신청됨
stay-state-approved = 승인됨
stay-state-refused = 거절됨
stay-state-invited = 초청됨
stay-state-confirmed = 확정됨
stay-state-arrived = 체류 중
stay-state-departed = 떠남
stay-state-cancelled = 취소됨
stay-state-no_show = 오지 않음

room-kind-hall = 강당
room-kind-meeting = 회의실
room-kind-lab = 실험실
room-kind-desk = 좌석
room-kind-equipment = 장비

booking-state-held = 승인 대기
booking-state-confirmed = 예약됨
booking-state-refused = 거절됨
booking-state-cancelled = 취소됨
