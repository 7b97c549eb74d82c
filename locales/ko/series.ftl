### 시리즈와 주최자 화면.

series-coming = 다가오는 일정
series-past = 지난 일정
series-past-all = 지난 일정 모두 보기
series-nothing = 지금은 공지된 일정이 없습니다.
series-ended = 끝난 시리즈입니다.
series-beside = 관심 등록과 시리즈 안내
series-follow-title = 관심 시리즈
series-follow-words = 이 시리즈의 세미나가 내 캘린더에 나오고, 한 주의 일정과 바뀐 내용을 메일로 받으며, 주최자가 초대할 사람을 고를 때 내가 목록에 나옵니다.
series-follow = 관심 시리즈로 등록
series-follows = 관심 시리즈로 등록했습니다.
series-unfollow = 관심 등록 해제
series-followers = { $count }명이 관심 시리즈로 등록했습니다.
series-organisers = 주최자
series-room = 기본 공간
series-edit = 시리즈 고치기

series-form-new = 새 시리즈
series-form-edit = 시리즈 고치기
series-form-join-hint = 따로 정하지 않은 세미나는 이 주소를 따릅니다. 페이지에는 나오지 않습니다. 시작 조금 전에 열리는 링크로 안내합니다.
series-form-words = 따로 정하지 않은 세미나는 여기에 적은 값을 따릅니다.
series-form-slug = 주소에 쓰는 짧은 이름
series-form-slug-hint = 글자, 숫자, 붙임표(-)만 씁니다. 비우면 제목으로 만듭니다.
series-form-description = 소개
series-form-language = 언어
series-form-any-language = 상관없음
series-form-topics = 주제
series-form-topics-hint = 쉼표로 나누어 적습니다.
series-form-defaults = 기본값
series-form-duration-hint = 세미나 한 번의 길이입니다.
series-form-reminders-hint = 시작 몇 분 전인지 쉼표로 나누어 적습니다. 1440은 하루 전입니다.
series-form-organisers = 주최하는 사람
series-form-make = 시리즈 만들기

organise-title = 주최
organise-new-series = 새 시리즈
organise-new-in = { $series }에 새 세미나
organise-series = 시리즈
organise-next = 다음:
organise-coming = { $count ->
    [0] 공지된 일정 없음
   *[other] 다가오는 세미나 { $count }건
}
organise-drafts = 초안
organise-lacking = 아직 빠진 것이 있는 일정
organise-lacks = 빠진 것:
organise-no-series = 아직 주최하는 시리즈가 없습니다.
organise-no-series-words = 시리즈는 주최자와 공간, 주기가 같은 세미나를 한데 묶습니다.
lacks-time = 새 시간
lacks-title = 제목
lacks-abstract = 초록
lacks-speaker = 연사
lacks-room = 공간

flash-series-made = 시리즈를 만들었습니다. 이제 첫 세미나를 만들어 보세요.
flash-series-followed = 관심 시리즈로 등록했습니다.
flash-series-left = 관심 등록을 해제했습니다.
