### 메일링 리스트: 리스트에 보내는 메일과, 주최자가 리스트를 등록하고 끝내는 페이지.

## Mails to lists

mail-announcement-subject = [안내] { $title }, { $when }
mail-announcement-kind = 세미나 안내
mail-announcement-lead = { $hub }에서 누구나 참석하실 수 있는 세미나를 안내해 드립니다.
mail-announcements-subject = [안내] { $name }: 세미나 { $n }건, { $when }부터
mail-announcements-kind = 세미나 { $n }건 안내
mail-announcements-lead = { $hub }에서 누구나 참석하실 수 있는 세미나를 안내해 드립니다.
mail-announcements-note = “{ $title }”에 대해 주최자가 남긴 말
mail-announcements-calendar = 첨부 파일을 여시면 모든 세미나를 캘린더에 등록하실 수 있습니다.
mail-withdrawal-subject = [공개 종료] { $title }, { $when }
mail-withdrawal-kind = 공개 종료
mail-withdrawal-lead = 누구나 참석하실 수 있다고 안내해 드린 세미나이나, 이제는 따로 초대받으신 분만 참석하실 수 있습니다. 이 세미나에 대해서는 더 안내해 드리지 않습니다.
mail-list-calendar = 첨부 파일을 여시면 캘린더에 등록하실 수 있습니다.
mail-list-calendar-change = 첨부 파일을 여시면 캘린더의 일정을 바로잡으실 수 있습니다.
mail-list-calendar-stop = 캘린더에 등록하셨다면 일정을 지워 주십시오. 첨부 파일을 열면 자동으로 취소되는 캘린더도 있습니다.
mail-list-why = 메일링 리스트 { $list } 앞으로 보내 드리는 메일입니다. 리스트를 받는 분은 리스트를 관리하는 분이 정하므로, 더 받지 않으시려면 그분께 문의해 주십시오.
mail-post-title-many-of-list = 메일링 리스트 메일의 반송·신고 다수
mail-post-lead-many-of-list = 메일링 리스트로 보낸 이 메일에 대해 한 시간 사이에 반송 또는 수신 거부 신고가 { $n }건 더 들어왔습니다. 처음 몇 건만 하나씩 알려 드렸으며, 리스트에는 계속 안내합니다.
mail-post-lead-unwanted-list = 메일링 리스트 { $to } 앞으로 보낸 메일을 받은 한 분이 원치 않는 메일이라고 신고하셨습니다. 한 분이 다른 분들을 대신할 수는 없으므로 리스트에는 계속 안내합니다. 리스트를 관리하는 분과 의논하시거나 안내를 종료해 주십시오.

## Pages

audiences-title = 메일링 리스트
audiences-of = 메일링 리스트: { $of }
audiences-words = 공개 세미나가 공지되거나 바뀌거나 열리지 않게 되면 메일링 리스트에 안내합니다. 리스트를 누가 받는지는 알 수 없으므로, 메일은 캘린더 응답을 요청하지 않으며 한 사람만을 위한 내용을 담지 않습니다. 누구나 응답할 수 있는 페이지로 연결됩니다.
audiences-none = 안내하는 리스트가 아직 없습니다.
audiences-told = 안내 중
audiences-ended = 종료됨
audiences-add = 메일링 리스트 등록
audiences-name = 리스트 이름
audiences-address = 메일 주소
audiences-languages = 메일의 언어
audiences-languages-en = 영어
audiences-languages-ko = 한국어
audiences-languages-en-ko = 영어, 아래에 한국어
audiences-languages-ko-en = 한국어, 아래에 영어
audiences-zone = 시간대
audiences-zone-hint = Europe/Paris 같은 IANA 시간대 이름입니다. 비워 두면 시리즈나 세미나의 시간대로 안내합니다.
audiences-permission = 허락한 사람
audiences-permission-hint = 리스트를 관리하며 허락한 사람과 그 날짜를 적어 주세요. 주최자만 볼 수 있습니다.
audiences-add-button = 리스트 등록
audiences-add-told-series = 등록한 뒤에 공지되는 세미나부터 안내합니다. 이미 공지된 세미나는 안내하지 않습니다.
audiences-add-told-seminar = 이미 공지된 세미나라면 리스트에 안내합니다.
audiences-end = 종료
audiences-suspended = 메일이 되돌아와 이 주소로는 보내지 않습니다.
audiences-permitted = 허락: { $note }
audiences-added = { $name } 님이 등록
audiences-added-nameless = 등록
audiences-ended-by = { $name } 님이 종료
audiences-ended-by-nameless = 종료
audiences-not-public = 메일링 리스트에는 누구나 볼 수 있는 것만 안내합니다. 이것은 공개되어 있지 않습니다.
audiences-link = 메일링 리스트
told-lists = 메일링 리스트 { $count }개에도 안내합니다.
series-lists = 메일링 리스트 { $count }개에 안내합니다.
tools-lists = 메일링 리스트 { $count }개에 안내합니다.
flash-audience-added = 이제부터 이 리스트에 안내합니다.
flash-audience-ended = 이 리스트에 더는 안내하지 않습니다.

## Errors

reason-address-of-list = 메일링 리스트의 주소입니다. 리스트는 사람이 아니므로 초대하거나 로그인에 쓸 수 없습니다.
reason-address-of-person = 누군가 로그인에 쓰는 주소입니다. 메일링 리스트는 사람이 아닙니다. 사람은 시리즈를 관심 시리즈로 등록하면 됩니다.
reason-list-told-already = 이미 안내하는 리스트입니다.
refused-audience-not-public = 리스트를 누가 받는지 알 수 없으므로, 누구나 볼 수 있는 것만 메일링 리스트에 안내합니다. 먼저 공개로 바꿔 주세요.
refused-audience-ended = 이미 종료되었습니다.
