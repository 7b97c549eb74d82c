//! Which calendar program asks, as far as its `User-Agent` says.

use chrono::Duration;

crate::words! {
    /// A calendar program.
    Client {
        /// Google Calendar, which fetches for all its devices.
        Google = "google",
        /// Outlook and Exchange, in all their forms.
        Outlook = "outlook",
        /// Calendar of macOS, iOS and iPadOS.
        Apple = "apple",
        /// Thunderbird.
        Thunderbird = "thunderbird",
        /// `ICSx⁵` or `DAVx⁵` on Android.
        Android = "android",
        /// GNOME Calendar and Evolution.
        Gnome = "gnome",
        /// vdirsyncer.
        Vdirsyncer = "vdirsyncer",
        /// A tool on a command line.
        CommandLine = "command_line",
        /// A web browser.
        Browser = "browser",
        /// Something else, or something that does not say what it is.
        Other = "other",
    }
}

/// What programs call themselves, in lower case, the more particular first: Thunderbird says that it is Mozilla as well,
/// and Outlook on a telephone names the telephone.
const NAMES: [(&str, Client); 26] = [
    ("google", Client::Google),
    ("thunderbird", Client::Thunderbird),
    ("outlook", Client::Outlook),
    ("exchange", Client::Outlook),
    ("microsoft office", Client::Outlook),
    ("msoffice", Client::Outlook),
    ("office365", Client::Outlook),
    ("icsx5", Client::Android),
    ("icsdroid", Client::Android),
    ("davx5", Client::Android),
    ("davdroid", Client::Android),
    ("evolution", Client::Gnome),
    ("gnome", Client::Gnome),
    ("vdirsyncer", Client::Vdirsyncer),
    ("calendaragent", Client::Apple),
    ("dataaccessd", Client::Apple),
    ("accountsd", Client::Apple),
    ("remindd", Client::Apple),
    ("coredav", Client::Apple),
    ("ical/", Client::Apple),
    ("curl/", Client::CommandLine),
    ("wget/", Client::CommandLine),
    ("httpie/", Client::CommandLine),
    ("python", Client::CommandLine),
    ("mozilla/", Client::Browser),
    ("opera/", Client::Browser),
];

/// Octets of a calendar that Google Calendar takes, about, before compression: of one that has more it reads nothing, keeps what
/// it had, and says so nowhere.
pub const GOOGLE_TAKES: i64 = 1_000_000;

/// Octets of a name that are looked at.
const LONGEST: usize = 300;

impl Client {
    /// How late it is known to show a change; none where nobody knows. Where people set it, what it has unless they do.
    /// The page on how to subscribe says the same figures.
    pub const fn lag(self) -> Option<Duration> {
        Some(match self {
            // Google states no figure: those who serve calendars see polls from 8 to 24 hours apart.
            Self::Google => Duration::hours(24),
            // Microsoft, “Import or subscribe to a calendar”: about every 3 hours; it may take more than a day.
            Self::Outlook => Duration::hours(3),
            // macOS, “Auto-refresh”: from 5 minutes to a week; every hour is the one in the middle.
            Self::Apple => Duration::hours(1),
            // Thunderbird, “Properties” of a calendar, and Evolution, “Refresh”: every 30 minutes.
            Self::Thunderbird | Self::Gnome => Duration::minutes(30),
            // DAVx⁵, “Sync interval”: every 4 hours; in ICSx⁵ it is set, and learned.
            Self::Android => Duration::hours(4),
            // As often as its owner starts it, or unknown.
            Self::Vdirsyncer | Self::CommandLine | Self::Browser | Self::Other => return None,
        })
    }

    /// Whether what it fetches may be someone's calendar. A browser shows a feed once, to whoever has opened it there.
    pub fn keeps_a_calendar(self) -> bool {
        self != Self::Browser
    }

    /// The program that calls itself so. Nobody holds it to the truth.
    pub fn of(user_agent: &[u8]) -> Self {
        let name = user_agent[..user_agent.len().min(LONGEST)].to_ascii_lowercase();
        let says = |part: &str| name.windows(part.len()).any(|at| at == part.as_bytes());
        NAMES
            .iter()
            .find(|(part, _)| says(part))
            .map_or(Self::Other, |(_, client)| *client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_what_they_call_themselves() {
        for (user_agent, client) in [
            ("Google-Calendar-Importer", Client::Google),
            (
                "Mozilla/5.0 (compatible; Google-Calendar-Importer/1.0)",
                Client::Google,
            ),
            (
                "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17126; Pro)",
                Client::Outlook,
            ),
            (
                "Microsoft.Exchange/15.20 (OutlookCalendarSync)",
                Client::Outlook,
            ),
            (
                "Outlook-iOS/723.4027091.prod.iphone (4.28.0)",
                Client::Outlook,
            ),
            ("macOS/14.4 (23E214) CalendarAgent/986", Client::Apple),
            ("Mac_OS_X/10.9.2 (13C64) CalendarAgent/176", Client::Apple),
            ("iOS/17.4 (21E219) dataaccessd/1.0", Client::Apple),
            ("iCal/4.0.4 (1395.7); Mac OS X", Client::Apple),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.0",
                Client::Thunderbird,
            ),
            ("ICSx5/2.2.3 (2024/07/13; Ktor) Android/14", Client::Android),
            (
                "DAVx5/4.4.3-ose (dav4jvm; okhttp) Android/13",
                Client::Android,
            ),
            ("Evolution/3.50.2", Client::Gnome),
            ("gnome-calendar/46", Client::Gnome),
            ("vdirsyncer/0.19.2", Client::Vdirsyncer),
            ("curl/8.5.0", Client::CommandLine),
            ("Wget/1.21.4", Client::CommandLine),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
                Client::Browser,
            ),
            ("", Client::Other),
            ("Sample/1.0", Client::Other),
        ] {
            assert_eq!(Client::of(user_agent.as_bytes()), client, "{user_agent}");
        }
        // What is no text is no reason to fail; nor is a name without an end.
        assert_eq!(Client::of(b"\xff\xfe curl/8"), Client::CommandLine);
        assert_eq!(Client::of(&vec![b'x'; 100_000]), Client::Other);
    }
}
