### 곧 시작하는 예약.

mail-booking-soon-lead = 예약하신 일정이 { $span } 후에 시작합니다.
mail-booking-soon-unneeded = 쓰지 않게 되셨다면 다른 분이 공간을 쓸 수 있도록 예약을 취소해 주십시오.
mail-booking-soon-why = 귀하의 예약에 관한 메일입니다.
