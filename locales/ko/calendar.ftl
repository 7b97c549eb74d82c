### 메일로 오는 초대와 캘린더 주소 가운데 무엇이 세미나를 캘린더에 넣을지.

calendar-question = 초대 메일과 캘린더 주소 중 무엇을 쓸까요?
calendar-words = 메일로 오는 초대도 세미나를 캘린더에 넣습니다. 같은 일정이 두 번 나오지 않도록 하나를 골라 주세요. 고르기 전에는 둘 다 넣습니다.
calendar-invitations = 메일로 오는 초대
calendar-hint-invitations = 초대로 받은 일정은 캘린더 주소에서 빠집니다. 관심 시리즈와 예약, 체류는 그대로 나옵니다.
calendar-feed = 내 캘린더 주소
calendar-hint-feed = 메일은 그대로 오지만, 앞으로는 캘린더용 초대가 붙지 않습니다. 전에 초대로 받은 일정은 그 자리에 남고 변경도 반영됩니다.
