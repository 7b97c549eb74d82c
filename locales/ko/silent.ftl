### 알리지 않고 고치기: 오탈자를 바로잡을 때 아무에게도 알리지 않습니다.

seminar-form-silent = 알림
seminar-form-silent-yes = 아무에게도 알리지 않기
seminar-form-silent-hint = 오탈자를 고칠 때만 씁니다. 일시, 장소, 온라인 참여 방법, 공개 범위, 연사가 바뀌면 언제나 알립니다. 구독한 캘린더에는 그대로 반영됩니다.
foretold-silent = 알리지 않고 저장
flash-saved-silently = 저장했습니다. 아무에게도 알리지 않습니다.
reason-must-be-told = 일시, 장소, 온라인 참여 방법, 상태, 공개 범위, 시리즈, 연사가 바뀌므로 관련된 분들께 알려야 합니다. 오탈자만 알리지 않고 고칠 수 있습니다.
reason-nobody-reads = 아무에게도 알리지 않으므로 이 말을 읽을 사람이 없습니다.
