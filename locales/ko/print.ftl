### 인쇄물: 포스터, 안내지, 참석자 서명지, 이름표. 그리고 복사해 쓰는 글.

print-title = 인쇄와 알림글
print-lede = 모두 세미나에 적힌 내용 그대로입니다. 열어서 브라우저로 인쇄하거나 PDF로 저장하세요.
print-link = 인쇄와 알림글
print-draft-hint = 초안이므로 인쇄물마다 초안이라고 표시됩니다.
print-languages = 언어
print-sizes = 크기
print-both = 두 언어 함께
print-size-a3 = A3
print-size-a4 = A4
print-size-card = 90 × 55 mm
print-badge-size-a4 = A4 한 장에 여덟 개
print-badge-size-card = 90 × 55 mm, 한 장에 열 개
print-back = 돌아가기
print-how = 브라우저에서 여백 없이, 배경 그래픽을 켜고 인쇄하세요.
print-qr = { $address } 주소의 QR 코드

print-poster = 포스터
print-poster-words = 내용이 많아도 한 장입니다. 제목, 연사, 일시, 장소, 그리고 세미나 페이지로 이어지는 QR 코드가 들어갑니다.
print-leaflet = 안내지
print-leaflet-words = 초록과 연사 소개, 진행 순서까지 담아 나누어 주는 종이입니다.
print-text = 알림글
print-text-words = 포털과 메일링 리스트에 올리는 글입니다. 일반 텍스트, Markdown, HTML로, 두 언어로 있습니다.
print-text-open = 알림글 보기
print-text-lede = 글마다 필요한 내용이 모두 들어 있습니다. 복사하거나 파일로 받으세요.
print-text-file = .txt 파일로 받기
print-format-plain = 일반 텍스트
print-format-markdown = Markdown
print-format-html = HTML
print-sign-in = 참석자 서명지
print-sign-in-words = { $count ->
    [0] 참석한다고 응답한 사람이 아직 없어 빈 줄만 있습니다.
   *[other] 참석한다고 응답한 { $count }명과, 따로 오는 사람을 위한 빈 줄이 있습니다.
}
print-badges = 이름표
print-badges-words = 연사, 초청자, 참석한다고 응답한 사람의 이름표입니다. 자르는 선과 입장용 QR 코드가 함께 인쇄됩니다.
print-term = 시리즈 일정
print-term-words = 이번 학기의 날짜를 모은 포스터입니다.

print-no-title = 제목은 곧 알려 드립니다
print-no-speaker = 연사는 곧 알려 드립니다
print-no-place = 장소는 곧 알려 드립니다
print-no-dates = 날짜는 곧 알려 드립니다.
print-more = 자세한 안내와 응답
print-others = 외 { $count }명
print-dates = 일정
print-dates-more = 외 { $count }건
print-also-online = 온라인으로도 참여할 수 있습니다
print-elsewhere = 다른 곳의 시작 시각
print-programme = 진행 순서
print-times-in = 시각: { $zone }
print-draft-words = 초안이며 아직 공지하지 않았습니다

print-when = 일시
print-when-here = 허브 시각
print-when-for = { $name } 님 시각
print-where = 장소
print-online = 온라인

print-number = 번호
print-name = 이름
print-institution = 소속
print-signature = 서명
print-photos = 사진 동의
print-photos-words = 주최자가 사진을 찍어 공개할 수 있습니다. 사진에 나와도 괜찮으면 칸에 표시해 주세요. 표시하지 않으면 동의하지 않은 것입니다.
print-photos-with = 사진 동의 칸 넣기
print-photos-without = 사진 동의 칸 빼기
print-recorded = 연사의 동의에 따라 발표를 녹화하거나 실시간으로 중계할 수 있어, 모습이나 목소리가 담길 수 있습니다.
print-walk-ins = 명단에 없는 분은 이름을 적어 주세요.
print-part-speaker = 연사
print-part-panellist = 토론자
print-part-moderator = 사회자
print-part-host = 초청자
print-part-guest = 참석자
