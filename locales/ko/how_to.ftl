### 프로그램별 구독 방법. 늦는 정도는 만든 곳의 설명이나, 피드를 가져가는 모습에서 본 값입니다.

how-link = 구독 방법
how-title = 구독 방법
how-title-in = { $program }에서 구독하기
how-programs = 캘린더 프로그램
how-secret = 본인의 캘린더입니다. 주소를 아는 사람은 누구나 볼 수 있으니, 캘린더 프로그램 말고는 누구에게도 알리지 마세요.
how-large = 이 캘린더는 { $size } MB입니다. Google 캘린더는 약 1 MB가 넘으면 아무 알림 없이 읽지 않으므로, 일정이 하나도 들어오지 않습니다.
how-large-parts = Google 캘린더에서는 대신 일부만 구독해 주세요.
how-large-part-past = 지난 일정을 뺀 캘린더
how-large-part-days = 지난 일정을 빼고 앞으로 반년
how-wishes = 일부만, 또는 다르게 받기
how-wishes-words = 주소의 ‘?’ 뒤에 적은 내용에 따라 캘린더에 담기는 것이 달라집니다. 여러 개는 ‘&’로 이어 적습니다.
how-wish-lang = 다른 언어로
how-wish-kinds = 몇 가지 종류만(쉼표로 구분): seminar, workshop, lecture, ceremony, tour
how-wish-kinds-mine = 몇 가지 종류만(쉼표로 구분): seminar, workshop, lecture, ceremony, tour, booking, stay
how-wish-past = 지난 며칠까지 담을지. 적지 않으면 { $past }일입니다.
how-wish-days = 앞으로 며칠까지 담을지. 적지 않으면 모두 담습니다.
how-wish-cancelled = 취소되거나 연기된 일정 빼기
how-wish-alarms = 일정 전 알림(쉼표로 구분): 몇 분(m), 몇 시간(h), 며칠(d) 전
how-wish-detail = 바쁜 시간만. 다른 사람에게 알려 주려면 바쁜 시간만 담는 주소를 따로 만드세요. 이 주소를 아는 사람은 모든 내용을 볼 수 있습니다.
how-steps = 순서대로
how-lag = 얼마나 늦을 수 있나요
how-times = 시각이 맞지 않아 보일 때
how-times-zone = 일정은 저마다 하나의 시점이고, 프로그램은 설정된 시간대로 보여 줍니다.
how-times-text = 일정 설명에는 세미나가 열리는 곳의 시각과 시간대가 적혀 있습니다. 시간대를 감안해 두 시각이 같다면 맞는 것입니다.
how-times-late = 세미나 페이지의 시각과 다르다면, 바뀐 뒤로 프로그램이 아직 확인하지 않은 것입니다. 페이지가 맞습니다.
how-mail = 메일로 받기
how-mail-words = 하루에 두 번 확인하는 캘린더로는 몇 시간 전에 바뀐 일정을 제때 알 수 없습니다. 내 캘린더가 제때 확인하지 않으면 메일로 알려 드립니다. 초대 메일은 변경이 확정되는 대로 나가고, 세미나를 캘린더에도 넣어 줍니다.
how-mail-chosen = 지금은 초대 메일이 세미나를 캘린더에 넣어 줍니다.
how-mail-button = 초대 메일로 받기

how-open-google = Google 캘린더에서 열기
how-open-outlook = 회사·학교용 Outlook
how-open-outlook-home = Outlook.com
how-open-outlook-here = 이 컴퓨터의 Outlook
how-open-apple = 캘린더 앱에서 열기
how-open-thunderbird = Thunderbird에서 열기
how-open-android = ICSx⁵에서 열기
how-open-gnome = 이 컴퓨터의 캘린더에서 열기

how-program-google = Google 캘린더
how-step-google-1 = 컴퓨터 브라우저에서 링크를 엽니다. 휴대전화 앱에서는 구독할 수 없습니다.
how-step-google-2 = 캘린더를 추가할지 물으면 추가를 누릅니다.
how-step-google-3 = ‘다른 캘린더’ 아래에 나타나고 휴대전화에도 보입니다. 보이지 않으면 휴대전화의 설정에서 캘린더를 선택합니다.
how-lag-google = 확인하는 때는 Google이 정합니다. 8시간에서 { $hours }시간 간격이며, 앞당길 방법은 없습니다.
how-source-google = Google이 밝힌 수치는 없습니다. 캘린더를 제공하는 쪽에서 관찰한 값입니다.
how-zone-google = Google 캘린더: 설정, ‘시간대’.

how-program-outlook = Outlook
how-step-outlook-1 = 쓰고 있는 Outlook의 링크를 엽니다. 또는 ‘일정 추가’에서 ‘웹에서 구독’을 골라 주소를 붙여 넣습니다.
how-step-outlook-2 = 이름을 적고 ‘가져오기’를 누릅니다. 가져오기라고 적혀 있어도 구독입니다.
how-step-outlook-3 = Windows용 클래식 Outlook에서는 파일, 계정 설정, ‘인터넷 일정’, 새로 만들기를 차례로 골라 주소를 붙여 넣습니다.
how-lag-outlook = 웹용 Outlook은 약 { $hours }시간마다 확인하며, 하루 넘게 걸릴 때도 있습니다. 데스크톱 프로그램은 보내기/받기 때 확인합니다.
how-source-outlook = Microsoft: 일정 가져오기 또는 구독
how-zone-outlook = Outlook: 설정, 일정, ‘보기’, ‘표준 시간대’.

how-program-apple = Apple 캘린더
how-step-apple-1 = 기기에서 링크를 열고 ‘구독’을 누릅니다.
how-step-apple-2 = Mac에서는 iCloud 계정을 고르면 모든 기기에서 보입니다.
how-step-apple-3 = Mac에서는 ‘자동 새로 고침’을 ‘15분마다’로 정합니다.
how-lag-apple = 정한 간격마다 확인합니다. 5분에서 1주까지 고를 수 있습니다. iPhone은 ‘데이터 업데이트’ 설정을 따르며, 충전과 Wi-Fi를 기다릴 수 있습니다.
how-source-apple = 프로그램의 설정입니다. Mac의 캘린더에서 캘린더의 ‘정보 가져오기’에 있습니다.
how-zone-apple = Mac: 캘린더, 설정, 고급, ‘시간대 지원 켜기’. iPhone: 설정, 캘린더, ‘시간대 무시’.

how-program-thunderbird = Thunderbird
how-step-thunderbird-1 = 주소를 복사하고, Thunderbird의 캘린더에서 ‘새 캘린더’를 고릅니다.
how-step-thunderbird-2 = ‘네트워크에서’를 고릅니다.
how-step-thunderbird-3 = ‘위치’에 주소를 붙여 넣고, 사용자 이름은 비워 둔 채 ‘캘린더 찾기’를 누릅니다.
how-step-thunderbird-4 = ‘구독’을 누릅니다. 확인 간격은 ‘속성’에서 정합니다.
how-lag-thunderbird = 정한 간격마다 확인합니다. 따로 정하지 않으면 실행 중에 { $minutes }분마다입니다.
how-source-thunderbird = 프로그램의 설정입니다. 캘린더의 ‘속성’에 있습니다.
how-zone-thunderbird = Thunderbird: 설정, 캘린더, ‘시간대’.

how-program-android = Android
how-step-android-1 = 구독한 캘린더를 휴대전화 캘린더에 넣어 주는 ICSx⁵를 설치합니다.
how-step-android-2 = 휴대전화에서 링크를 열거나, ICSx⁵에서 +를 누르고 주소를 붙여 넣습니다.
how-step-android-3 = 이름과 색을 정합니다.
how-step-android-4 = 동기화 간격을 정하고, ICSx⁵가 백그라운드에서 실행되도록 허용합니다.
how-lag-android = ICSx⁵에서 정한 간격마다 확인합니다. 15분에서 1주까지입니다. ICSx⁵ 없이 휴대전화 캘린더에 보이는 것은 Google 캘린더입니다.
how-source-android = 프로그램의 설정입니다. ICSx⁵의 ‘동기화 간격’에 있습니다.
how-zone-android = 휴대전화의 Google 캘린더: 설정, 일반, ‘기기 시간대 사용’.

how-program-gnome = GNOME
how-step-gnome-1 = 주소를 복사하고, GNOME 캘린더의 ‘캘린더 관리’에서 ‘캘린더 추가’를 고릅니다.
how-step-gnome-2 = 주소를 붙여 넣고 ‘추가’를 누릅니다.
how-step-gnome-3 = Evolution에서는 파일, 새로 만들기, 달력, 종류 ‘웹’을 골라 주소를 붙여 넣습니다.
how-lag-gnome = 따로 정하지 않으면 컴퓨터에 로그인해 있는 동안 { $minutes }분마다 확인합니다.
how-source-gnome = 프로그램의 설정입니다. Evolution에서 달력 속성의 ‘새로 고침’에 있습니다.
how-zone-gnome = 컴퓨터 설정의 ‘날짜와 시간’.
