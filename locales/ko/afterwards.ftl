### 온라인 참여 링크: 누구에게 언제 열리는지. 그리고 끝난 뒤의 일: 감사 인사, 발표 자료, 녹화 영상.

## 누구에게 열리는지

form-join-for = 온라인 참여 대상
form-join-minutes = 시작 몇 분 전에 여는지
form-join-minutes-hint = 이때부터 끝난 직후까지 링크가 회의로 안내합니다. 연사와 주최자는 언제든지 들어갈 수 있습니다.
series-form-join-minutes-hint = 이때부터 링크가 회의로 안내합니다. 따로 정하지 않은 세미나는 이 값을 따릅니다.
join-for-open = 볼 수 있는 사람 모두
join-for-members = 구성원
join-for-yes = 참석한다고 답한 사람
join-for-named = 초대받은 사람
join-for-hint-open = 공개 세미나라면 링크가 있는 누구나 들어갈 수 있습니다.
join-for-hint-members = 허브 구성원과 초대받은 사람이 들어갈 수 있습니다.
join-for-hint-yes = 참석한다고 답하고 자리가 있는 사람이 들어갈 수 있습니다.
join-for-hint-named = 이름으로 초대받은 사람이 들어갈 수 있습니다.
seminar-join-open = 볼 수 있는 분이면 참여할 수 있습니다.
seminar-join-members = 허브 구성원만 참여할 수 있습니다.
seminar-join-yes = 참석한다고 답하신 분만 참여할 수 있습니다.
seminar-join-named = 초대받은 분만 참여할 수 있습니다.

join-members = 허브 구성원을 위한 자리입니다
join-yes = 참석한다고 답하신 분을 위한 자리입니다
join-named = 초대받은 분을 위한 자리입니다
join-former = 예전 링크입니다
join-over = 끝났습니다
join-cancelled = 취소되었습니다
join-postponed = 연기되었습니다
join-words-members = 초대 메일의 링크를 쓰거나 허브에 등록된 주소로 로그인해 주세요.
join-words-yes = 참석한다고 답하시면 링크가 열립니다.
join-words-named = 초대 메일의 링크를 쓰거나 초대받은 주소로 로그인해 주세요.
join-words-former = 가장 최근에 받으신 초대 메일의 링크를 쓰거나 로그인해 주세요.
join-words-over = 볼 수 있는 자료는 아래에 있습니다.
join-words-nothing = 공개된 발표 자료나 녹화 영상이 없습니다.
join-words-cancelled = 열리지 않습니다.
join-words-postponed = 새 일시는 정해지는 대로 알려 드립니다. 링크는 그대로입니다.
join-answer = 응답하기

speak-join = 참여 주소입니다. 다른 분께 전하지 말아 주세요

seminar-slides-expected = 발표 자료가 올라올 예정입니다.
seminar-recording-expected = 녹화 영상이 올라올 예정입니다.

## 주최자에게 보이는, 아직 없는 자료

speakers-slides-none = 발표 자료 없음으로 표시
speakers-slides-after-all = 발표 자료를 다시 기다리기
speakers-no-slides = { $name } 님이 자료가 없다고 표시함:
speakers-recording-none = 녹화 영상은 올라오지 않습니다. 더 이상 누구에게도 묻지 않습니다.
reason-recording-there = 녹화 영상 주소가 있습니다. 먼저 주소를 지워 주세요.
captured-kind-thanks = 연사 감사 인사
captured-kind-slides_chase = 발표 자료 문의
captured-kind-recording_chase = 녹화 영상 문의

## 메일

mail-thanks-subject = [감사 인사] { $title }
mail-thanks-kind = 감사합니다
mail-thanks-lead = 함께해 주셔서 감사합니다. 뜻깊은 시간이었습니다.
mail-thanks-slides = 발표 자료를 나누고 싶으시면 연사 페이지에서 올려 주실 수 있습니다.
mail-thanks-agreed = 동의하신 내용
mail-thanks-change = 동의 여부는 연사 페이지에서 언제든지 바꾸실 수 있습니다.
mail-thanks-why = 연사로 참여해 주신 분께 보내 드리는 메일입니다.
mail-slides-subject = [발표 자료] { $title }
mail-slides-kind = 발표 자료
mail-slides-lead = 발표 자료를 공개하는 데 동의해 주셨는데, 아직 자료가 없습니다. 연사 페이지에 파일을 올리거나 링크를 남겨 주시면 됩니다.
mail-slides-none = 자료가 없거나 공개를 원하지 않으시면 연사 페이지나 주최자에게 알려 주세요. 그 뒤로는 이 메일이 가지 않습니다.
mail-slides-why = 발표를 맡으셨던 분께 보내 드리는 메일입니다.
mail-recording-subject = [녹화 영상] { $title }
mail-recording-kind = 녹화 영상
mail-recording-lead = 연사 모두가 녹화 영상 공개에 동의했는데, 아직 영상이 없습니다.
mail-recording-act = 주소 넣기
mail-recording-none = 영상이 없으면 같은 페이지에 표시해 주세요. 그 뒤로는 이 메일이 가지 않습니다.
mail-recording-why = 주최자께 보내 드리는 메일입니다.
