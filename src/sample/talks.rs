//! What is talked about: titles and abstracts, in the language of the speaker, with a summary in the other.

/// A talk of the sample programme.
pub(super) struct Talk {
    pub title: &'static str,
    pub speaker: &'static str,
    /// `en` or `ko`.
    pub language: &'static str,
    pub abstract_text: &'static str,
}

const fn talk(
    title: &'static str,
    speaker: &'static str,
    language: &'static str,
    abstract_text: &'static str,
) -> Talk {
    Talk {
        title,
        speaker,
        language,
        abstract_text,
    }
}

/// The weekly seminar in Seoul, in order.
pub(super) const SEOUL: [Talk; 16] = [
    talk(
        "규모 법칙이 말해 주지 못하는 것",
        "kim",
        "ko",
        "손실이 매끄럽게 줄어드는 동안 능력은 왜 갑자기 나타나는 것처럼 보이는지, 측정 방법을 바꾸어 가며 살펴봅니다.\n\n\
         Loss falls smoothly while abilities seem to jump. How much of the jump is in the way we measure?",
    ),
    talk(
        "Learning from few demonstrations",
        "nguyen",
        "en",
        "Five demonstrations, one robot arm, and what a good prior is worth.\n\n시연 다섯 번으로 로봇 팔을 가르칠 때 좋은 사전 지식이 갖는 값을 따져 봅니다.",
    ),
    talk(
        "한국어 말뭉치, 어디까지 왔나",
        "park",
        "ko",
        "모으고 거르고 나누기까지, 공개 말뭉치의 현재와 남은 일을 정리합니다.\n\nCollecting, filtering and sharing Korean text: where open corpora stand, and what is missing.",
    ),
    talk(
        "Uncertainty that clinicians can use",
        "doe",
        "en",
        "A calibrated number is not yet a decision. Three wards, three ways to show doubt.\n\n보정된 확률을 진료의 결정으로 옮기는 세 가지 방법을 소개합니다.",
    ),
    talk(
        "희소 표현과 해석 가능성",
        "jung",
        "ko",
        "희소 자동 부호기로 찾은 특징은 언제 이름을 붙여도 되는지 묻습니다.\n\nWhen may a feature found by a sparse autoencoder be given a name?",
    ),
    talk(
        "Optimal transport on a budget",
        "claire",
        "en",
        "Sliced, entropic, sketched: which approximation to take when memory is short.\n\n메모리가 부족할 때 어떤 최적 수송 근사를 고를지 비교합니다.",
    ),
    talk(
        "도시의 소리를 듣는 모델",
        "choi",
        "ko",
        "골목에 둔 작은 마이크 서른 개로 한 해를 기록한 결과를 들려 드립니다.\n\nA year of a city, heard by thirty small microphones.",
    ),
    talk(
        "Benchmarks that age well",
        "mihon",
        "en",
        "Most benchmarks are solved before they are understood. A proposal for tests that are renewed by rule.\n\n규칙에 따라 새로워지는 평가를 제안합니다.",
    ),
    talk(
        "그래프 신경망의 표현력 다시 보기",
        "shin",
        "ko",
        "구분하지 못하는 그래프가 실제 자료에 얼마나 있는지 세어 보았습니다.\n\nHow many of the graphs that networks cannot tell apart occur in real data? We counted.",
    ),
    talk(
        "Weather, probably",
        "erika",
        "en",
        "Ensembles from diffusion models, scored against fifty years of forecasts.\n\n확산 모델로 만든 앙상블 예보를 오십 년의 기록과 견줍니다.",
    ),
    talk(
        "기억하는 로봇, 잊는 로봇",
        "cho",
        "ko",
        "집 안에서 한 달을 지낸 로봇이 무엇을 기억하고 무엇을 잊어야 하는지 이야기합니다.\n\nWhat should a robot that lives with people for a month remember, and what forget?",
    ),
    talk(
        "Proofs, programs and the people between them",
        "paul",
        "en",
        "What changes in a proof assistant when half of its users are models.\n\n증명 보조기의 사용자 절반이 모델이 되면 무엇이 달라지는지 살핍니다.",
    ),
    talk(
        "작은 모델로 충분한 일들",
        "kang",
        "ko",
        "행정 문서 열두 종류를 놓고, 어디서부터 큰 모델이 필요한지 재어 보았습니다.\n\nTwelve kinds of office documents: from where on is a large model worth it?",
    ),
    talk(
        "Fairness over time",
        "amina",
        "en",
        "A rule that is fair today can drift into one that is not. Bounds, and a case from housing.\n\n오늘 공정한 규칙이 시간이 지나며 달라지는 과정을 다룹니다.",
    ),
    talk(
        "합성 데이터의 쓸모와 한계",
        "lee",
        "ko",
        "만든 자료로 배운 모델을 만든 자료로 시험하면 무엇을 놓치는지 보입니다.\n\nWhat we miss when models that learned from synthetic data are tested on it.",
    ),
    talk(
        "Reading brains, carefully",
        "grace",
        "en",
        "What can be decoded from a scanner, what cannot, and who should know.\n\n뇌 영상에서 읽을 수 있는 것과 없는 것을 나누어 봅니다.",
    ),
];

/// The seminar between Montréal and Seoul.
pub(super) const MONTREAL: [Talk; 9] = [
    talk(
        "Causal models of curiosity",
        "marie",
        "en",
        "Agents that choose their own experiments, and how few they need.\n\n스스로 실험을 고르는 에이전트에 대하여.",
    ),
    talk(
        "Protein design with constraints",
        "luc",
        "en",
        "Sampling under hard constraints without giving up diversity.\n\n엄격한 제약 아래에서도 다양한 단백질을 설계하는 법.",
    ),
    talk(
        "한국어와 프랑스어 사이의 번역 기억",
        "park",
        "ko",
        "두 언어 사이에 영어를 거치지 않는 번역을 실험했습니다.\n\nTranslating between Korean and French without English in between.",
    ),
    talk(
        "Energy use of training, measured at the plug",
        "modele",
        "en",
        "Counters, wall plugs and the factor of two between them.\n\n학습 에너지를 콘센트에서 직접 재어 보았습니다.",
    ),
    talk(
        "World models for small worlds",
        "nguyen",
        "en",
        "What a model of a kitchen must know, and what it may leave out.\n\n부엌을 아는 모델에게 꼭 필요한 지식.",
    ),
    talk(
        "Music that listens",
        "marie",
        "en",
        "Accompaniment in real time, with two pianists who disagree.\n\n실시간 반주 모델과 두 피아니스트의 이야기.",
    ),
    talk(
        "Safe exploration in the far north",
        "luc",
        "en",
        "Robots under ice, where a mistake cannot be picked up.\n\n얼음 아래 로봇의 안전한 탐색.",
    ),
    talk(
        "의료 영상의 분포 변화",
        "jung",
        "ko",
        "기계가 바뀌고 병원이 바뀔 때 진단 모델을 어떻게 지킬지 논의합니다.\n\nKeeping a diagnostic model honest when scanners and hospitals change.",
    ),
    talk(
        "Open problems, an open floor",
        "modele",
        "en",
        "Five minutes each. Bring a problem, not a result.\n\n결과가 아니라 문제를 가져오는 자리입니다.",
    ),
];

/// The meetings in Paris.
pub(super) const PARIS: [Talk; 7] = [
    talk(
        "Théorèmes, données, machines",
        "claire",
        "en",
        "A survey of learning theory for those who prove things. The talk is in English.\n\n증명하는 이들을 위한 학습 이론 개관.",
    ),
    talk(
        "Differential privacy for public statistics",
        "paul",
        "en",
        "What an office of statistics can promise, and to whom.\n\n공공 통계와 차분 프라이버시.",
    ),
    talk(
        "Speech in noise, speech in crowds",
        "claire",
        "en",
        "Separating voices in a canteen at noon.\n\n점심시간 식당에서 목소리 나누기.",
    ),
    talk(
        "로봇 공학과 최적화의 만남",
        "cho",
        "ko",
        "파리와 포항에서 함께 푼 궤적 최적화 문제를 소개합니다.\n\nTrajectory optimisation, solved together in Paris and Pohang.",
    ),
    talk(
        "Deciding when not to automate",
        "max",
        "en",
        "A checklist that has stopped three projects, two of them ours.\n\n자동화하지 않기로 하는 기준에 대하여.",
    ),
    talk(
        "Neural operators, honestly",
        "paul",
        "en",
        "Where they beat a good solver, and where the solver was not good.\n\n신경 연산자를 좋은 수치 해법과 견줍니다.",
    ),
    talk(
        "Archives and models",
        "rei",
        "en",
        "Reading two centuries of handwriting with the people who keep it.\n\n두 세기의 손글씨를 기록관과 함께 읽습니다.",
    ),
];
