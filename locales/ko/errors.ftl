### 하지 못한 까닭: 입력란 옆의 안내와 전체 거절.

reason-required = 꼭 입력해 주세요.
reason-too-long = { $max }자까지 쓸 수 있습니다.
reason-unknown = 해당하는 항목이 없습니다.
reason-not-a-choice = 다음 중에서 골라 주세요: { $choices }.
reason-number = 정수로 입력해 주세요.
reason-positive = 0보다 커야 합니다.
reason-minutes-of-a-day = 0분에서 1,440분 사이여야 합니다.
reason-duration = 1분에서 30일 사이여야 합니다.
reason-taken = 이미 다른 곳에서 쓰고 있습니다. 맞게 적었는지, 누가 쓰는지 확인해 주세요.
reason-taken-slug = 이미 쓰이는 짧은 이름입니다. 다른 이름을 골라 주세요.
reason-slug = 소문자, 숫자, 홑 하이픈만 80자까지 쓸 수 있습니다.
reason-country = ISO 3166의 대문자 두 자로 적어 주세요: KR, CA, FR, AE.
reason-ror = ROR 식별자는 0으로 시작하는 아홉 자입니다. 예: 05apxxy63.
reason-orcid = ORCID iD는 네 자씩 네 묶음이며 검사 숫자가 맞아야 합니다. 예: 0000-0002-1825-0097.
reason-address = 메일 주소가 아닙니다. 이름, @, 도메인이 있어야 하고 공백이나 줄바꿈은 쓸 수 없습니다.
reason-address-line = { $line }번째 줄은 메일 주소가 아닙니다.
reason-address-shared-line = { $line }번째 줄: { $address } 주소를 여러 사람이 함께 씁니다. 한 사람을 골라 주세요: { $names }.
reason-own-assistant = 자신의 비서가 될 수 없습니다.
reason-address-known = 이 주소는 이미 { $name } 님의 것입니다.
reason-address-shared = 여러 사람이 함께 쓰는 주소입니다. 한 사람을 골라 주세요: { $names }.
reason-own-host = 방문자와 초청자가 같은 사람일 수 없습니다.
reason-end-before-start = 끝은 시작보다 뒤여야 합니다.
reason-end-which-day = 같은 날 끝나나요? 시각을 고치거나 끝나는 날을 적어 주세요.
reason-zone = “{ $zone }”이라는 시간대가 없습니다. Asia/Seoul처럼 IANA 이름으로 적어 주세요.
reason-gap = { $zone }에는 { $local }이 없습니다. 그때 시계를 앞당깁니다. 다음으로 있는 시각은 { $next }입니다.
reason-fold = { $zone }에서는 { $local }이 두 번 옵니다. 그때 시계를 늦춥니다. 첫째와 둘째 중에서 골라 주세요(fold 0 또는 1).
reason-time = 2026-12-01T16:00:00처럼 날짜와 시각을 적어 주세요.
reason-instant = 2026-12-01T07:00:00Z나 2026-12-01T16:00:00+09:00처럼 UTC와의 차이까지 적어 주세요.
reason-year = 연도는 네 자리로 적어 주세요.
reason-years = 1970년부터 2200년 사이의 연도로 정해 주세요.
reason-date = 2026-12-01처럼 날짜를 적어 주세요.
reason-language = 다음 중에서 골라 주세요: en, ko.
reason-url = https:// 또는 http://로 시작하는 전체 주소를 적어 주세요.
reason-name-or-address = 이름이나 메일 주소가 있어야 합니다.
reason-unknown-member = 여기에는 없는 항목이나 값입니다.
reason-unknown-parameter = 여기에는 없는 매개변수입니다. 쓸 수 있는 것: { $known }.
reason-rule = 이 규칙을 이해할 수 없습니다({ $why }). RFC 5545 형식으로 적어 주세요: FREQ=WEEKLY;COUNT=4.
reason-rule-too-many = 이 규칙은 날짜를 { $max }개 넘게 만듭니다. COUNT를 줄이거나 UNTIL을 앞당겨 주세요.
reason-rule-years = 날짜가 2200년을 넘어갑니다. COUNT를 줄이거나 UNTIL을 앞당겨 주세요.
reason-booking-long = 예약은 1년(366일)을 넘을 수 없습니다. 끝나는 해를 확인해 주세요.
reason-room-closed = 닫혀 있거나 일부가 닫힌 공간입니다. 다른 공간을 골라 주세요.
reason-not-a-desk = 좌석이 아닙니다. 종류가 좌석인 곳을 골라 주세요.
reason-stay-too-long = 체류는 5년을 넘을 수 없습니다. 끝나는 해를 확인해 주세요.
reason-reminder = 알림은 1분 전부터 60일 전까지 둘 수 있습니다.
reason-no-series = 시리즈에 든 세미나만 시리즈의 값을 따를 수 있습니다.
reason-too-many = 한 번에 { $max }개까지입니다.

refused-not-allowed = 이 일을 할 권한이 없습니다. 필요하면 허브 관리자에게 권한을 요청해 주세요.
refused-not-organiser = 주최자만 할 수 있습니다. 주최자에게 부탁해 주세요.
refused-not-host = 초청자와 안내 데스크만 할 수 있습니다. 확정과 취소는 방문자도 할 수 있습니다.
refused-not-owner = 예약을 쓰는 사람과 입력한 사람, 공간 담당자, 안내 데스크만 할 수 있습니다.
refused-not-member = 허브 구성원만 공간을 예약할 수 있습니다. 초청자나 안내 데스크가 대신 예약해 드릴 수 있습니다.
refused-desk = 좌석은 초청자나 안내 데스크가 체류를 등록할 때 잡습니다.
refused-on-behalf = 본인과, 본인이 비서로 돕는 사람의 예약만 할 수 있습니다. 다른 사람의 예약은 안내 데스크에 부탁해 주세요.
refused-seminar-booking = 세미나에 딸린 예약입니다. 세미나를 옮기거나 취소해 주세요.
refused-stay-booking = 체류에 딸린 예약입니다. 체류를 고쳐 주세요.
refused-booking-cancelled = 더는 유효하지 않은 예약입니다. 공간이 필요하면 다시 예약해 주세요.
refused-booking-over = 이미 끝난 예약입니다. 고칠 것이 있으면 안내 데스크에 문의해 주세요.
refused-seminar-cancelled = 취소된 세미나입니다. 대신할 세미나를 새로 만들어 주세요.
refused-seminar-postponed = 연기된 세미나입니다. 먼저 새 시각을 정해 주세요.
refused-seminar-draft = 아직 초안입니다. 먼저 공지해 주세요.
refused-seminar-over = 이미 끝난 세미나라서 그대로 남습니다.
refused-seminar-announced = 공지한 세미나는 초안으로 되돌릴 수 없습니다. 취소하거나 연기해 주세요.
refused-seminar-told = 이미 알린 세미나는 지울 수 없습니다. 대신 취소해 주세요.
refused-stay-state = 체류가 { $state ->
    [proposed] 신청된 상태
    [approved] 승인된 상태
    [refused] 거절된 상태
    [invited] 초청을 보내고 확정을 기다리는 상태
    [confirmed] 확정된 상태
    [arrived] 진행 중인 상태
    [departed] 끝난 상태
    [cancelled] 취소된 상태
   *[no_show] 방문자가 오지 않은 것으로 기록된 상태
}일 때는 할 수 없습니다.
refused-stale = 그사이 다른 사람이 고쳤습니다. 다시 열어 지금 내용을 확인해 주세요.
refused-busy = 같은 순간에 다른 변경과 부딪혔습니다. 저장된 것은 없으니 한 번 더 해 주세요.
refused-in-use = 다른 곳에서 쓰고 있어서 지울 수 없습니다. 먼저 그것을 지우거나 바꿔 주세요. 공간은 지우는 대신 닫을 수 있습니다.
refused-last-administrator = 관리자가 한 사람은 있어야 합니다. 먼저 다른 관리자를 정해 주세요.

reason-rule-endless = 규칙에 끝이 있어야 합니다. COUNT나 UNTIL을 적어 주세요.
reason-rule-gap = 날짜 중 하나인 { $local }이 { $zone }에는 없습니다. 그때 시계를 앞당깁니다. 건너뛰거나 다른 시각을 골라 주세요.
reason-rule-fold = 날짜 중 하나인 { $local }이 { $zone }에서는 두 번 옵니다. 그때 시계를 늦춥니다. 어느 쪽인지 골라 주세요(fold 0 또는 1).
reason-rule-overlaps = 이 규칙의 날짜들이 서로 겹칩니다. 길이를 줄이거나 간격을 넓혀 주세요.
reason-draft-or-announced = 새 세미나는 초안이거나 공지된 것이어야 합니다.
reason-speaker-twice = 같은 사람이 두 번 적혀 있습니다.
refused-not-waiting = 승인을 기다리는 예약이 아닙니다. 예약을 열어 지금 상태를 확인해 주세요.
refused-taken = 그 시간에는 공간이 이미 잡혀 있습니다. 다른 시간이나 공간을 골라 주세요.
reason-either-times = 시각은 절대 시각이나 현지 시각 중 하나로만 적어 주세요.
reason-either-visitor = 등록된 사람을 고르거나 새 사람의 이름을 적되, 둘 다 적지는 마세요.
refused-not-cancelled = 취소된 예약이 아니어서 되돌릴 것이 없습니다.
