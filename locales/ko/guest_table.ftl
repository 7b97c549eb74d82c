### 손님 명단 표로 초대하기.

guest-table-title = 표로 초대하기
guest-table-link = 직함과 담당 부서가 있는 표로 초대하기
guest-table-words = 한 번에 { $count }명까지이며, 모두 초대하거나 아무도 초대하지 않습니다. 보내기 전에 줄마다 어떻게 되는지 보여 드립니다.
guest-table = 표
guest-table-hint = 첫 줄에 제목을 두어 붙여 넣습니다. 순서는 상관없습니다: 이름, 이메일, 직함, 인사말, 기관, 언어, 담당 부서, 담당 부서 메일. 칸은 쉼표, 세미콜론, 탭으로 나눕니다. 이메일이 있거나, 이름과 담당 부서 메일이 있어야 합니다.
guest-table-file = 또는 CSV 파일
guest-table-file-hint = UTF-8, 1 MB까지. 파일 내용이 위의 표를 대신합니다.
guest-table-look = 어떻게 되는지 보기
guest-table-without = 표 없이 초대하기
guest-table-refused = { $count }줄이 잘못되어 아직 아무도 초대하지 않았습니다
guest-table-unread = 읽지 않는 열
guest-table-lines = 표의 줄
guest-table-line = 줄
guest-table-who = 손님
guest-table-what = 처리
guest-table-known = 등록된 분
guest-table-new = 새로운 분
guest-table-twice = 중복
guest-table-already = 이미 초대함
guest-table-wrong = 잘못됨

guest-table-note-twice = { $line }번째 줄에 이미 있는 분이라 한 번만 초대합니다.
guest-table-note-already = 다시 초대하지 않으며, 바뀌는 것도 없습니다.
guest-table-note-kept = 등록된 그대로 둡니다: { $what }
guest-table-note-filled = 새로 채웁니다: { $what }
guest-table-note-office = 담당 부서: { $office }
guest-table-note-institution = “{ $name }” 기관은 등록되어 있지 않아 소속 없이 등록합니다.

guest-table-column-name = 이름
guest-table-column-email = 이메일
guest-table-column-title = 직함
guest-table-column-salutation = 인사말
guest-table-column-institution = 기관
guest-table-column-language = 언어
guest-table-column-office = 담당 부서

error-guest-table-heads = 첫 줄에 주소가 어느 열인지 알려 주는 제목이 없습니다. “이메일”이나 “담당 부서 메일”이 필요합니다.
error-guest-table-twice = 같은 뜻의 열이 두 개 있습니다: “{ $head }”.
error-guest-table-empty = 제목 아래에 손님이 없습니다.
error-guest-table-long = 손님이 { $max }명을 넘습니다. 표를 나누어 주세요.
error-guest-table-quote = { $line }번째 줄에서 열린 따옴표가 닫히지 않았습니다.
error-guest-table-cells = 제목보다 칸이 많습니다. 쉼표가 든 칸은 따옴표로 감싸 주세요.
error-guest-table-encoding = UTF-8 파일이 아닙니다. “CSV UTF-8”로 저장하거나 표를 붙여 넣어 주세요.

reason-guest-address = 본인이나 담당 부서의 메일 주소가 필요합니다.
reason-guest-name = 본인의 메일 주소가 없으면 이름이 필요합니다.
reason-guest-office = 로그인할 주소가 있는 분이라 담당 부서는 본인이 정합니다. 담당 부서를 비워 주세요.
reason-guest-institution = 회원 기관에는 회원만 사람을 넣을 수 있습니다. 기관을 비워 주세요.
