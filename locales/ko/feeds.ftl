### 구독 방법.

feeds-title = 캘린더 구독
feeds-words = 한 번 구독해 두면 새 일정과 변경, 취소가 저절로 반영됩니다.
feeds-mine = 내 캘린더
feeds-hub = 허브
feeds-everything = { $hub }의 공개 일정 모두
feeds-series = 시리즈
feeds-topics = 주제
feeds-institutions = 기관
feeds-rooms = 공간
feeds-apple = Apple 캘린더 등
feeds-address = 주소
feeds-how = 구독 방법
feeds-lists-words = Atom과 JSON Feed는 뉴스 리더용입니다. 최근에 공지되거나 바뀐 일정이 먼저 나옵니다.
feeds-program-apple = Apple 캘린더
feeds-steps-apple = 기기에서 “Apple 캘린더 등” 링크를 엽니다. iCloud 계정을 고르면 모든 기기에서 보입니다.
feeds-delay-apple = 5분에서 1주 사이에서 정한 간격으로 바뀐 내용을 확인합니다.
feeds-program-google = Google 캘린더
feeds-steps-google = 컴퓨터 브라우저에서 “Google” 링크를 열고 추가를 누릅니다. 휴대전화에도 함께 나옵니다.
feeds-delay-google = 확인하는 때는 Google이 정합니다. 보통 12시간, 때로는 하루가 걸립니다. 초대받은 분께는 변경을 메일로 알려 드립니다.
feeds-program-outlook = Outlook
feeds-steps-outlook = “Outlook” 링크를 열거나, ‘일정 추가’에서 ‘웹에서 구독’을 골라 주소를 붙여 넣습니다.
feeds-delay-outlook = 웹용 Outlook은 약 3시간마다, 데스크톱 프로그램은 보내기/받기 때 확인합니다.
feeds-program-thunderbird = Thunderbird 등
feeds-steps-thunderbird = ‘새 캘린더’에서 ‘네트워크에서’를 고르고 주소를 붙여 넣습니다.
feeds-delay-thunderbird = 정한 간격마다 확인하며 보통 30분입니다.
