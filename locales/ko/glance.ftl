### 한눈에 보는 연사, 그리고 연사 페이지의 단계.

## 주최자가 보는 표

speakers-lacking = { $count ->
    [0] 빠진 것이 없습니다
   *[other] 연사 { $count }명에게서 빠진 것이 있습니다
}
speakers-answer = 응답
speakers-said = 마지막으로 적은 때:
speakers-detail = 자세히
speakers-care = 발표 자료와 사전 점검
speakers-files = 사진과 발표 자료 파일
speakers-next-mail = 메일로 부탁합니다
speakers-next-slides = 발표 자료를 메일로 부탁합니다
speakers-next-nothing = 없음
speakers-next-oneself = 직접 부탁하기
speakers-next-taken-over = { $name } 님이 챙기고 있습니다
lacks-biography = 약력
lacks-consents = 동의 여부

## 연사 페이지와 그 단계

speak-known = { $asked }가지 가운데 { $known }가지를 받았습니다
speak-answer-again = 응답 바꾸기
speak-step-missing = { $count }가지 빠짐
speak-step-there = 올림
speak-step-on = 저장하고 계속하기
speak-slots-week = { $day }에 시작하는 주
