### Titles and abstracts in further languages.

versions-title = 다른 언어로 된 제목과 초록
versions-words = 마루를 한국어나 영어로 읽는 사람에게는 그 언어로 적은 제목과 초록이, 그 밖의 사람에게는 위에 적은 것이 보입니다. 세미나 화면에는 다른 언어로 된 제목도 제목 아래에 보이고, 어느 제목으로든 찾을 수 있습니다. 위와 같은 것은 비워 두세요.
version-title-ko = 한국어 제목
version-abstract-ko = 한국어 초록
version-title-en = 영어 제목
version-abstract-en = 영어 초록
version-title-fr = 프랑스어 제목
version-abstract-fr = 프랑스어 초록
seminar-other-titles = 다른 언어로 된 제목
reason-text-in-own-language = 이 세미나는 { $language } 세미나입니다. 이 글은 위의 제목과 초록에 적어 주세요.
reason-text-language = 이 언어로 된 제목과 초록이 이미 있습니다. 먼저 지우거나, 같은 편집에서 함께 지워 주세요.
seminar-form-language-of-series = 시리즈와 같이
seminar-form-language-unsaid = 정하지 않음
seminar-language = 언어
speak-language = 발표 언어
speak-language-own = 세미나의 언어
