### How to subscribe, program by program. Figures of delay: what makers say, or what is seen of programs that fetch feeds.

how-link = How to subscribe
how-title = How to subscribe
how-title-in = Subscribe in { $program }
how-programs = Calendar programs
how-secret = This is your own calendar. Its address is a secret: whoever has it can read along. Give it to your calendar program and to nobody else.
how-large = This calendar has { $size } MB. Google Calendar reads none above about 1 MB, and does not say so: nothing of it arrives there.
how-large-parts = For Google Calendar, take a part of it instead:
how-large-part-past = Without the past
how-large-part-days = Without the past, and half a year ahead
how-wishes = Ask for less, or otherwise
how-wishes-words = What stands behind “?” in the address says what the calendar holds. Put “&” between several.
how-wish-lang = In another language
how-wish-kinds = Some kinds alone, with commas: seminar, workshop, lecture, ceremony, tour
how-wish-kinds-mine = Some kinds alone, with commas: seminar, workshop, lecture, ceremony, tour, booking, stay
how-wish-past = So many days of the past; { $past } unless you say otherwise
how-wish-days = So many days ahead; all there are unless you say otherwise
how-wish-cancelled = Without what is cancelled or postponed
how-wish-alarms = With alarms so many minutes (m), hours (h) or days (d) before, with commas
how-wish-detail = Only that you are busy. To pass on to others, make an address of its own that says no more: whoever has this one can ask it for everything.
how-steps = Step by step
how-lag = How late it may be
how-times = When times look wrong
how-times-zone = Each entry is one instant, and your program shows it in the zone it is set to.
how-times-text = The text of each entry says the time and the zone at the place of the seminar. Where that and your program agree once the zones are counted, all is well.
how-times-late = Where the page of the seminar says something else, your program has not looked since it changed. The page is right.
how-mail = Or be told by mail
how-mail-words = A calendar that looks twice a day is too late for a change of the last hours. Where yours has not looked in time, a mail tells you. An invitation by mail goes out as soon as a change is settled, and puts the seminar into your calendar as well.
how-mail-chosen = Invitations by mail put seminars into your calendar.
how-mail-button = Invite me by mail

how-open-google = Open in Google Calendar
how-open-outlook = Outlook at work or school
how-open-outlook-home = Outlook.com
how-open-outlook-here = Outlook on this computer
how-open-apple = Open in Calendar
how-open-thunderbird = Open in Thunderbird
how-open-android = Open in ICSx⁵
how-open-gnome = Open in the calendar of this computer

how-program-google = Google Calendar
how-step-google-1 = Open the link in a browser on a computer: the app on a telephone cannot subscribe.
how-step-google-2 = Google asks whether to add the calendar. Confirm.
how-step-google-3 = It now stands under “Other calendars”, and on your telephone. Not there? On the telephone, tick it under Settings.
how-lag-google = Google decides itself when it looks: from 8 to { $hours } hours apart. Nothing can make it look earlier.
how-source-google = Google states no figure; this is what those who serve calendars see.
how-zone-google = In Google Calendar: Settings, “Time zone”.

how-program-outlook = Outlook
how-step-outlook-1 = Open the link for your Outlook; or choose “Add calendar” there, then “Subscribe from web”, and paste the address.
how-step-outlook-2 = Give it a name, and choose “Import”. That it says import does not matter: it is a subscription.
how-step-outlook-3 = In classic Outlook for Windows, choose File, Account Settings, “Internet Calendars”, New, and paste the address.
how-lag-outlook = Outlook on the web looks every { $hours } hours or so; now and then it takes more than a day. The program on the desktop looks when it sends and receives.
how-source-outlook = Microsoft: Import or subscribe to a calendar
how-zone-outlook = In Outlook: Settings, Calendar, “View”, “Time zones”.

how-program-apple = Apple Calendar
how-step-apple-1 = Open the link on the device, and choose “Subscribe”.
how-step-apple-2 = On a Mac, choose the account iCloud, so that every device has it.
how-step-apple-3 = On a Mac, set “Auto-refresh” to “Every 15 minutes”.
how-lag-apple = As often as you set: from every 5 minutes to once a week. On an iPhone it follows “Fetch New Data” and may wait for power and Wi-Fi.
how-source-apple = This is a setting of the program: in Calendar on a Mac, “Get Info” of the calendar.
how-zone-apple = On a Mac: Calendar, Settings, Advanced, “Turn on time zone support”. On an iPhone: Settings, Calendar, “Time Zone Override”.

how-program-thunderbird = Thunderbird
how-step-thunderbird-1 = Copy the address, and in the calendar of Thunderbird choose “New Calendar”.
how-step-thunderbird-2 = Choose “On the Network”.
how-step-thunderbird-3 = Paste the address as “Location”, leave the user name empty, and choose “Find Calendars”.
how-step-thunderbird-4 = Choose “Subscribe”. Under “Properties” you set how often it looks.
how-lag-thunderbird = As often as you set: every { $minutes } minutes unless you set something else, while it runs.
how-source-thunderbird = This is a setting of the program: “Properties” of the calendar.
how-zone-thunderbird = In Thunderbird: Settings, Calendar, “Timezone”.

how-program-android = Android
how-step-android-1 = Install ICSx⁵, which puts subscribed calendars into the calendar of the telephone.
how-step-android-2 = Open the link on the telephone, or press + in ICSx⁵ and paste the address.
how-step-android-3 = Give it a name and a colour.
how-step-android-4 = Set the sync interval, and let ICSx⁵ run in the background.
how-lag-android = As often as you set in ICSx⁵: from every 15 minutes to once a week. Without it, the calendar of the telephone is Google’s.
how-source-android = This is a setting of the program: “Sync interval” in ICSx⁵.
how-zone-android = In Google Calendar on the telephone: Settings, General, “Use device time zone”.

how-program-gnome = GNOME
how-step-gnome-1 = Copy the address, and in GNOME Calendar open “Manage Calendars”, then “Add Calendar”.
how-step-gnome-2 = Paste the address and choose “Add”.
how-step-gnome-3 = In Evolution: File, New, Calendar, type “On the Web”, and paste the address.
how-lag-gnome = Every { $minutes } minutes unless you set something else, while you are signed in at the computer.
how-source-gnome = This is a setting of the program: “Refresh” in the properties of the calendar in Evolution.
how-zone-gnome = In the settings of the computer: “Date & Time”.
