### 연사에게 제안하는 시간: 주최자의 페이지, 연사의 페이지, 메일.

## 시간 제안하기

slots-title = 시간 제안하기
slots-words = 연사가 자신의 페이지에서 하나를 고릅니다. 그때까지 시간마다 공간을 잡아 둡니다.
slots-nobody = 아직 발표를 요청한 사람이 없거나 모두 사양했습니다
slots-nobody-words = 시간은 한 사람에게 제안하므로, 먼저 연사를 정해 주세요.
slots-no-draft = 이 세미나는 이제 초안이 아닙니다. 시간이 정해졌으므로 세미나 고치기에서 바꿔 주세요.
slots-open = 제안한 시간
slots-open-to = { $name } 님에게 제안함
slots-open-until = 제안이 끝나는 때:
slots-none-suits = 연사에게 맞는 시간이 없습니다.
slots-state-open = 제안 중
slots-state-chosen = 선택됨
slots-state-withdrawn = 거두어들임
slots-state-replaced = 다른 시간으로 바꿈
slots-state-overtaken = 끝남: 세미나가 달리 정해짐
slots-state-declined = 끝남: 연사가 사양함
slots-state-ended = 끝남: 기한까지 고르지 않음
slot-state-open = 고를 수 있음
slot-state-chosen = 선택됨
slot-state-released = 해제됨
slots-past = 이미 지난 시각
slots-own = 지금 정해 둔 시간
slots-no-room = 공간 없음
slots-withdraw = 이 시간 거두어들이기
slots-withdraw-all = 모두 거두어들이기
slots-new = 제안할 시간
slots-replace = 다른 시간으로 바꾸기
slots-replace-words = 지금 제안한 시간을 모두 대신합니다. 하나라도 안 되면 아무것도 바뀌지 않습니다.
slots-new-words = 두 개에서 여덟 개까지, 길이는 모두 세미나와 같습니다. 비워 둔 칸은 세지 않습니다.
slots-zone = 날짜와 시각은 { $zone } 기준입니다.
slots-person = 연사
slots-number = 시간 { $n }
slots-where = 장소
slots-where-seminar = 세미나의 공간
slots-where-none = 공간 없음
slots-days = 제안 기간(일)
slots-days-hint = 그 뒤에는 잡아 둔 공간이 풀리고 주최자에게 알립니다.
slots-note = 연사에게 남길 말
slots-note-hint = 연사가 받는 메일에서 시간 목록 위에 이름과 함께 나옵니다.
slots-mail-words = 연사는 이 시간들과 연사 페이지 링크가 담긴 메일을 받습니다. 직접 메일로 요청하는 연사에게는 Maru가 메일을 보내지 않으니, 연사 페이지에서 링크를 복사해 주세요.
slots-free = 공간이 비어 있습니다.
slots-free-no-room = 공간을 쓰지 않습니다.
slots-overlaps = 함께 제안할 다른 시간이나 세미나의 지금 시간과 겹칩니다.
slots-look = 이 시간에 되는지 확인하기
slots-offer = 이 시간으로 제안하기
slots-alternatives = 대신 비어 있는 곳:
slots-in-the-way = 안 되는 시간이 { $count }개 있어 아무것도 제안하지 않았습니다.
slots-earlier = 이전에 제안한 시간
slots-speakers = 연사와 연사 페이지 링크
flash-slots-offered = 시간을 제안하고 공간을 잡아 두었습니다.
flash-slots-withdrawn = 거두어들였습니다. 공간은 다시 비어 있습니다.
tools-slots = 시간 제안하기
tools-slots-open = 시간 { $count }개 제안 중

## 연사의 페이지에서

speak-slots = 언제 발표하시겠습니까?
speak-slots-words = 아래 시간마다 공간을 잡아 두었습니다. 하나를 고르시면 그때가 세미나 시간이 되고, 발표를 수락하신 것으로 합니다.
speak-slots-until = 다음 시각까지 골라 주세요:
speak-slots-choose = 이 시간 고르기
speak-slots-past = 이미 지난 시각입니다.
speak-slots-none = 맞는 시간이 없습니다
speak-slots-none-words = 언제가 좋으신가요?
speak-slots-none-hint = 주최자만 읽습니다. 다른 시간을 다시 제안할 수 있습니다.
speak-slots-none-send = 주최자에게 알리기
speak-slots-none-said = 맞는 시간이 없다고 주최자에게 알렸습니다. 지금이라도 하나를 고르실 수 있습니다.
speak-slots-chosen = 고맙습니다. 이제 이때가 세미나 시간입니다.
speak-slots-gone = 이 시간들은 더 이상 고를 수 없습니다
speak-slots-gone-words = 다른 창에서 먼저 골랐거나 제안이 끝났습니다. 지금 상태는 아래와 같습니다.

## 초안의 연사에게 요청하기

ask-title = 발표 요청하기
ask-words = 이 초안의 연사에게 주최자의 이름과 직접 쓴 글, 연사 페이지 링크가 담긴 메일이 갑니다. 다른 사람에게는 알리지 않습니다.
ask-people = 요청할 사람
ask-nobody = 연사가 모두 응답했거나, 주최자가 직접 메일로 요청하고 있습니다.
ask-hint = 직접 쓴 글을 위에 두고 주최자의 이름으로 Maru가 요청 메일을 보냅니다. 보내기 전에 먼저 보여 드립니다.
ask-preview = { $count ->
    [0] 요청할 사람이 없습니다
   *[other] { $count }명에게 발표를 요청합니다
}
ask-send = 요청 { $count }건 보내기
flash-asked-to-speak = 발표 요청 { $count }건을 보냅니다.

## 안 되는 것

refused-slots-no-draft = 초안인 세미나의 시간만 제안할 수 있습니다.
refused-slots-declined = 발표를 사양한 사람입니다.
refused-slots-items = 진행 순서의 항목에 따로 잡은 공간이 있어 여러 시간을 잡아 둘 수 없습니다. 먼저 시간을 제안하고, 정해진 뒤에 항목의 공간을 정해 주세요.
refused-slot-gone = 이 시간은 더 이상 고를 수 없습니다.
refused-slot-past = 이미 지난 시각입니다.
refused-offer-open = 이미 제안한 시간이 있습니다. 페이지를 다시 열어 확인하고, 그 대신 다른 시간을 제안해 주세요.
refused-no-offer = 제안한 시간이 더 이상 없습니다.
refused-link-revoked = 이 링크는 더 이상 쓸 수 없습니다.
reason-slots-count = 시간은 { $least }개에서 { $most }개까지 제안할 수 있습니다.
reason-slot-twice = 같은 시간이 두 번 있습니다.
reason-slot-past = 이미 지난 시각입니다.
reason-slot-overlaps = 함께 제안할 다른 시간이나 세미나의 지금 시간과 겹칩니다.
reason-offer-ends = 제안은 앞으로 { $days }일 안에 끝나야 합니다.
reason-no-speaker = 연사 가운데 없는 사람입니다.

## 메일

captured-kind-slot_offer = 고를 시간 제안
captured-kind-slot_answer = 제안한 시간에 대한 응답
mail-slots-kind = 발표 시간
mail-slots-subject = [발표 시간] 편하신 때를 골라 주십시오: { $title }
mail-slots-lead = { $name } 님이 아래 시간을 제안드립니다. 시간마다 공간을 잡아 두었습니다.
mail-slots-lead-nameless = 아래 시간을 제안드립니다. 시간마다 공간을 잡아 두었습니다.
mail-slots-number = 시간 { $n }
mail-slots-act = 시간 고르기
mail-slots-until = { $when }까지 골라 주십시오.
mail-slots-none = 맞는 시간이 없으시면 그 페이지에 몇 마디로 적어 주십시오.
mail-slot-answer-subject-chosen = [발표 시간] { $name } 님이 시간을 골랐습니다: { $title }
mail-slot-answer-subject-none = [발표 시간] { $name } 님에게 맞는 시간이 없습니다: { $title }
mail-slot-answer-subject-none-ended = [발표 시간] { $name } 님에게 맞는 시간이 없습니다: { $title }
mail-slot-answer-subject-ended = [발표 시간] { $name } 님이 시간을 고르지 않았습니다: { $title }
mail-slot-answer-lead-chosen = { $name } 님이 제안한 시간 가운데 하나를 고르고 발표를 수락했습니다. 세미나는 이제 그 시간이며 공간을 잡아 두었고, 나머지 시간의 공간은 다시 비었습니다.
mail-slot-answer-lead-none = { $name } 님에게 맞는 시간이 없다고 합니다. 거두어들이거나 다른 시간을 제안하실 때까지 제안은 그대로 있고 공간도 잡아 둡니다.
mail-slot-answer-lead-none-ended = { $name } 님에게 맞는 시간이 없다고 합니다. 그 뒤로 제안이 끝나 공간은 다시 비었습니다.
mail-slot-answer-lead-ended = { $name } 님에게 한 제안이 끝났습니다. 고른 시간이 없어 공간은 다시 비었습니다.
mail-slot-answer-act = 제안한 시간 보기
mail-slot-answer-subject-yours = [발표 시간] 고르신 시간: { $title }
mail-slot-answer-lead-yours = 감사합니다. 고르신 시간에 세미나를 엽니다. 나머지 시간은 다시 비었습니다.
mail-slot-answer-subject-withdrawn = [발표 시간] 제안이 끝났습니다: { $title }
mail-slot-answer-lead-withdrawn = 제안드렸던 시간은 이제 고르실 수 없으며, 잡아 두었던 공간도 다시 비었습니다.
mail-slot-answer-act-yours = 연사 페이지
