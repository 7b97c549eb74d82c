### Which calendar program fetched a personal feed, and how long ago.

polls-fetched = Fetched by
polls-none = No calendar program has fetched it yet.
poll-client-google = Google Calendar
poll-client-outlook = Outlook
poll-client-apple = Apple Calendar
poll-client-thunderbird = Thunderbird
poll-client-android = Android (ICSx⁵, DAVx⁵)
poll-client-gnome = GNOME Calendar
poll-client-vdirsyncer = vdirsyncer
poll-client-command_line = A command line
poll-client-browser = A web browser
poll-client-other = Another program

ago-now = just now
ago-minutes =
    { $count ->
        [one] a minute ago
       *[other] { $count } minutes ago
    }
ago-hours =
    { $count ->
        [one] an hour ago
       *[other] { $count } hours ago
    }
ago-days =
    { $count ->
        [one] a day ago
       *[other] { $count } days ago
    }
every-minutes =
    { $count ->
        [one] about every minute
       *[other] about every { $count } minutes
    }
every-hours =
    { $count ->
        [one] about every hour
       *[other] about every { $count } hours
    }
every-days =
    { $count ->
        [one] about every day
       *[other] about every { $count } days
    }
