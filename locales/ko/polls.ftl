### 어떤 캘린더 프로그램이 개인 피드를 언제 가져갔는지.

polls-fetched = 가져간 프로그램
polls-none = 아직 가져간 캘린더 프로그램이 없습니다.
poll-client-google = Google 캘린더
poll-client-outlook = Outlook
poll-client-apple = Apple 캘린더
poll-client-thunderbird = Thunderbird
poll-client-android = Android (ICSx⁵, DAVx⁵)
poll-client-gnome = GNOME 캘린더
poll-client-vdirsyncer = vdirsyncer
poll-client-command_line = 명령줄 도구
poll-client-browser = 웹 브라우저
poll-client-other = 다른 프로그램

ago-now = 방금
ago-minutes = { $count }분 전
ago-hours = { $count }시간 전
ago-days = { $count }일 전
every-minutes = 약 { $count }분마다
every-hours = 약 { $count }시간마다
every-days = 약 { $count }일마다
