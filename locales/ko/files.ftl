### 세미나와 함께 보관하는 파일: 연사 사진, 발표 자료, 증빙.

file-kind-jpeg = JPEG
file-kind-png = PNG
file-kind-webp = WebP
file-kind-pdf = PDF
file-kind-pptx = PowerPoint
file-kind-odp = OpenDocument
file-kb = { $size } kB
file-mb = { $size } MB
file-remove = 삭제
file-bring = 연사 대신 파일 올리기

speak-consent-portrait = 사진 공개
seminar-portrait = { $name } 사진

file-portrait = 연사 사진
file-portrait-choose = 사진 고르기
file-portrait-other = 다른 사진 고르기
file-portrait-hint = JPEG, PNG, WebP 형식으로 8 MB까지 올릴 수 있습니다. 크기를 줄여 보관하며, 촬영 장소나 기기 같은 정보는 남기지 않습니다.
file-portrait-theirs = JPEG, PNG, WebP 형식으로 8 MB까지 올릴 수 있습니다. 연사가 자신의 페이지에서 동의해야 공개됩니다.
file-portrait-agrees = 세미나 페이지에 사진을 공개하는 데 동의합니다. 동의는 언제든 거둘 수 있습니다.
file-portrait-shown = 세미나 페이지에 공개되어 있습니다.
file-portrait-hidden = 연사가 동의하기 전에는 주최자에게만 보입니다.
file-portrait-save = 사진 올리기
file-portrait-remove = 사진 삭제
file-slides = 발표 자료 파일
file-slides-choose = 파일 고르기
file-slides-other = 다른 파일 고르기
file-slides-hint = PDF, PowerPoint(매크로 없음), OpenDocument 형식으로 50 MB까지 올릴 수 있습니다. 연사가 동의한 경우에만 세미나가 끝난 뒤 공개됩니다.
file-slides-save = 발표 자료 올리기
file-slides-remove = 발표 자료 삭제

evidence-title = 증빙
evidence-words = 서명이 있는 참석자 명단과 현장 사진을 감사에 대비해 보관합니다. 주최자와 관리자만 볼 수 있습니다.
evidence-file = 파일
evidence-note = 내용
evidence-note-hint = 예: “서명 명단, 2쪽 중 1쪽”
evidence-by = 올린 사람
evidence-choose = 파일 고르기
evidence-hint = JPEG, PNG, PDF 형식으로 20 MB까지 올릴 수 있습니다. 올린 그대로 보관합니다.
evidence-save = 보관하기

flash-file-kept = 보관했습니다.
flash-file-removed = 삭제했습니다.

reason-file-empty = 파일이 없거나 비어 있습니다. 파일을 골라 주세요.
reason-file-large = 파일이 { $most } MB보다 큽니다. 크기를 줄여 주세요.
reason-file-pixels = 사진의 화소 수가 너무 많습니다. 크기를 줄여 주세요.
reason-file-no-portrait = JPEG, PNG, WebP 사진이 아니거나 손상된 파일입니다.
reason-file-no-slides = PDF나 PowerPoint(매크로 없음), OpenDocument 발표 자료가 아니거나 손상된 파일입니다.
reason-file-no-evidence = JPEG나 PNG 사진, PDF가 아니거나 손상된 파일입니다.
refused-file-declined = 발표하지 않겠다고 응답하셨으므로 더 보내실 것이 없습니다.
refused-files-many = 이 세미나에 보관할 수 있는 파일 수를 넘었습니다. 먼저 하나를 삭제해 주세요.
