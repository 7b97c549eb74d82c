### 지난 일정과 인용 방법.

archive-title = 지난 일정
archive-lede = { $hub }에서 열린 일정을 최근 것부터 보여 드립니다.
archive-search = 제목, 초록, 연사, 주제, 시리즈
archive-find = 찾기
archive-narrow = 범위 좁히기
archive-any = 모두
archive-year = 연도
archive-coming = 다가오는 일정
archive-past = 지난 일정
archive-older = 더 오래된 일정
archive-near = 꼭 맞는 일정이 없어 비슷한 일정을 보여 드립니다.
archive-nothing = 찾은 일정이 없습니다.
archive-nothing-words = 적은 낱말이 모두 들어 있어야 합니다. 낱말을 줄이거나 다르게 적어 보세요. 마지막 낱말은 앞부분만 적어도 되고, 한글은 더 긴 낱말 속에 있어도 찾습니다.
archive-everywhere = 이 낱말로 모든 일정에서 찾기
archive-all = 지난 일정 모두 보기
archive-empty = 아직 끝난 일정이 없습니다.
archive-programme = 일정으로 가기
archive-link = 지난 일정 찾아보기
foot-archive = 지난 일정

cite-title = 인용하기
cite-line = { $who } ({ $date }). { $title } [{ $kind }]. { $source }. { $url }
cite-date = { $year }년 { $month } { $day }일
cite-two = { $others }, { $last }
cite-many = { $others }, { $last }
cite-files = 참고 문헌 관리 프로그램용:
