### 모음에 담을 것을 한 칸에서 찾기.

list-find = 주제, 시리즈, 기관, 연사, 세미나 찾기
list-found-nothing = 찾는 말이 들어 있는 것이 없습니다.
list-found-put = 담기
list-found-new-topic = 새 주제로 담기
list-found-kind-topic = 주제
list-found-kind-series = 시리즈
list-found-kind-institution = 기관
list-found-kind-person = 연사
list-found-kind-seminar = 세미나
list-add-by-kind = 종류별로 고르기
