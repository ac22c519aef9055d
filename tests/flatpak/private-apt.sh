# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
#
# Packages of another Debian release, resolved, downloaded and unpacked with
# state of their own: nothing is installed on this system, and no root is needed.
# To be sourced; $suite and $cache (a folder) are set before.

# The mirror is the one that this machine already uses.
apt_mirror() {
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" { print $2; exit }'
}

apt_set_up() {
  local mirror
  mirror=$(apt_mirror)
  [ -n "$mirror" ] || die "apt knows no Debian mirror on this machine"
  mkdir -p "$cache"/apt/{lists/partial,archives/partial,unused/partial}
  # Debian testing may be older than its lists say they are valid.
  printf 'deb [signed-by=%s check-valid-until=no] %s %s main\n' \
    /usr/share/keyrings/debian-archive-keyring.gpg "$mirror" "$suite" \
    >"$cache/apt/sources.list"
  cat >"$cache/apt/apt.conf" <<TEXT
Dir::Etc::SourceList "$cache/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "$cache/apt";
Dir::State::Lists "$cache/apt/lists";
Dir::State::Status "$cache/apt/status";
Dir::Cache "$cache/apt";
Dir::Cache::Archives "$cache/apt/archives";
Dir::Cache::pkgcache "$cache/apt/pkgcache.bin";
Dir::Cache::srcpkgcache "$cache/apt/srcpkgcache.bin";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "true";
TEXT
  : >"$cache/apt/status"
  apt_own apt-get -qq update || say "the mirror was not reached: the lists in the cache are used"
}

apt_own() { APT_CONFIG="$cache/apt/apt.conf" "$@"; }

# Packages that count as installed, in the archive's own versions.
apt_assume() {
  apt_own apt-cache --no-all-versions show "$@" 2>/dev/null |
    awk -v arch="$(dpkg --print-architecture)" '
      /^Package:/ {
        print "\n" $0 "\nStatus: hold ok installed\nMaintainer: none"
        print "Architecture: " arch "\nMulti-Arch: foreign\nDescription: assumed"
      }
      /^(Version|Provides):/' >"$cache/apt/status.new" || :
  mv "$cache/apt/status.new" "$cache/apt/status"
}

# Those of the names that the release has.
apt_known() {
  apt_own apt-cache pkgnames | grep -Fx "$(printf '%s\n' "$@")" || :
}

# The file names of the packages and of all that they need.
apt_closure() {
  apt_own apt-get -qq --print-uris -o Dir::Cache::Archives="$cache/apt/unused" \
    install "$@" | awk '{ print $2 }' | sort
}

apt_download() {
  apt_own apt-get -qq -y --download-only install "$@" >/dev/null
}

# Unpacks the packages whose file names stand on standard input into the folder.
# Modes and owners do not matter: Flatpak stores its own.  Two at a time: each is
# unpacked on one core.
apt_unpack() {
  xargs -P2 -I{} sh -c '
    dpkg-deb --fsys-tarfile "$1/$2" |
      tar -x -C "$3" --keep-directory-symlink --no-same-owner --no-same-permissions \
        --exclude="./usr/share/doc/*" --exclude="./usr/share/man/*" \
        --exclude="./usr/share/info/*" --exclude="./usr/share/lintian/*" \
        --exclude="./usr/share/bug/*" --exclude="./usr/share/gtk-doc/*" \
        --exclude="./usr/share/doc-base/*" --exclude="./usr/share/gir-1.0/*" \
        --exclude="*/__pycache__/*" --exclude="./usr/lib/systemd/*" \
        --exclude="./usr/lib/udev/*" --exclude="./dev/*" --exclude="./run/*"
  ' _ "$cache/apt/archives" {} "$1"
}
