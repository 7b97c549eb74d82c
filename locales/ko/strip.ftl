### 현지 시각 띠: 누구에게 몇 시인가.

strip-title = 현지 시각
strip-words = 관련된 기관과 사람의 시각입니다.
strip-no-time = 날짜와 시작 시각을 적으면 보입니다.
strip-show = 시각 보기
strip-people = { $count }명
strip-and-more = { $names } 외 { $count }곳
unsuited-night = 밤
unsuited-early = 이른 아침
unsuited-late = 저녁
unsuited-weekend = 주말
unsuited-friday_afternoon = 금요일 정오 이후(주말이 시작됨)
strip-holiday = 공휴일: { $name }
strip-holiday-expected = 공휴일 예정: { $name }
strip-moves = 시간 변경: 지난주까지 { $otherwise }
strip-meanwhile = 시간 변경: 다른 주에는 { $otherwise }
