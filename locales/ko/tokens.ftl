### 프로그램이 내 이름으로 들어오는 열쇠.

tokens-title = API 토큰
tokens-lede = 토큰을 가진 프로그램은 내가 할 수 있는 일을 내 이름으로 할 수 있습니다. 프로그램마다 따로 만들어 주세요.
tokens-made = 토큰을 만들었습니다
tokens-token = 토큰
tokens-once = 지금 한 번만 보이고 어디에도 남지 않습니다. 지금 복사해 두세요.
tokens-mine = 내 토큰
tokens-none = 아직 토큰이 없습니다.
tokens-nameless = 이름 없음
tokens-since = 만든 때:
tokens-used = 마지막 사용:
tokens-unused = 아직 쓰지 않았습니다.
tokens-revoked = 폐기한 때:
tokens-revoke = 폐기
tokens-new = 새 토큰
tokens-name = 용도
tokens-make = 토큰 만들기
flash-token-revoked = 토큰을 폐기했습니다. 이제 아무도 이 토큰으로 들어올 수 없습니다.
