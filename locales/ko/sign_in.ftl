### 로그인.

sign-in-title = 로그인
sign-in-words = 비밀번호는 없습니다. 링크와 코드를 메일로 보내 드립니다.
sign-in-email = 메일 주소
sign-in-send = 링크와 코드 받기
sign-in-code-title = 메일을 확인해 주세요
sign-in-code-words = { $email } 주소가 등록되어 있으면 메일이 곧 도착합니다. 메일의 링크를 열거나 코드를 여기에 적어 주세요.
sign-in-code-minutes = 둘 다 { $count }분 동안 한 번만 쓸 수 있습니다.
sign-in-code-captured = 이 서버의 메일은 밖으로 나가지 않고 보관됩니다. 관리자가 허브 메뉴에서 볼 수 있습니다.
sign-in-code = 여섯 글자 코드
sign-in-enter = 로그인
sign-in-other-address = 다른 주소 쓰기
sign-in-link-title = 어서 오세요
sign-in-link-words = { $email } 주소로 로그인합니다.
sign-in-link-until = 이 링크를 쓸 수 있는 때:
sign-in-link-gone = 더는 쓸 수 없는 링크입니다
sign-in-link-gone-words = 이미 썼거나 너무 오래된 링크입니다. 새 링크를 받아 주세요. 금방 됩니다.
sign-in-again = 새 링크 받기
