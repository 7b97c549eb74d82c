### 페이지와 API를 둘러싼 틀에서 하는 말.

nav-nameless = 내 페이지

problem-unreadable = 읽을 수 없습니다
problem-words-unreadable = 보낸 내용이 JSON이나 양식의 형식이 아닙니다.
problem-sign-in-needed = 토큰이 필요합니다
problem-words-sign-in-needed = 유효한 API 토큰을 보내 주세요: “Authorization: Bearer TOKEN”. 토큰이 없으면 허브 관리자에게 요청해 주세요.
problem-not-allowed = 권한이 없습니다
problem-words-not-allowed = 이 토큰의 주인은 이 일을 할 수 없습니다.
problem-foreign-form = 이곳의 양식이 아닙니다
problem-words-foreign-form = 양식을 너무 오래 열어 두었거나 다른 사이트에서 보냈습니다. 아무것도 바뀌지 않았습니다. 페이지를 다시 열고 한 번 더 시도해 주세요.
problem-not-found = 여기에는 아무것도 없습니다
problem-words-not-found = 이 주소에 아무것도 없거나, 볼 수 있는 사람이 정해져 있습니다.
problem-method = 여기서는 할 수 없습니다
problem-words-method = 이 주소는 이 메서드를 받지 않습니다. 받는 메서드는 Allow 헤더에 있습니다.
problem-too-slow = 너무 오래 걸렸습니다
problem-words-too-slow = 보낸 내용이 30초 안에 도착하지 않았습니다.
problem-conflict = 지금 상태에서는 할 수 없습니다
problem-words-conflict = 하려던 일이 지금 상황과 맞지 않습니다.
problem-taken = 이미 사용 중입니다
problem-words-taken = 그 시간에 공간이나 좌석이 이미 잡혀 있습니다. “conflicts”에 무엇과 겹치는지, “alternatives”에 무엇이 비어 있는지 있습니다.
problem-gone = 내려졌습니다
problem-words-gone = 예전에는 있었지만 다시 돌아오지 않습니다.
problem-stale = 그사이에 바뀌었습니다
problem-words-stale = 읽으신 뒤에 다른 사람이 바꾸었습니다. 다시 읽고 결정해 주세요.
problem-too-large = 너무 큽니다
problem-words-too-large = 보낸 내용이 여기서 받을 수 있는 크기를 넘습니다.
problem-media-type = 다른 형식이 필요합니다
problem-words-media-type = API에는 “Content-Type: application/json”으로, 양식은 “application/x-www-form-urlencoded”로 보내 주세요.
problem-invalid = 보낸 내용을 그대로 쓸 수 없습니다
problem-words-invalid = 읽었지만 쓸 수 없는 값이 있습니다. “fields”에 무엇인지 있습니다.
problem-key-used = 이미 쓴 멱등 키입니다
problem-words-key-used = 같은 키가 다른 요청에 쓰였습니다. 아무것도 바뀌지 않았습니다. 새 요청에는 새 키를 써 주세요.
problem-too-many = 너무 잦습니다
problem-words-too-many = 너무 자주 요청했습니다. 기다릴 시간은 Retry-After 헤더에 있습니다.
problem-internal = 저희 쪽에서 문제가 생겼습니다
problem-words-internal = 보내신 분의 잘못이 아닙니다. “request_id”로 기록되어 있습니다. 반만 처리된 것은 없습니다.
problem-unavailable = 곧 돌아오겠습니다
problem-words-unavailable = 지금은 데이터베이스에 연결할 수 없습니다. 잠시 뒤에 다시 시도해 주세요.
problem-busy = 다른 변경이 먼저였습니다
problem-words-busy = 같은 순간에 다른 변경과 부딪혀 이 요청을 거두었습니다. 반쯤 반영된 것은 없습니다. 한 번 더 보내 주세요.

reason-as-said = { $why }
reason-type = 값의 종류가 맞지 않습니다. 필요한 것: { $wanted }
reason-idempotency-key = 키는 눈에 보이는 ASCII 글자 1~255자입니다.
refused-form-used = 이미 보낸 양식입니다. 하나 더 만들려면 양식을 새로 열어 주세요.
