### 연사의 페이지, 주최자가 보는 연사, 빠진 것을 부탁하는 메일.

## 연사의 페이지

speak-heading = 맡으신 발표
speak-organiser = 주최자는 { $name } 님입니다. 궁금한 점이 있으면 편하게 물어보세요.
speak-saved = 저장했습니다. 이 페이지에서 언제든지 고칠 수 있습니다.
speak-closed-takes = 발표 자료와 동의 여부는 이 페이지에서 계속 고칠 수 있습니다.
speak-words = 주최자에게 남길 말
speak-words-hint = 응답과 함께 전해지며 주최자만 읽습니다. 남길 말이 없으면 비워 두세요.
speak-missing = 아직 빠진 것
speak-missing-answer = 발표 수락 여부
speak-missing-title = 제목
speak-missing-abstract = 초록
speak-missing-biography = 간단한 약력
speak-missing-consents = 중계, 녹화, 공개에 대한 동의 여부
speak-talk-part = 발표
speak-talk-alone = 연사가 한 분이므로 제목과 초록은 세미나의 제목과 초록이 됩니다. 제목이 바뀌면 초대받은 사람들에게 안내합니다.
speak-talk-own = 연사가 여러 분이므로 제목과 초록은 이 발표의 것으로 이름 아래에 따로 나옵니다.
speak-title = 제목
speak-abstract = 초록
speak-slides-url = 발표 자료 링크
speak-slides-url-hint = 세미나가 끝난 뒤, 아래에서 동의하신 경우에만 보입니다.
speak-who-part = 소개
speak-biography = 간단한 약력
speak-biography-hint = 소개받고 싶은 대로 몇 문장으로 적어 주세요. 세미나 페이지에 나옵니다.
speak-affiliation = 소속 기관
speak-ror = 기관의 ROR ID
speak-ror-hint = 아시면 적어 주세요. 예: 02mhbdp94
speak-orcid = ORCID iD
speak-orcid-hint = 예: 0000-0002-1825-0097
speak-consent-part = 동의
speak-consent-words = 하나하나 자유롭게 정하시고, 언제든지 거두실 수 있습니다. 동의하지 않은 것은 공개하지 않습니다.
speak-consent-since = 이렇게 정하신 때:
speak-consent-stream = 실시간 중계
speak-consent-record = 녹화
speak-consent-publish = 녹화 영상 공개
speak-consent-slides = 발표 자료 공개
speak-say-yes = 동의함
speak-say-no = 동의하지 않음
speak-say-unsaid = 아직 정하지 않음
speak-come-part = 참여 방식
speak-in-person = 어떻게 참여하시나요?
speak-come-yes = 직접 방문
speak-come-no = 온라인
speak-come-unsaid = 아직 정하지 않음
speak-stay-words = 며칠 머무르신다면 기간을 적어 주세요. 체류가 신청되고, 초청자가 연락드립니다.
speak-stay-from = 첫날
speak-stay-to = 마지막 날
speak-rehearsal = 사전 점검
speak-private-part = 주최자만 보는 내용
speak-private-words = 다른 사람에게는 보이지 않으며, 세미나가 끝나고 30일 뒤에 지워집니다.
speak-equipment = 공간에 필요한 장비
speak-arrival = 도착하는 때와 방법
speak-dietary = 드시지 않는 음식
speak-phone = 당일 연락처
speak-gone = 이 링크는 더 이상 쓸 수 없습니다
speak-gone-ask = 새 링크로 바뀌었거나 거두어졌습니다. { $name } 님에게 새 링크를 요청하세요.
speak-gone-ask-organisers = 새 링크로 바뀌었거나 거두어졌습니다. 주최자에게 새 링크를 요청하세요.
reason-stay-no-host = 초청자가 될 사람이 없습니다. 주최자에게 연락해 주세요.

## 주최자가 보는 연사

speakers-title = 연사
speakers-words = 연사가 저마다의 페이지에 적은 내용과 아직 빠진 것, 그 페이지로 가는 링크입니다.
speakers-none = 아직 연사가 없습니다
speakers-consents = 동의
speakers-comes = 참여 방식
speakers-link = 연사 페이지 링크
speakers-link-hint = 이 링크를 가진 사람은 연사를 대신해 응답할 수 있습니다. 연사에게만 보내 주세요.
speakers-asked-at = 주최자가 직접 메일로 요청한 때:
speakers-ask-oneself = 내 메일로 직접 요청하기
speakers-ask-oneself-hint = 복사할 링크가 나옵니다. Maru는 요청 메일을 보내지 않습니다.
speakers-take-over = 빠진 것은 내가 챙기기
speakers-hand-back = 다시 메일로 알리기
speakers-taken-over = { $name } 님이 챙기고 있습니다.
speakers-chased = 메일로 부탁할 때:
speakers-rehearsal-date = 사전 점검 날짜
speakers-rehearsal-time = 시각(세미나가 열리는 곳 기준)
speakers-renew = 새 링크
flash-speaker-link-made = 아래 링크를 복사해 직접 메일로 보내세요. 메일은 보내지 않았습니다.
flash-speaker-link-renewed = 새 링크를 만들었습니다. 이전 링크는 더 이상 쓸 수 없습니다.

## 주최자가 연사 대신 적는 것

speakers-enter = 들은 내용 적기
speakers-entered = { $name } 님이 대신 적은 때:
speakers-entered-by-someone = 주최자가 대신 적은 때:
speaker-entry-title = { $name } 님에게 들은 내용
speaker-entry-words = 연사가 자기 페이지가 아닌 다른 길로 알려 온 것을 적는 곳입니다. 연사도 자기 페이지에서 보고 고칠 수 있으며, 누가 적었는지 남습니다.
speaker-entry-who = 연사 소개
speaker-entry-portrait = 연사 사진은 다음 페이지에서 올립니다.
speaker-entry-consent-words = 연사가 동의한다고 알려 온 것만 동의로 적어 주세요. 오늘 주최자에게 알린 것으로 표시됩니다. 연사가 직접 거절했거나 거둔 것은 그대로 남습니다.
speak-consent-given-to = { $name } 님에게 알린 때:
speak-consent-given = 주최자에게 알린 때:
reason-consent-theirs = 연사가 직접 정한 것입니다. 동의하지 않음으로만 바꿀 수 있습니다.
reason-consent-withdrawn = 연사가 직접 거절했거나 거둔 것입니다. 다시 동의하는 것은 연사만 할 수 있습니다.
reason-orcid-theirs = 연사에게 이미 다른 ORCID iD가 있습니다. 연사만 바꿀 수 있습니다.

## 끝난 뒤에 보이는 것

seminar-slides = 발표 자료
seminar-recording = 녹화 영상 보기
speakers-recording = 녹화 영상
speakers-recording-url = 영상 주소
speakers-recording-hint = 세미나가 끝난 뒤, 참여한 연사가 모두 동의하는 동안에만 보입니다.

## 빠진 것을 부탁하는 메일

mail-chase-subject = [연사 확인] { $title }, { $when }
mail-chase-subject-answer = [발표 요청] { $title }, { $when }
mail-chase-kind = 맡으신 발표
mail-chase-lead = 참여하실 일정이 { $span } 앞으로 다가왔습니다. 아직 빠진 것이 있어 부탁드립니다. 한 페이지에서 몇 분이면 됩니다.
mail-chase-missing = 아직 빠진 것
mail-chase-missing-answer = 발표 수락 여부
mail-chase-missing-title = 제목
mail-chase-missing-abstract = 초록
mail-chase-missing-biography = 간단한 약력
mail-chase-missing-consents = 발표를 활용하는 각 방식에 대한 동의 여부
mail-chase-act = 연사 페이지 열기
mail-chase-taken-over = 이미 주최자에게 전하셨다면, 주최자가 표시해 둔 뒤로는 이 메일이 가지 않습니다.
mail-chase-why = 프로그램에 참여하시는 분께 보내 드리는 메일입니다.

## 연사가 동의를 거두었다는, 주최자에게 가는 메일

mail-consent-subject = [동의 철회] { $title }
mail-consent-kind = 동의 철회
mail-consent-lead = { $name } 님이 앞서 동의한 것 가운데 일부에 더는 동의하지 않습니다.
mail-consent-withdrawn = 더는 동의하지 않는 것
mail-consent-follows = Maru에 보이는 것은 이미 바뀌었습니다. 다른 곳에서 하는 중계와 녹화, 다른 곳에 공개한 것은 직접 멈추거나 내려 주세요.
mail-consent-act = 연사별 동의 보기
mail-consent-why = 주최자께 보내 드리는 메일입니다.
