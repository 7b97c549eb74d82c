//! The one command that installs PostgreSQL's server on this system.
//!
//! The packages include `contrib`, since Maru's constraints need the extension `btree_gist`.

use std::path::Path;

/// (the package manager, where it would be, whether it wants root, what it is told).
const MANAGERS: [(&str, &str, bool, &str); 8] = [
    ("apt-get", "/usr/bin", true, "install --yes postgresql"),
    (
        "dnf",
        "/usr/bin",
        true,
        "install --assumeyes postgresql-server postgresql-contrib",
    ),
    (
        "zypper",
        "/usr/bin",
        true,
        "install --no-confirm postgresql-server postgresql-contrib",
    ),
    ("pacman", "/usr/bin", true, "-S --noconfirm postgresql"),
    ("apk", "/sbin", true, "add postgresql postgresql-contrib"),
    ("brew", "/opt/homebrew/bin", false, "install postgresql@17"),
    ("brew", "/usr/local/bin", false, "install postgresql@17"),
    (
        "brew",
        "/home/linuxbrew/.linuxbrew/bin",
        false,
        "install postgresql@17",
    ),
];

/// The command, with `sudo` where this process is not root; none where no package manager that we
/// know is installed.
pub fn command() -> Option<String> {
    let is_root = rustix::process::geteuid().is_root();
    command_for(is_root, Path::exists)
}

fn command_for(is_root: bool, exists: impl Fn(&Path) -> bool) -> Option<String> {
    let (name, _, as_root, told) = MANAGERS
        .into_iter()
        .find(|(name, dir, ..)| exists(&Path::new(dir).join(name)))?;
    let sudo = if as_root && !is_root { "sudo " } else { "" };
    Some(format!("{sudo}{name} {told}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_suits_the_system_and_the_user() {
        let on = |is_root, there: &'static str| command_for(is_root, |p| p == Path::new(there));
        assert_eq!(
            on(true, "/usr/bin/apt-get").unwrap(),
            "apt-get install --yes postgresql"
        );
        assert_eq!(
            on(false, "/usr/bin/apt-get").unwrap(),
            "sudo apt-get install --yes postgresql"
        );
        assert_eq!(
            on(false, "/sbin/apk").unwrap(),
            "sudo apk add postgresql postgresql-contrib"
        );
        assert_eq!(
            on(false, "/opt/homebrew/bin/brew").unwrap(),
            "brew install postgresql@17"
        );
        assert_eq!(on(true, "/usr/bin/emerge"), None);
    }
}
