### How to subscribe.

feeds-title = Calendars
feeds-words = Subscribe once. What is added, moved or cancelled then arrives by itself.
feeds-mine = My own calendars
feeds-hub = The hub
feeds-everything = Everything public at { $hub }
feeds-series = Series
feeds-topics = Topics
feeds-institutions = Institutions
feeds-rooms = Rooms
feeds-apple = Apple and others
feeds-address = Address
feeds-how = How it works
feeds-lists-words = Atom and JSON Feed are for programs that read news. They name what was announced or changed last.
feeds-program-apple = Apple Calendar
feeds-steps-apple = Open the link “Apple and others” on the device. Choose the account iCloud, and every device has it.
feeds-delay-apple = It looks for changes as often as you set: from 5 minutes to a week.
feeds-program-google = Google Calendar
feeds-steps-google = Open the link “Google” in a browser on a computer and confirm. It then shows on the phone as well.
feeds-delay-google = Google decides itself when it looks: often after 12 hours, now and then after a day. Those who are invited hear of changes by mail.
feeds-program-outlook = Outlook
feeds-steps-outlook = Open the link “Outlook”, or under “Add calendar” choose “Subscribe from web” and paste the address.
feeds-delay-outlook = Outlook on the web looks every 3 hours or so; the program on the desktop when it sends and receives.
feeds-program-thunderbird = Thunderbird and others
feeds-steps-thunderbird = Choose “New calendar”, “On the network”, and paste the address.
feeds-delay-thunderbird = It looks as often as you set; half an hour is usual.
