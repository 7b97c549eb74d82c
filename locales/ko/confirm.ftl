### 주소만으로 관심 시리즈로 등록하거나 소식 받기: 확인을 묻는 메일과 그 페이지.

mail-confirm-subject = { $series }, 관심 시리즈로 등록하시겠습니까?
mail-confirm-subject-hub = { $hub }의 일정 소식을 받으시겠습니까?
mail-confirm-subject-topic = ‘{ $topic }’ 주제의 소식을 받으시겠습니까?
mail-confirm-subject-list = ‘{ $list }’ 모음의 소식을 받으시겠습니까?
mail-confirm-lead = 누군가 { $series } 시리즈를 관심 시리즈로 등록하려고 이 주소를 입력했습니다. 본인이시라면 아래에서 확인해 주십시오. 그 뒤로 매주 일정을 보내 드립니다.
mail-confirm-lead-hub = 누군가 { $hub }의 일정 소식을 받으려고 이 주소를 입력했습니다. 본인이시라면 아래에서 확인해 주십시오. 그 뒤로 일정을 매주 한 번 보내 드립니다.
mail-confirm-lead-topic = 누군가 ‘{ $topic }’ 주제의 소식을 받으려고 이 주소를 입력했습니다. 본인이시라면 아래에서 확인해 주십시오. 그 뒤로 이 주제로 공지되는 일정을 매주 보내 드립니다.
mail-confirm-lead-list = 누군가 ‘{ $list }’ 모음의 소식을 받으려고 이 주소를 입력했습니다. 본인이시라면 아래에서 확인해 주십시오. 그 뒤로 이 모음에 담기는 일정을 매주 보내 드립니다.
mail-confirm-lead-asker = { $name } 님이 { $series } 시리즈를 관심 시리즈로 등록해 드리려고 합니다. 동의하지 않으시면 아무것도 보내 드리지 않습니다.
mail-confirm-button = 예, 등록합니다
mail-confirm-button-news = 예, 소식을 받겠습니다
mail-confirm-valid = 링크는 { $when }까지 쓰실 수 있습니다.
mail-confirm-not-you = 원하지 않으시면 그대로 두십시오. 다른 메일은 보내 드리지 않습니다.
mail-confirm-why = 이 주소가 입력되어 보내 드리는 메일입니다. 한 주소로 여쭙는 횟수는 제한되어 있습니다.

series-follow-by-address = 로그인하지 않고 메일 주소만으로도 등록할 수 있습니다.
series-follow-email = 메일 주소
series-follow-email-button = 메일로 등록
series-follow-email-hint = 먼저 메일을 보내 원하시는지 확인합니다.
flash-follow-asked = 메일을 받을 수 있는 주소라면 확인 메일이 곧 도착합니다. 메일의 버튼을 누르면 관심 시리즈로 등록됩니다.

follow-by-address = 로그인하지 않고 메일 주소만으로도 받을 수 있습니다.
follow-email-button = 이 주소로 받기
flash-follow-asked-news = 메일을 받을 수 있는 주소라면 확인 메일이 곧 도착합니다. 메일의 버튼을 눌러야 소식을 보내 드립니다.

confirm-title = { $series }, 관심 시리즈로 등록할까요?
confirm-title-hub = { $hub }의 일정 소식을 받을까요?
confirm-title-topic = ‘{ $topic }’ 주제의 소식을 받을까요?
confirm-title-list = ‘{ $list }’ 모음의 소식을 받을까요?
confirm-words = 매주 일정을 메일로 보냅니다. 언제든지 그만 받을 수 있습니다.
confirm-words-asked = 주최자가 등록을 제안했습니다. 언제든지 그만 받을 수 있습니다.
confirm-button = 예, 등록합니다
confirm-button-news = 예, 받겠습니다
confirm-done = { $series }, 관심 시리즈로 등록했습니다
confirm-done-hub = 이제 { $hub }의 일정 소식을 받습니다
confirm-done-topic = 이제 ‘{ $topic }’ 주제의 소식을 받습니다
confirm-done-list = 이제 ‘{ $list }’ 모음의 소식을 받습니다
confirm-done-words = 이제부터 일정을 메일로 보냅니다. 그만 받으려면 메일 아래의 링크나 이 버튼을 이용해 주세요.
confirm-stop = 등록 취소
confirm-stop-news = 그만 받기
confirm-stopped = { $series }, 관심 시리즈 등록을 취소했습니다
confirm-stopped-hub = 이제 { $hub }의 일정 소식을 받지 않습니다
confirm-stopped-topic = 이제 ‘{ $topic }’ 주제의 소식을 받지 않습니다
confirm-stopped-list = 이제 ‘{ $list }’ 모음의 소식을 받지 않습니다
confirm-stopped-words = 이 메일을 더는 보내지 않습니다. 다시 신청하려면 처음 입력한 페이지에서 주소를 한 번 더 입력해 주세요.
confirm-old = 더는 쓸 수 없는 링크입니다
confirm-old-words = 너무 오래되었거나 나중에 보낸 메일의 링크로 바뀌었습니다. 처음 입력한 페이지에서 주소를 한 번 더 입력해 주세요.
confirm-to-series = 시리즈로 가기
confirm-to-hub = 일정으로 가기
confirm-to-topic = 이 주제의 일정으로 가기
confirm-to-list = 모음으로 가기
refused-confirmation-old = 더는 쓸 수 없는 링크입니다. 처음 입력한 페이지에서 주소를 한 번 더 입력해 주세요.
refused-confirmation-shared = 여러 사람이 함께 쓰는 주소이거나 메일링 리스트입니다. 주최자에게 문의하시면 초대해 드릴 수 있습니다.
refused-unconfirmed = 이 사람에게 메일이 닿는지 아직 확인되지 않았습니다. 본인이 로그인하면 직접 소식을 신청할 수 있습니다.
refused-no-address = 확인을 물을 메일 주소가 없는 사람입니다.
