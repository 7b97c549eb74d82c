### 허브의 낱말: 종류, 상태, 답, 역할.

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
visibility-hint-public = 공개 일정과 구독 달력에 나옵니다.
visibility-hint-members = 로그인한 사람만 봅니다.
visibility-hint-invited = 초대받은 사람 말고는 알 수 없습니다.

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
role-host = 주최자

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
