### 누구나 응답할 수 있는 페이지: 메일링 리스트를 받는 분과 방문자용. 응답이 본인의 것인지 묻는 메일과 그 링크가 여는 페이지.

## 메일

mail-confirm-answer-subject = 본인의 응답입니까? { $title }, { $when }
mail-confirm-answer-lead-yes = 누군가 이 주소로 ‘참석’이라고 응답했습니다. 본인이시라면 아래에서 확인해 주십시오. 확인하셔야 응답이 등록됩니다.
mail-confirm-answer-lead-maybe = 누군가 이 주소로 ‘미정’이라고 응답했습니다. 본인이시라면 아래에서 확인해 주십시오. 확인하셔야 응답이 등록됩니다.
mail-confirm-answer-lead-no = 누군가 이 주소로 ‘불참’이라고 응답했습니다. 본인이시라면 아래에서 확인해 주십시오. 확인하셔야 응답이 등록됩니다.
mail-confirm-answer-button = 예, 제 응답입니다
mail-confirm-answer-not-you = 본인이 아니시라면 그대로 두십시오. 이전에 하신 응답이 있다면 그대로 유지됩니다.

## 메일링 리스트의 메일

mail-list-answer = 참석 여부 알리기

## 응답 페이지

open-answer-words = 초대를 받지 않은 분도 여기에서 응답할 수 있습니다.
open-answer-mail-first = 본인인지 확인하려고 먼저 메일을 보내 드립니다. 메일의 버튼을 눌러야 응답이 등록됩니다.
open-answer-name = 이름
open-answer-email = 메일 주소
open-answer-answer = 응답
open-answer-send = 응답 보내기
open-answer-sign-in = 로그인하면 바로 등록됩니다.
open-answer-as = { $name } 님으로 응답합니다.
open-answer-by-address = 메일로 응답하기
flash-answer-asked = 메일을 받을 수 있는 주소라면 확인 메일이 곧 도착합니다. 메일의 버튼을 눌러야 응답이 등록됩니다.
flash-answer-given = 고맙습니다. 응답이 등록되었습니다.

## 메일이 여는 페이지

confirm-answer-title-yes = 참석하시나요?
confirm-answer-title-maybe = 아직 미정이신가요?
confirm-answer-title-no = 참석하지 않으시나요?
confirm-answer-words = { $name } 님이 { $address } 주소로 보낸 응답입니다. 본인이 맞다고 확인해야 등록됩니다.
confirm-answer-button = 예, 제 응답입니다
confirm-answer-not-you = 본인이 아니라면 이 페이지를 닫아 주세요. 아무것도 바뀌지 않습니다.
confirm-answer-old = 더는 쓸 수 없는 링크입니다
confirm-answer-old-words = 너무 오래되었거나 나중에 보낸 메일의 링크로 바뀌었습니다. 세미나 페이지에서 한 번 더 응답해 주세요.
confirm-answer-not-open = 이제 모두에게 열린 일정이 아닙니다
confirm-answer-not-open-words = 참석하려면 따로 초대를 받아야 합니다. 주최자에게 문의해 주세요.
confirm-answer-again = 다시 응답하기
refused-answer-not-open = 이제 모두에게 열린 일정이 아닙니다. 참석하려면 따로 초대를 받아야 합니다.
