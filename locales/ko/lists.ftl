### 사람들이 꾸리는 세미나 모음.

lists-title = 모음
lists-one = 모음
lists-words = 시리즈를 넘어 함께 볼 만한 세미나를 이곳 사람들이 모았습니다. 모음마다 메일과 캘린더로 소식을 받을 수 있습니다.
lists-all = 사람들이 꾸리는 모음
lists-new = 새 모음
lists-none = 아직 모음이 없습니다.
list-archived = 더는 관리하지 않는 모음입니다. 소식을 받던 분께는 계속 알려 드립니다.
list-beside = 소식 받기와 모음 안내
list-calendar = 내 캘린더로 보기
list-own-calendar = 모두에게 공개된 모음이 아닙니다. 내 개인 주소로 보게 되니 다른 사람에게 알려 주지 마세요.
list-in-feed = 이 모음을 ‘{ $feed }’ 주소로 받기
list-keepers = 관리하는 사람
list-edit = 모음 고치기
list-items-link = 모음에 담긴 것

list-form-words = 모음에 담아도, 원래 볼 수 없던 세미나는 보이지 않습니다.
list-form-name-en = 영어 이름
list-form-name-ko = 한국어 이름
list-form-name-hint = 두 이름 가운데 하나만 적어도 됩니다.
list-form-description-en = 영어 소개
list-form-description-ko = 한국어 소개
list-form-who = 누구에게 보이나요
list-form-visibility = 볼 수 있는 사람
list-form-not-shown = 처음에는 나만 봅니다. 시리즈 주최자를 함께 관리하는 사람으로 정하면, 그분이 다른 사람에게 공개할 수 있습니다.
list-form-keepers = 관리하는 사람
list-form-state = 관리 여부
list-form-state-legend = 이 모음은
list-form-make = 모음 만들기
list-visibility-own = 관리하는 사람만
list-visibility-members = 구성원
list-visibility-public = 모두
list-visibility-hint-own = 다른 사람에게는 보이지 않습니다.
list-visibility-hint-members = 허브 구성원만 볼 수 있습니다.
list-visibility-hint-public = 누구나 볼 수 있고, 공개된 세미나만 나옵니다.
list-state-kept = 관리합니다
list-state-archived = 보관합니다
list-state-hint-kept = 세미나를 담을 수 있고, 소식을 받겠다고 할 수 있습니다.
list-state-hint-archived = 주소는 그대로 남고 소식을 받던 분께는 계속 알려 드립니다. 목록에는 나오지 않습니다.
list-remove-title = 지우기
list-remove-words = 다른 사람이 소식을 받는 모음은 지울 수 없습니다. 대신 보관해 주세요.
list-remove = 모음 지우기

list-items-of = { $list }에 담긴 것
list-items-title = 모음에 담긴 것
list-items-words = 규칙을 정하면 새로 공지되는 세미나가 저절로 담깁니다. 규칙과 상관없이 하나씩 넣거나 뺄 수도 있습니다.
list-items-there = 담긴 것
list-items-none = 아직 담긴 것이 없습니다.
list-items-more = 여기에 보이는 것보다 더 있습니다.
list-items-add = 담기
list-item-remove = 빼기
list-item-topic = 주제
list-item-series = 시리즈
list-item-institution = 기관
list-item-person = 연사
list-item-seminar = 세미나
list-items-search = 찾기
list-items-search-hint = 주제, 시리즈, 기관, 연사, 세미나의 제목이나 페이지 주소로 찾습니다. 적은 말을 그대로 주제로 담을 수도 있습니다.
list-items-found-none = 찾은 것이 없습니다.
list-item-add = 모음에 담기
list-item-leave-out = 제외하기
list-item-kind-topic = 주제
list-item-kind-series = 시리즈
list-item-kind-institution = 기관: 소속 연사가 발표하는 세미나와 공동 주최하는 시리즈
list-item-kind-person = 연사
list-item-kind-seminar = 세미나
list-item-kind-left_out = 제외함

seminar-lists = 내 모음
seminar-put-on-list = ‘{ $list }’에 담기

follow-words-list = 이 모음에 담기는 일정을 매주 보내 드리고, 열리기 전에 바뀌면 그때 알려 드립니다.
follow-list = 이 모음 소식 받기
follow-is-list = 이 모음의 소식을 받고 있습니다.
notices-list = 모음: { $list }
feeds-kept-lists = 모음

flash-list-made = 모음을 만들었습니다. 이제 세미나를 담아 보세요.
flash-list-removed = 모음을 지웠습니다.
flash-list-put = 모음에 담았습니다.
flash-list-taken-off = 모음에서 뺐습니다.

reason-list-name = 적어도 한 언어로 이름을 적어 주세요.
refused-not-keeper = 모음을 관리하는 사람만 할 수 있습니다.
refused-list-not-shown = 모음을 더 많은 사람에게 공개하는 일은 시리즈 주최자나 관리자만 할 수 있습니다.
refused-list-archived = 보관된 모음입니다. 먼저 다시 관리하도록 바꿔 주세요.
refused-list-followed = 다른 사람이 소식을 받는 모음입니다. 대신 보관하면 주소가 그대로 남고 계속 알려 드립니다.
