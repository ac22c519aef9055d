# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The installed app, tried as a person would: on the command line and in its
window, on X11 and Wayland, with a desktop's portals and without.

Usage: tries.py CACHE OUT

Run with a network of its own that has loopback alone, and a /run/user of its own:
portals hand out paths under the usual XDG_RUNTIME_DIR alone.  Screenshots are put
into OUT/screenshots.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from lab import ACCESSIBILITY, APP, PORTALS, ROOT, Lab, wait_until

sys.path[:0] = [os.path.join(ROOT, 'tests/app'), os.path.join(ROOT, 'tests')]
from tap import Tap  # noqa: E402
from with_display import display  # noqa: E402
import spi  # noqa: E402

KNOWLEDGE = os.path.join(ROOT, 'data/knowledge')
CASE = 'outlook-2010-587-ssl'
LINKED_CASE = 'backup-program'  # the first step of its cause opens a page
CAUSE = spi.finding(KNOWLEDGE, 'encryption', 'tls-on-starttls-port')
REFUSED = spi.finding(KNOWLEDGE, 'sign-in', 'password-refused')
MESSAGE = '535-5.7.8 Username and Password not accepted'
NO_PORTAL = 'This desktop gives Flatpak apps no file dialog'
LOCALES = {'en': 'en_US.UTF-8', 'ja': 'ja_JP.UTF-8'}
SIZE = (1000, 700)
# Each look at the window is many calls through two of Flatpak's proxies.
spi.PATIENCE = 90


def title(finding, language):
    return spi.longest_piece(finding['title'][language])


class Sandboxed(spi.Window):
    """The installed app, as a screen reader meets it through Flatpak's proxy."""

    # Flatpak's own, and GTK's where it looks for portals that are not there.
    EXPECTED = 'Failed to connect to bus|portal'

    def __init__(self, *arguments, language='en'):
        super().__init__(
            'flatpak',
            ['run', '--user', '--die-with-parent',
             '--env=LC_ALL=' + LOCALES[language], '--env=LANGUAGE=' + language,
             APP, *arguments], language=language, size=SIZE)

    def find_application(self):
        import pyatspi
        assert self.process.poll() is None, 'Todoku has ended'
        # Its process is another one outside of the sandbox.
        for application in pyatspi.Registry.getDesktop(0):
            if application and application.name in (APP, 'todoku'):
                return application
        return None

    def __exit__(self, *exception):
        super().__exit__(*exception)
        spi.wait_for('the end', lambda: not self.is_listed())

    def is_listed(self):
        import pyatspi
        return any(a and a.name in (APP, 'todoku')
                   for a in pyatspi.Registry.getDesktop(0))


class OnWayland(Sandboxed):
    """There nobody moves windows or types from outside."""

    def resize(self):
        spi.wait_for('the window', lambda: self.application.childCount)

    def screenshot(self, name):
        time.sleep(1)
        folder = os.environ['TODOKU_SCREENSHOTS']
        before = set(os.listdir(folder))
        subprocess.run(['weston-screenshooter'], cwd=folder, check=True)
        made = (set(os.listdir(folder)) - before).pop()
        os.rename(os.path.join(folder, made), os.path.join(folder, name))


# -- The command line ----------------------------------------------------------

def check_command_line(lab):
    for language, words in (('en', 'What to do'), ('ja', 'やること')):
        code, text = lab.sandboxed('practice', 'run', CASE, '--lang', language)
        assert code == 1, text
        assert title(CAUSE, language) in text and words in text, text


def check_desktop_language(lab):
    code, text = lab.sandboxed('--help', options=['--env=LC_ALL=ja_JP.UTF-8'])
    assert code == 0 and re.search('[ぁ-ん]', text), text


def practise_for_json(lab, case):
    code, text = lab.sandboxed('practice', 'run', case, '--format', 'json')
    assert code == 1, text[:1000]
    return json.loads(text)


def check_tls(lab):
    """What GIO's TLS saw of the practice servers, which listen on loopback."""
    seen = [p for p in practise_for_json(lab, CASE)['probes'] if 'tls' in p]
    assert seen and {p['address'] for p in seen} == {'127.0.0.1'}, seen
    assert all(p['tls']['version'] == '1.3' and not p['tls']['problems']
               for p in seen), seen
    report = practise_for_json(lab, 'certificate-self-signed')
    problems = [p['tls']['problems'] for p in report['probes'] if 'tls' in p]
    assert problems and any(problems), problems


def check_report_stays_inside(lab):
    """Where nothing is shared, a report is written for the app alone."""
    target = os.path.join(lab.environment['HOME'], 'report.txt')
    code, text = lab.sandboxed('practice', 'run', CASE, '--output', target)
    assert not os.path.exists(target), 'it was written to the host'
    assert code in (1, 4), text


def check_files_hidden(lab):
    marks = [os.path.join(lab.environment['HOME'], 'mark'), lab.path('mark'),
             '/tmp/todoku-mark-%d' % os.getpid()]
    for mark in marks:
        with open(mark, 'w', encoding='utf-8') as f:
            f.write('seen')
    try:
        for path in marks + [os.path.join(ROOT, 'dev'), '/root/.ssh', '/home', '/etc/shadow',
                             '/run/dbus/system_bus_socket']:
            # The way to the app's own folder is there, with nothing beside it.
            way = os.path.relpath(lab.environment['HOME'], path).split('/')[0]
            code, text = lab.sandboxed(
                '-c', f'ls -A "{path}" 2>/dev/null | grep -vxF "{way}"', command='sh')
            assert code != 0, f'{path}: {text}'
    finally:
        for mark in marks:
            os.remove(mark)


def check_own_folders(lab):
    code, text = lab.sandboxed(
        '-c', 'for d in "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_CACHE_HOME"; do '
        'echo mark >"$d/mark" && cat "$d/mark" && rm "$d/mark"; done', command='sh')
    assert code == 0 and text.split() == ['mark'] * 3, text
    place = os.path.join(lab.environment['HOME'], '.var/app', APP)
    assert os.path.isdir(place), 'the app has no folder of its own'


# -- The window ----------------------------------------------------------------

def forget(lab):
    """As after the installation: no settings, no history."""
    shutil.rmtree(os.path.join(lab.environment['HOME'], '.var/app', APP),
                  ignore_errors=True)
    folder = os.path.join(lab.environment['HOME'], '.var/app', APP,
                          'config/gtk-4.0')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'settings.ini'), 'w', encoding='utf-8') as f:
        f.write('[Settings]\ngtk-font-name=Adwaita Sans 11\n'
                'gtk-decoration-layout=:close\n')



def practise(window, language, shot):
    window.wait_for_text(title(CAUSE, language))
    window.wait_for_text({'en': 'What to do', 'ja': 'やること'}[language])
    time.sleep(2)
    window.screenshot(shot)


def check_x11(lab):
    for language in LOCALES:
        with Sandboxed('--practice', CASE, language=language) as window:
            practise(window, language, f'diagnose-{language}.png')


def check_empty(lab):
    with Sandboxed(language='ja') as window:
        window.wait_for_text('アカウントがなくても試せます')
        window.screenshot('practice-ja.png')


def check_explain(lab):
    with Sandboxed() as window:
        window.wait_for_text('Why does mail not get through?')
        window.keys('alt+2')
        window.wait_for_text('What does the message mean?')
        window.type_here(MESSAGE)
        window.wait_for_text(title(REFUSED, 'en'))
        time.sleep(1)
        window.screenshot('explain-en.png')


def check_language_kept(lab):
    with Sandboxed('--practice', CASE) as window:
        window.wait_for_text(title(CAUSE, 'en'))
        window.press('日本語')
        window.wait_for_text(title(CAUSE, 'ja'))
    with Sandboxed('--practice', CASE) as window:
        window.wait_for_text(title(CAUSE, 'ja'))
        window.press('English')
        window.wait_for_text(title(CAUSE, 'en'))


def soften_fonts():
    """Without a desktop's settings GTK hints as hard as it can."""
    subprocess.run(
        ['xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set',
         'RESOURCE_MANAGER', 'Xft.antialias:\t1\nXft.hinting:\t1\n'
         'Xft.hintstyle:\thintslight\nXft.rgba:\tnone\nXft.dpi:\t96\n'],
        check=True)


def dialog(name):
    """The portal's file dialog, which is a window of the desktop."""
    found = spi.wait_for(f'the dialog “{name}”', lambda: spi.Window.tool(
        'search', '--onlyvisible', '--name', f'^{name}$').split())
    spi.Window.tool('windowfocus', found[-1])
    time.sleep(1)
    return found[-1]


def type_name(path):
    spi.Window.tool('key', '--clearmodifiers', 'ctrl+a')
    spi.Window.tool('type', '--delay', '30', '--', path)
    time.sleep(1)
    spi.Window.tool('key', 'Return')


def read(path):
    with contextlib.suppress(FileNotFoundError):
        with open(path, encoding='utf-8') as f:
            return f.read()
    return ''


def need_fuse():
    """Through it the desktop hands a file that was chosen into the sandbox."""
    assert os.access('/dev/fuse', os.R_OK | os.W_OK), (
        'the document portal needs /dev/fuse, which cannot be opened here')


def check_save(lab):
    need_fuse()
    target = os.path.join(lab.environment['HOME'], 'saved-report.html')
    with contextlib.suppress(FileNotFoundError):
        os.remove(target)
    with Sandboxed('--practice', CASE) as window:
        window.wait_for_text('What to do')
        time.sleep(2)
        window.keys('ctrl+s')
        dialog('Save Report')
        spi.Window.tool('key', 'Escape')
        time.sleep(1)
        assert not any(NO_PORTAL in n for n in window.names())
        window.keys('ctrl+s')
        dialog('Save Report')
        window.screenshot('portal-save.png')
        type_name(target)
        # The portal makes the file before the app fills it.
        wait_until(lambda: '</html>' in read(target), 'the report', 30)
    assert title(CAUSE, 'en') in read(target), read(target)


def check_open(lab):
    need_fuse()
    path = os.path.join(lab.environment['HOME'], 'message.txt')
    with open(path, 'wb') as f:
        f.write(('Outlook 2010 のログ\r\n' + MESSAGE + '\r\n').encode('cp932'))
    with Sandboxed() as window:
        window.wait_for_text('Why does mail not get through?')
        window.keys('alt+2')
        window.wait_for_text('What does the message mean?')
        window.press('Open a Text File…')
        dialog('Open a Text File')
        # A slash opens the place to type a path into.
        spi.Window.tool('type', '--delay', '30', '--', path)
        time.sleep(1)
        spi.Window.tool('key', 'Return')
        window.wait_for_text(title(REFUSED, 'en'))
        assert any('Outlook 2010 のログ' in t for t in window.texts())


def check_no_portal(lab):
    with Sandboxed('--practice', CASE) as window:
        window.wait_for_text('What to do')
        time.sleep(2)
        window.keys('ctrl+s')
        window.wait_for_text(NO_PORTAL)
        window.screenshot('no-portal-save.png')
        window.keys('alt+2')
        window.wait_for_text('What does the message mean?')
        window.press('Open a Text File…')
        spi.wait_for('the sentence beside the message', lambda: [
            a for a in spi.tree(window.application)
            if NO_PORTAL in a.name and a.getRoleName() in ('alert', 'notification')])
        window.screenshot('no-portal-open.png')
        # The window goes on working.
        window.type_here(MESSAGE)
        window.wait_for_text(title(REFUSED, 'en'))


def check_no_portal_japanese(lab):
    with Sandboxed('--practice', CASE, language='ja') as window:
        window.wait_for_text('やること')
        time.sleep(2)
        window.keys('ctrl+s')
        window.wait_for_text('このデスクトップには Flatpak アプリ用の')
        window.screenshot('no-portal-save-ja.png')


def check_link_without_portal(lab):
    with Sandboxed('--practice', LINKED_CASE) as window:
        window.wait_for_text('What to do')
        time.sleep(2)
        link = spi.wait_for('a link', lambda: next(
            (a for a in spi.tree(window.application)
             if a.name.startswith('Open the page: ')), None))
        link.queryAction().doAction(0)
        window.wait_for_text('The page could not be opened')


def shoot(name):
    path = os.path.join(os.environ['TODOKU_SCREENSHOTS'], name)
    subprocess.run(['import', '-window', 'root', path], check=True)
    return path


def differ(one, other):
    """How many pixels differ."""
    text = subprocess.run(['compare', '-metric', 'AE', '-fuzz', '5%', one, other,
                           'null:'], capture_output=True, text=True,
                          check=False).stderr
    return float(text.split()[0])


def check_no_bus(lab):
    """Without a bus nobody can look inside: pictures tell."""
    process = subprocess.Popen(
        ['flatpak', 'run', '--user', '--die-with-parent', '--env=LC_ALL=en_US.UTF-8',
         APP, '--practice', CASE], stdin=subprocess.DEVNULL)
    try:
        found = spi.wait_for('the window', lambda: spi.Window.tool(
            'search', '--onlyvisible', '--name', '^Todoku$').split())[-1]
        for words in (('windowmove', found, '0', '0'),
                      ('windowsize', found, *map(str, SIZE)),
                      ('windowfocus', found)):
            spi.Window.tool(*words)
        time.sleep(5)
        before = shoot('no-bus.png')
        spi.Window.tool('key', '--clearmodifiers', 'ctrl+s')
        time.sleep(2)
        after = shoot('no-bus-save.png')
        assert process.poll() is None, 'Todoku has ended'
        assert differ(before, after) > 2000, 'nothing is said'
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def check_wayland(lab):
    for language in LOCALES:
        with OnWayland('--practice', CASE, language=language) as window:
            practise(window, language, f'wayland-{language}.png')


def check_wayland_alone(lab):
    """fallback-x11: where there is Wayland, X11 is not let in."""
    look = 'ls /tmp/.X11-unix; ls "$XDG_RUNTIME_DIR"; echo "x${DISPLAY}x"'
    _, text = lab.sandboxed('-c', look, command='sh')
    assert 'xx' in text and 'wayland' in text, text


@contextlib.contextmanager
def compositor(lab):
    """A Wayland compositor without a screen; its socket's name."""
    name = 'wayland-todoku'
    with open(lab.path('weston.log'), 'w', encoding='utf-8') as log:
        process = subprocess.Popen(
            ['weston', '--backend=headless-backend.so', '--use-pixman', '--debug',
             '--shell=desktop-shell.so', '--no-config', '--idle-time=0',
             '--width=1280', '--height=900', '--socket=' + name],
            env=lab.environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: os.path.exists(os.path.join(lab.runtime, name)),
                   'the compositor')
        yield name
    finally:
        process.terminate()
        process.wait()


CONSOLE = [
    ('todoku-cli in the sandbox: a practice case in English and Japanese',
     check_command_line),
    ("todoku-cli in the sandbox: speaks the desktop's language",
     check_desktop_language),
    ('todoku-cli in the sandbox: TLS to servers on loopback, a bad one refused',
     check_tls),
    ('the files of the host are not visible', check_files_hidden),
    ('a report cannot be written past the sandbox', check_report_stays_inside),
    ('folders of its own can be written', check_own_folders),
]
ON_X11 = [
    ('X11: the window says its cause in English and Japanese', check_x11),
    ('X11: the empty page in Japanese', check_empty),
    ('X11: an error message is explained', check_explain),
    ('X11: the language chosen is kept', check_language_kept),
    ('portal: a report is saved where the person says', check_save),
    ('portal: a text file is opened', check_open),
]
WITHOUT_PORTALS = [
    ('no portal: saving and opening say so in a plain sentence', check_no_portal),
    ('no portal: the same in Japanese', check_no_portal_japanese),
    ('no portal: a link says that it cannot be opened', check_link_without_portal),
]
ON_WAYLAND = [
    ('Wayland: the window says its cause in English and Japanese', check_wayland),
    ('Wayland: X11 is not let in', check_wayland_alone),
]


def check_each(lab, tap, checks):
    os.environ.clear()
    os.environ.update(lab.environment)
    if 'DISPLAY' in os.environ:
        soften_fonts()
    for name, check in checks:
        mistake = ''
        forget(lab)
        try:
            check(lab)
        except Exception as error:  # pylint: disable=broad-except
            mistake = f'{type(error).__name__}: {error}'
        tap.check(not mistake, name, mistake)


@contextlib.contextmanager
def screen_reader_bus(lab, *services):
    """Each bus needs a Python of its own: AT-SPI stays with the first one."""
    with lab.bus(ACCESSIBILITY, *services) as address:
        with lab.using(DBUS_SESSION_BUS_ADDRESS=address):
            yield


GROUPS = {
    'console': (CONSOLE, None),
    'x11': (ON_X11, PORTALS),
    'no-portals': (WITHOUT_PORTALS, ()),
    'no-bus': ([('no session bus: the window stands, and saving says so',
                 check_no_bus)], None),
    'wayland': (ON_WAYLAND, ()),
}


def run_group(lab, tap, group):
    checks, services = GROUPS[group]
    with contextlib.ExitStack() as stack:
        if group == 'wayland':
            name = stack.enter_context(compositor(lab))
            stack.enter_context(lab.using(WAYLAND_DISPLAY=name,
                                          GSK_RENDERER='cairo'))
        elif group != 'console':
            name = stack.enter_context(display())
            stack.enter_context(lab.using(
                DISPLAY=name, GSK_RENDERER='cairo', GDK_BACKEND='x11'))
        if services is not None:
            stack.enter_context(screen_reader_bus(lab, *services))
        check_each(lab, tap, checks)


def main():
    cache, out, group = sys.argv[1:]
    lab = Lab(cache, out, runtime=f'/run/user/{os.getuid()}')
    shots = lab.path('screenshots')
    os.makedirs(shots, exist_ok=True)
    lab.environment.update(TODOKU_SCREENSHOTS=shots, XDG_SESSION_TYPE='x11')
    tap = Tap()
    try:
        run_group(lab, tap, group)
    finally:
        lab.close()
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
