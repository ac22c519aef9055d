# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""From the manifest to the installed app, and the same tree on a newer Debian."""

import json
import os
import re
import shutil
import subprocess

import lint
from lab import APP, BRANCH, HERE, MANIFEST, MANIFEST_DATA, ROOT

# What the SDK cannot run: whole suites, for it has no display (app), no ctags
# (project) and no mail servers (real), and single programs, for it has no
# jsonschema for Python, curl, swaks or unshare.  All but real run on the same
# release in audit().
SDK_WITHOUT_SUITES = ('app', 'project', 'real')
SDK_WITHOUT = ('cli|cli-(discover|docs|programs|situations|terminal)|'
               'knowledge-schema|net-limits|practice-commands')
# Of the window's tests those that show none and need no other program.
SDK_TESTS = ('app-closures', 'app-form', 'app-portal', 'app-recent',
             'app-recent-keyfile')

# Its servers are those of Debian 12: the newer Dovecot speaks another
# configuration language.
AUDIT_WITHOUT = ('real',)
TREE_PACKAGES = ('fonts-droid-fallback', 'util-linux', 'iproute2')

# Debian's packages have more in them than the runtime: what the app is linked
# with must be in the real one, by gnome-build-meta's list of elements.
RUNTIME_LIBRARIES = re.compile(
    r'libgtk-4\.so\.1|libadwaita-1\.so\.0|libsoup-3\.0\.so\.0|'
    r'libjson-glib-1\.0\.so\.0|lib(glib|gobject|gio|gmodule)-2\.0\.so\.0|'
    r'libpango(cairo)?-1\.0\.so\.0|libcairo(-gobject)?\.so\.2|'
    r'libgdk_pixbuf-2\.0\.so\.0|libgraphene-1\.0\.so\.0|libharfbuzz\.so\.0|'
    r'libxml2\.so\.[0-9]+|libsqlite3\.so\.0|libsecret-1\.so\.0|'
    r'lib(ssl|crypto)\.so\.3|libz\.so\.1|lib(c|m)\.so\.6|libgcc_s\.so\.1')


def stand_in(lab, packages):
    """The pair of runtime and SDK; its log goes on as it grows."""
    return subprocess.run(
        [os.path.join(HERE, 'stand-in.sh'), lab.suite, BRANCH,
         os.path.dirname(lab.cache), *TREE_PACKAGES, *packages],
        check=False).returncode == 0


def copy_source(lab):
    """What is under version control or could be, as it stands now."""
    source = lab.path('source')
    shutil.rmtree(source, ignore_errors=True)
    names = subprocess.run(
        ['git', '-C', ROOT, '-c', 'safe.directory=*', 'ls-files', '-z', '--cached',
         '--others', '--exclude-standard'],
        capture_output=True, text=True, check=True).stdout.split('\0')
    for name in filter(None, names):
        path = os.path.join(ROOT, name)
        if os.path.isfile(path):
            target = os.path.join(source, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(path, target)
    return source


def write_manifest(lab, source):
    """The manifest as it is submitted, but for where the source comes from, and
    that the tests are built and run."""
    manifest = json.loads(json.dumps(MANIFEST_DATA))
    module = manifest['modules'][-1]
    module['sources'] = [{'type': 'dir', 'path': source}]
    module['config-opts'] = [
        o for o in module.get('config-opts', []) if not o.startswith('-Dtests')
    ] + ['-Dwerror=true']
    module['run-tests'] = True
    module['test-rule'] = ''
    suites = ' '.join('--no-suite ' + suite for suite in SDK_WITHOUT_SUITES)
    module['test-commands'] = [
        'meson test --no-rebuild --print-errorlogs --num-processes 2 '
        '--timeout-multiplier 3 '
        f"{' '.join(SDK_TESTS)} $(meson test --no-rebuild --list {suites} | "
        f"sed -n 's,.* / ,,p' | grep -vxE '{SDK_WITHOUT}')"]
    path = lab.path(APP + '.json')
    with open(path, 'w', encoding='utf-8') as f:
        json.dump(manifest, f, indent=2)
    return path


def compose_with_sdk(lab):
    """flatpak-builder calls this system's appstreamcli, and Debian 12's is too old
    to keep the developer; the SDK's is put before it."""
    folder = lab.path('bin')
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, 'appstreamcli')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('#!/bin/sh\nexec flatpak run --user --filesystem=' + lab.out
                + f' --command=appstreamcli org.gnome.Sdk//{BRANCH} "$@"\n')
    os.chmod(path, 0o755)
    return folder + ':' + lab.environment['PATH']


def build(lab):
    """(whether it worked, its log)"""
    manifest = write_manifest(lab, copy_source(lab))
    code, text = lab.run(
        'flatpak-builder', '--user', '--force-clean', '--disable-rofiles-fuse',
        '--disable-download', '--disable-cache', '--state-dir=' + lab.path('state'),
        '--repo=' + lab.path('repo'), lab.path('app'), manifest,
        PATH=compose_with_sdk(lab), timeout=2400)
    with open(lab.path('build.log'), 'w', encoding='utf-8') as f:
        f.write(text)
    return code == 0, text


def check_build(lab, tap):
    good, text = build(lab)
    if not tap.check(good, 'the manifest builds in the SDK without a network',
                     text[-4000:]):
        return False
    ran = re.findall(r'^\s*\d+/\d+ (?:todoku:\S+ / )?(\S+)\s+OK\b.*?(\d+) subtests',
                     text, re.M)
    cases = sum(int(n) for _, n in ran)
    tap.check(len(ran) >= 20 and cases > 500,
              f'tests pass inside the SDK: {cases} cases of {len(ran)} programs '
              f'(without {", ".join(SDK_WITHOUT_SUITES)}, '
              f'{SDK_WITHOUT.replace("|", ", ")}; with {", ".join(SDK_TESTS)})',
              text[-4000:])
    warnings = [line for line in text.splitlines() if 'warning:' in line]
    tap.check(not warnings, 'the build gives no warning', '\n'.join(warnings))
    return True


def needed_libraries(folder):
    for top in ('bin', 'lib'):
        for place, _, names in os.walk(os.path.join(folder, 'files', top)):
            for name in names:
                path = os.path.join(place, name)
                if '/debug/' in path or os.path.islink(path):
                    continue
                text = lint.run('readelf', '-d', path)[1]
                yield from re.findall(r'\(NEEDED\).*\[(.*)\]', text)


def check_libraries(lab, tap):
    needed = set(needed_libraries(lab.path('app')))
    own = {name for _, _, names in os.walk(lab.path('app/files/lib'))
           for name in names}
    foreign = [n for n in sorted(needed - own)
               if not RUNTIME_LIBRARIES.fullmatch(n)]
    tap.check(needed and not foreign,
              'the app is linked only with what the runtime has', foreign)


def check_install(lab, tap):
    lab.run('flatpak', '--user', 'remote-delete', '--force', 'todoku')
    lab.run('flatpak', '--user', 'remote-add', '--no-gpg-verify', 'todoku',
            'file://' + lab.path('repo'))
    code, text = lab.run('flatpak', '--user', 'install', '-y', '--noninteractive',
                         '--reinstall', 'todoku', APP)
    good = tap.check(code == 0, 'the app is installed', text)
    bundle = lab.path(APP + '.flatpak')
    code, text = lab.run('flatpak', 'build-bundle', lab.path('repo'), bundle, APP)
    tap.check(code == 0 and os.path.getsize(bundle) > 100_000,
              'a single-file bundle is made', text)
    return good


def in_tree(lab, build, *argv):
    """Runs a command on the newer Debian as a developer has it: all of its files,
    this checkout, and no network but loopback."""
    tree = os.path.join(lab.cache, 'tree')
    return lab.run(
        'bwrap', '--unshare-all', '--die-with-parent', '--clearenv', '--uid', '0',
        '--gid', '0',
        '--ro-bind', f'{tree}/usr', '/usr', '--ro-bind', f'{tree}/etc', '/etc',
        '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/bin', '/sbin',
        '--symlink', 'usr/lib', '/lib', '--symlink', 'usr/lib64', '/lib64',
        '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--tmpfs', '/var',
        '--dir', '/run', '--ro-bind', lab.path('source'), '/source', '--bind', build, '/build',
        '--dir', '/home', '--setenv', 'HOME', '/home', '--setenv', 'PATH', '/usr/bin',
        '--setenv', 'LC_ALL', 'C.UTF-8', *argv, timeout=5400)


def audit(lab, tap):
    """Without the pins, so that whatever is deprecated there is an error; but for
    the one file that may choose."""
    folder = lab.path('audit-' + lab.suite)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    copy_source(lab)
    code, text = in_tree(lab, folder, 'sh', '-c',
                         'meson setup /build /source -Dpins=false -Dwerror=true && '
                         'meson compile -C /build && '
                         'pkg-config --modversion gtk4 libadwaita-1 glib-2.0')
    versions = ', '.join(text.split()[-3:]) if code == 0 else ''
    if not tap.check(code == 0,
                     f'Debian {lab.suite}: compiles without pins and deprecated '
                     f'calls (GTK, libadwaita, GLib {versions})', text[-4000:]):
        return
    leave_out = [f'--no-suite={s}' for s in AUDIT_WITHOUT]
    _, text = in_tree(lab, folder, 'meson', 'test', '-C', '/build', '--no-rebuild',
                      '--print-errorlogs', '--num-processes', '2',
                      '--timeout-multiplier', '3', *leave_out)
    with open(lab.path(f'audit-{lab.suite}.log'), 'w', encoding='utf-8') as f:
        f.write(text)
    good, summary = lint.run('python3', os.path.join(ROOT, 'tests/summary.py'),
                             folder)
    tap.check(good, f'Debian {lab.suite}: the tests pass, all but '
              f'{", ".join(AUDIT_WITHOUT)}: {summary.splitlines()[-1]}',
              summary + text[-6000:])


def check_rules(tap, name, rules):
    for good, rule, detail in rules:
        tap.check(bool(good), f'{name}: {rule}', detail)


def check_manifest(tap):
    check_rules(tap, 'manifest', lint.manifest_rules(MANIFEST))


def check_built(lab, tap):
    path = os.environ['PATH']
    os.environ['PATH'] = compose_with_sdk(lab)
    os.environ['FLATPAK_USER_DIR'] = lab.environment['FLATPAK_USER_DIR']
    check_rules(tap, 'built', lint.build_rules(lab.path('app'), APP))
    os.environ['PATH'] = path
