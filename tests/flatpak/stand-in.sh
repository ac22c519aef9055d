#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
#
# A stand-in for org.gnome.Platform and org.gnome.Sdk, made of the packages of a
# Debian release and installed into a Flatpak installation of its own, so that
# the manifest can be built and run where Flathub cannot be reached.  What it
# cannot prove is told in CONTRIBUTING.md.
#
# Usage: stand-in.sh SUITE BRANCH CACHE [TEST-PACKAGE…]
#
#   SUITE   of Debian: trixie (GTK 4.18, libadwaita 1.7), testing, …
#   BRANCH  that the pair shall have: the manifest's runtime-version
#   CACHE   a folder; in CACHE/SUITE are put
#             installation/  the FLATPAK_USER_DIR with the pair
#             tree/          the SDK with the test packages added: the same release
#                            as a developer has it, for the project's own tests
#             bin/           flatpak-builder, where this system's is too old
#
# Nothing is done when the pair was made by this file with these arguments.
set -euo pipefail
export LC_ALL=C

say() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }
die() { printf 'stand-in.sh: %s\n' "$*" >&2; exit 1; }

[ $# -ge 3 ] || die "usage: stand-in.sh SUITE BRANCH CACHE [TEST-PACKAGE…]"
here=$(cd "$(dirname "$0")" && pwd)
suite=$1 branch=$2 cache=$3/$1
shift 3
test_packages=("$@")
. "$here/private-apt.sh"

arch=$(flatpak --default-arch)
triplet=$arch-linux-gnu
languages='en ja'
locales='en_US ja_JP'
export FLATPAK_USER_DIR=$cache/installation

# What org.gnome.Platform has too, less what cannot matter here (WebKit, GStreamer,
# GTK 3 …).  Debian's packages bring more with them than the real one has: the
# checks hold what the program is linked with against a list.
platform_packages='base-files bash coreutils sed grep findutils tar gzip libc-bin
  libc6 tzdata ca-certificates openssl libgtk-4-1 libgtk-4-common libadwaita-1-0
  libsoup-3.0-0 libjson-glib-1.0-0 glib-networking libglib2.0-bin libsecret-1-0
  libsqlite3-0 dconf-gsettings-backend gsettings-desktop-schemas shared-mime-info
  librsvg2-common libgdk-pixbuf2.0-bin adwaita-icon-theme hicolor-icon-theme
  gtk-update-icon-cache xkb-data fontconfig fonts-cantarell fonts-adwaita-sans'
sdk_packages='gcc g++ libc6-dev binutils make meson ninja-build pkgconf gettext
  python3 desktop-file-utils appstream appstream-compose libxml2-utils
  libgtk-4-bin libglib2.0-dev libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev
  libjson-glib-dev libsecret-1-dev libsqlite3-dev dbus dbus-daemon patch diffutils
  xz-utils file'
# Unpacked only while the pair is made: what localedef reads.
tool_packages='locales'
# Never needed in a sandbox, or (GL) given by an extension of the real runtime;
# GTK draws with cairo then.
assumed_packages='systemd systemd-sysv libpam-systemd init-system-helpers dpkg
  debconf adduser ucf sensible-utils dbus-user-session dbus-system-bus-common
  libpam-modules libpam-runtime mount login passwd iso-codes
  x11-common lsb-base sysvinit-utils xorg-sgml-doctools glycin-thumbnailers
  user-session-migration libegl-mesa0 libglx-mesa0 libgl1-mesa-dri mesa-libgallium
  mesa-vulkan-drivers libllvm19 libllvm21'

# -- Is it there already? ------------------------------------------------------

stamp=$({
  cat "$0" "$here/private-apt.sh"
  echo "$suite $branch ${test_packages[*]}"
} | sha256sum | cut -c1-16)
stamp_of() {
  flatpak --user info --show-metadata "$1//$branch" 2>/dev/null | sed -n 's/^stamp=//p'
}
is_there() {
  [ "$(cat "$cache/tree/stamp" 2>/dev/null)" = "$stamp" ] &&
    [ "$(stamp_of org.gnome.Platform)" = "$stamp" ] &&
    [ "$(stamp_of org.gnome.Sdk)" = "$stamp" ]
}
if is_there; then
  say "the stand-in from Debian $suite is there ($stamp)"
  exit 0
fi

remove() {
  [ -e "$1" ] || return 0
  chmod -R u+w "$1" 2>/dev/null || :
  rm -rf "$1"
}

# -- Trees: what maintainer scripts would have done ----------------------------

work=$cache/work
skeleton() {
  mkdir -p "$1"/usr/{bin,sbin,lib,lib64,share} "$1"/{etc,var,tmp}
  ln -sfn usr/bin "$1/bin"
  ln -sfn usr/bin "$1/sbin"
  ln -sfn usr/lib "$1/lib"
  ln -sfn usr/lib64 "$1/lib64"
}

# The tree's own programs, and nothing of this system.
inside() {
  local root=$1
  shift
  bwrap --unshare-all --die-with-parent --clearenv \
    --bind "$root/usr" /usr --bind "$root/etc" /etc --symlink usr/bin /bin \
    --symlink usr/bin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
    --proc /proc --dev /dev --tmpfs /tmp --tmpfs /var \
    --setenv PATH /usr/bin --setenv HOME /tmp --setenv LC_ALL C.UTF-8 "$@"
}

# As in the freedesktop runtime: Flatpak runs ldconfig with PATH=/app/bin:/usr/bin.
# What stands in both folders is a link from one to the other.
merge_sbin() {
  cp -an "$1/usr/sbin/." "$1/usr/bin/"
  rm -rf "$1/usr/sbin"
  ln -s bin "$1/usr/sbin"
}

prune() {
  local root=$1 path language wanted
  merge_sbin "$root"
  for path in "$root"/usr/share/locale/*/; do
    wanted=0
    for language in $languages; do
      case $(basename "$path") in "$language" | "${language}_"* | "$language@"*) wanted=1 ;; esac
    done
    if [ $wanted = 0 ]; then rm -rf "$path"; fi
  done
  # Static libraries, but not those that every link needs.
  find "$root/usr/lib" -name '*.a' -size +64k ! -name 'libgcc*' -delete
  rm -rf "$root"/usr/share/{lintian,perl5,menu,pixmaps,zsh,fish,polkit-1,initramfs-tools} \
    "$root"/usr/lib/{tmpfiles.d,sysusers.d,modules-load.d,init} "$root"/usr/games \
    "$root"/etc/{init.d,cron*,systemd,pam.d,security,default,logrotate.d,skel,apt,dpkg,profile.d}
}

link_if() { if [ -e "$2/$1" ]; then ln -sfn "$1" "$2/$3"; fi; }

write_etc() {
  local etc=$1/etc rule name
  printf 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\n' >"$etc/nsswitch.conf"
  rm -f "$etc"/{passwd,group,shadow,hosts,resolv.conf,hostname,mtab,machine-id}
  # The app's libraries first, as in the freedesktop runtime.
  printf '%s\n' 'include /run/flatpak/ld.so.conf.d/app-*.conf' 'include /app/etc/ld.so.conf' \
    /app/lib 'include /run/flatpak/ld.so.conf.d/runtime-*.conf' \
    "/usr/lib/$triplet" /usr/lib >"$etc/ld.so.conf"
  rm -rf "$etc/ssl/certs"
  mkdir -p "$etc/ssl/certs" "$etc/fonts/conf.d"
  cat "$1"/usr/share/ca-certificates/mozilla/*.crt >"$etc/ssl/certs/ca-certificates.crt"
  for rule in "$1"/usr/share/fontconfig/conf.avail/[0-9]*.conf; do
    name=${rule##*/}
    case $name in
      10-hinting-[!s]* | 10-no-sub* | 10-autohint* | 10-unhinted* | 10-sub-pixel* | 25-unhint* | 70-*) ;;
      *) ln -sfn "/usr/share/fontconfig/conf.avail/$name" "$etc/fonts/conf.d/$name" ;;
    esac
  done
  # This system's fonts too, which Flatpak shows under /run/host.
  cat >"$etc/fonts/conf.d/50-flatpak.conf" <<'TEXT'
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir><dir>/app/share/fonts</dir>
  <include ignore_missing="yes">/run/host/font-dirs.xml</include>
  <dir>/run/host/fonts</dir><dir>/run/host/local-fonts</dir><dir>/run/host/user-fonts</dir>
  <cachedir>/run/host/fonts-cache</cachedir><cachedir>/run/host/user-fonts-cache</cachedir>
  <cachedir>/usr/cache/fontconfig</cachedir><cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
TEXT
}

finish() {
  local root=$1
  ln -sfn bash "$root/usr/bin/sh"
  link_if mawk "$root/usr/bin" awk
  link_if gcc "$root/usr/bin" cc
  link_if g++ "$root/usr/bin" c++
  write_etc "$root"
  mkdir -p "$root/usr/cache/fontconfig"
  inside "$root" sh -ec "
    ldconfig
    glib-compile-schemas /usr/share/glib-2.0/schemas
    gio-querymodules /usr/lib/$triplet/gio/modules
    loaders=/usr/lib/$triplet/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders
    if [ -x \$loaders ]; then \$loaders --update-cache; fi
    update-mime-database /usr/share/mime 2>/dev/null || :
    fc-cache -f >/dev/null 2>&1 || :
    for theme in hicolor Adwaita; do
      if [ -d /usr/share/icons/\$theme ]; then gtk-update-icon-cache -qf /usr/share/icons/\$theme; fi
    done"
}

# The tree below shares its files with the one above, but for those that finish()
# writes anew.
grow() {
  local from=$1 to=$2 path
  cp -al "$from" "$to"
  rm -f "$to/etc/ld.so.cache" "$to/usr/share/glib-2.0/schemas/gschemas.compiled" \
    "$to"/etc/{ld.so.conf,nsswitch.conf}
  for path in usr/share/mime etc/fonts usr/cache etc/ssl; do
    rm -rf "${to:?}/$path"
    cp -a "$from/$path" "$(dirname "$to/$path")/"
  done
  find "$to" \( -name icon-theme.cache -o -name giomodule.cache -o -name loaders.cache \) -delete
}

add() {
  (cd "$1" && tar -c usr etc) | tar -x -C "$2" --keep-directory-symlink --no-same-owner
}

compile_locales() {
  local root=$1 definitions=$2
  mkdir -p "$root/usr/lib/locale"
  inside "$root" --ro-bind "$definitions" /tmp/i18n sh -ec "
    export I18NPATH=/tmp/i18n
    for name in $locales; do
      localedef -i \$name -f UTF-8 --no-archive /usr/lib/locale/\$name.utf8 2>/dev/null ||
        test -e /usr/lib/locale/\$name.utf8/LC_CTYPE
    done"
}

resolve() {
  apt_set_up
  apt_assume $assumed_packages
  platform_packages=$(apt_known $platform_packages)
  sdk_packages="$platform_packages $(apt_known $sdk_packages)"
  test_tree_packages="$sdk_packages $(apt_known ${test_packages[*]:-})"
  apt_closure $platform_packages >"$work/platform.list"
  apt_closure $sdk_packages >"$work/sdk.list"
  apt_closure $test_tree_packages >"$work/tree.list"
  apt_closure $tool_packages >"$work/tools.list"
  apt_closure $test_tree_packages $tool_packages >"$work/all.list"
  [ -s "$work/platform.list" ] || die "apt could not resolve the packages"
  say "download $(wc -l <"$work/all.list") packages"
  apt_download $test_tree_packages $tool_packages
  # What was superseded goes, so that the cache does not grow.
  (cd "$cache/apt/archives" && ls ./*.deb | sed 's,^./,,' | sort |
    comm -23 - "$work/all.list" | xargs -r rm -f)
}

# Those that the second list has and the first has not.
only_in() { comm -13 "$work/$1.list" "$work/$2.list"; }

make_trees() {
  local name
  for name in platform sdk-more tree-more tools; do skeleton "$work/$name"; done
  say "unpack the platform, $(wc -l <"$work/platform.list") packages"
  apt_unpack "$work/platform" <"$work/platform.list"
  say "unpack the SDK, $(only_in platform sdk | wc -l) packages more"
  only_in platform sdk | apt_unpack "$work/sdk-more"
  say "unpack what the tests need, $(only_in sdk tree | wc -l) packages more"
  only_in sdk tree | apt_unpack "$work/tree-more"
  apt_unpack "$work/tools" <"$work/tools.list"
  prune "$work/platform"
  prune "$work/sdk-more"
  prune "$work/tree-more"
  say "finish the trees"
  finish "$work/platform"
  compile_locales "$work/platform" "$work/tools/usr/share/i18n"
  grow "$work/platform" "$work/sdk"
  add "$work/sdk-more" "$work/sdk"
  finish "$work/sdk"
  write_builder_defaults "$work/sdk"
  grow "$work/sdk" "$work/tree"
  add "$work/tree-more" "$work/tree"
  finish "$work/tree"
  # Names that Debian's alternatives give, and the users that a bus looks for.
  for name in import convert identify compare; do
    link_if "$name-im7.q16" "$work/tree/usr/bin" "$name"
  done
  link_if ctags-universal "$work/tree/usr/bin" ctags
  link_if php.default "$work/tree/usr/bin" php
  od -An -N16 -tx1 /dev/urandom | tr -d ' ' >"$work/tree/etc/machine-id"
  printf 'root:x:0:0::/home:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n' \
    >"$work/tree/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$work/tree/etc/group"
}

# flatpak-builder takes its default flags from the SDK.
write_builder_defaults() {
  local flags='-O2 -g -pipe -Wp,-D_FORTIFY_SOURCE=3 -fexceptions'
  flags="$flags -fstack-protector-strong -fasynchronous-unwind-tables -fstack-clash-protection"
  flags="$flags -fno-omit-frame-pointer"
  mkdir -p "$1/etc/flatpak-builder"
  cat >"$1/etc/flatpak-builder/defaults.json" <<TEXT
{ "cflags": "$flags", "cxxflags": "$flags -Wp,-D_GLIBCXX_ASSERTIONS",
  "ldflags": "-Wl,-z,relro,-z,now -Wl,--as-needed" }
TEXT
}

# -- The pair as Flatpak knows it ----------------------------------------------

metadata() {
  cat <<TEXT
[Runtime]
name=$1
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
GI_TYPELIB_PATH=/app/lib/girepository-1.0
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share

[X-Todoku-Stand-In]
suite=$suite
stamp=$stamp
TEXT
}

# The SDK's files stay shared with the test tree: neither is written to again.
commit() {
  local tree=$1 name=$2
  say "commit $name//$branch"
  mkdir -p "$work/$name"
  cp -al "$work/$tree/usr" "$work/$name/files"
  cp -al "$work/$tree/etc" "$work/$name/files/etc"
  cp "$work/$tree.list" "$work/$name/files/debian-packages.txt"
  metadata "$name" >"$work/$name/metadata"
  flatpak build-export --runtime --files=files --no-update-summary --disable-fsync \
    --subject="stand-in from Debian $suite" "$cache/repo" "$work/$name" "$branch" >/dev/null
}

install_pair() {
  local name
  flatpak build-update-repo --no-update-appstream --prune --prune-depth=0 "$cache/repo" >/dev/null
  say "install the pair into its own installation"
  remove "$FLATPAK_USER_DIR"
  flatpak --user remote-add --no-gpg-verify stand-in "file://$cache/repo"
  # Else only the language of the desktop would be installed of an app.
  flatpak --user config --set languages "${languages// /;}" >/dev/null
  for name in org.gnome.Platform org.gnome.Sdk; do
    flatpak --user install -y --noninteractive stand-in "$name/$arch/$branch" >/dev/null
  done
}

# Debian 12's flatpak-builder calls a program that newer SDKs lack, and renames
# the metainfo; the one of its backports does as Flathub's does.
get_builder() {
  remove "$cache/bin"
  mkdir -p "$cache/bin"
  local version
  version=$(flatpak-builder --version | sed 's/.*[- ]//')
  if dpkg --compare-versions "$version" ge 1.3; then return; fi
  (
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME-backports")
    cache=$work/backports
    apt_set_up
    cd "$cache" && apt_own apt-get -qq download flatpak-builder >/dev/null
    dpkg-deb --fsys-tarfile flatpak-builder_*.deb | tar -xO ./usr/bin/flatpak-builder \
      >flatpak-builder
  )
  install -m 755 "$work/backports/flatpak-builder" "$cache/bin/"
}

for program in apt-get dpkg-deb bwrap flatpak flatpak-builder ostree; do
  command -v "$program" >/dev/null || die "$program is missing"
done
remove "$work"
mkdir -p "$work"
resolve
make_trees
remove "$cache/repo"
ostree init --repo="$cache/repo" --mode=bare-user-only
commit platform org.gnome.Platform
commit sdk org.gnome.Sdk
install_pair
get_builder
echo "$stamp" >"$work/tree/stamp"
remove "$cache/tree"
mv "$work/tree" "$cache/tree"
remove "$work"
is_there || die "what was installed does not carry the stamp $stamp"
say "done: $(du -sh "$cache" | cut -f1) in the cache"
