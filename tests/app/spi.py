# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""A running Todoku, as a screen reader and a keyboard meet it."""

import contextlib
import json
import locale
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from with_display import display, environment

PATIENCE = 30
# In versions 2.5x of AT-SPI and in older ones.
BUTTONS = ('button', 'push button')


def tree(accessible, depth=0):
    """Everything that is shown below an accessible."""
    if accessible is None or depth > 60:
        return
    # States that changed without an event that was asked for are seen too. This
    # forgets what is below as well: once is enough.
    if depth == 0:
        accessible.clear_cache()
    yield accessible
    with contextlib.suppress(Exception):
        for i in range(accessible.childCount):
            yield from tree(accessible.getChildAtIndex(i), depth + 1)


def tree_backwards(accessible):
    """As tree(), the last first: what lies over the others is found soon."""
    accessible.clear_cache()
    stack = [accessible]
    while stack:
        one = stack.pop()
        yield one
        with contextlib.suppress(Exception):
            stack.extend(filter(None, map(one.getChildAtIndex,
                                          range(one.childCount))))


def wait_for(what, find):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(Exception):
            found = find()
            if found:
                return found
        time.sleep(0.3)
    raise AssertionError(f'{what} did not appear')


def said(accessible):
    """In newer versions of GTK a status has no name: what it says is its text."""
    if accessible.name or accessible.getRoleName() != 'status bar':
        return accessible.name
    return entry_text(accessible)


def entry_text(accessible):
    text = accessible.queryText()
    return text.getText(0, text.characterCount)


class Announcements:
    """What a screen reader is told to say, from now on."""

    def __init__(self):
        from gi.repository import Gio
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus',
                                'GetAddress', None, None,
                                Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        self.texts = []
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.connection.signal_subscribe(
            None, 'org.a11y.atspi.Event.Object', 'Announcement', None, None,
            Gio.DBusSignalFlags.NONE,
            lambda *words: self.texts.append(words[5].unpack()[3]))

    def get(self):
        from gi.repository import GLib
        while GLib.MainContext.default().iteration(False):
            pass
        return self.texts


class Window:
    """A running Todoku."""

    EXPECTED = '(?!)'  # of the toolkit's warnings; here none

    def __init__(self, program, arguments, language='en', size=(1200, 800),
                 dark=False):
        self.size = size
        self.stderr = tempfile.TemporaryFile('w+', encoding='utf-8')
        more = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'} if dark else {}
        self.process = subprocess.Popen(
            [program, *arguments], stderr=self.stderr, stdin=subprocess.DEVNULL,
            env=dict(os.environ, LANGUAGE=language, GTK_A11Y='atspi', **more))
        self.application = wait_for('the application', self.find_application)

    def __enter__(self):
        self.resize()
        return self

    def __exit__(self, *exception):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=10)
        self.stderr.seek(0)
        said = [line for line in self.stderr
                if re.search('WARNING|CRITICAL|ERROR', line)
                and not re.search(self.EXPECTED, line)]
        self.stderr.close()
        if said and exception[0] is None:
            raise AssertionError(''.join(said))

    def find_application(self):
        import pyatspi
        assert self.process.poll() is None, 'Todoku has ended'
        for application in pyatspi.Registry.getDesktop(0):
            if application and application.get_process_id() == self.process.pid:
                return application
        return None

    def resize(self):
        found = wait_for('the window', lambda: self.tool(
            'search', '--onlyvisible', '--name', '^Todoku$').split())
        self.id = found[-1]
        width, height = map(str, self.size)
        self.tool('windowmove', self.id, '0', '0')
        self.tool('windowsize', self.id, width, height)
        self.tool('windowfocus', self.id)
        time.sleep(1)

    @staticmethod
    def tool(*arguments):
        return subprocess.run(['xdotool', *arguments], check=False,
                              capture_output=True, text=True).stdout

    def keys(self, *names):
        self.tool('windowfocus', self.id)
        for name in names:
            self.tool('key', '--clearmodifiers', name)
            time.sleep(0.15)

    def keys_at(self, title, *names):
        """Into a dialog, which is a window of its own before libadwaita 1.5."""
        found = self.tool('search', '--onlyvisible', '--name',
                          f'^{title}$').split()
        self.tool('windowfocus', found[-1] if found else self.id)
        for name in names:
            self.tool('key', '--clearmodifiers', name)
            time.sleep(0.3)

    def type_here(self, text):
        self.tool('windowfocus', self.id)
        self.tool('type', '--delay', '30', '--', text)
        time.sleep(0.5)

    def find_dialogs(self, title):
        return self.tool('search', '--onlyvisible', '--name',
                         f'^{title}$').split()

    def type_at_dialog(self, text, title='Save Report'):
        """Into the file chooser, which is a window of its own."""
        dialog = wait_for('the dialog', lambda: self.find_dialogs(title))[-1]
        self.tool('windowfocus', dialog)
        time.sleep(1)
        self.tool('key', '--clearmodifiers', 'ctrl+a')
        self.tool('type', '--delay', '30', '--', text)
        time.sleep(1)
        self.tool('key', 'Return')

    def type(self, text):
        self.keys('ctrl+a')
        self.tool('type', '--delay', '30', '--', text)
        time.sleep(0.5)

    def names(self):
        return [text for text in map(said, tree(self.application)) if text]

    def wait_for_text(self, text):
        return wait_for(f'“{text}”', lambda: [
            n for n in self.names() if text in n])

    def wait_for_toast(self, text):
        """It is gone again before all that is shown was read on a busy
        machine."""
        return wait_for(f'“{text}”', lambda: next(
            (a for frame in self.application if frame.name == 'Todoku'
             for a in tree_backwards(frame) if text in said(a)), None))

    def find(self, name, role=None):
        return wait_for(f'“{name}”', lambda: next(
            (a for a in tree(self.application) if a.name == name
             and (role is None or a.getRoleName() == role)), None))

    def press(self, name, last=False):
        """The first or the last that has this name: the views stand one after
        the other, also those that are not seen."""
        found = wait_for(f'“{name}”', lambda: [
            a for a in tree(self.application) if a.name == name
            and a.getRoleName() != 'label'])
        # A menu button is a box around the button that has the action.
        for accessible in reversed(found) if last else found:
            if accessible.queryAction().nActions > 0:
                accessible.queryAction().doAction(0)
                break
        else:
            raise AssertionError(f'“{name}” cannot be pressed')
        time.sleep(0.5)

    def can_press(self, name):
        import pyatspi
        return any(a.name == name and a.getRoleName() in BUTTONS
                   and a.getState().contains(pyatspi.STATE_SENSITIVE)
                   for a in tree(self.application))

    def wait_for_end(self, steps='What to do', stop='Stop'):
        """Of a run that finds something.  The status says it too, but it is
        hidden then, and newer versions of GTK show nothing that is hidden."""
        self.wait_for_text(steps)
        wait_for('the end', lambda: not self.can_press(stop))

    def click(self, accessible, scroll=True):
        """With the wheel to where it is seen, and a press in its middle."""
        import pyatspi
        top, bottom = 220, self.size[1] - 120
        for _ in range(120):
            box = accessible.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
            x, y = box.x + box.width // 2, box.y + box.height // 2
            if not scroll or top <= y <= bottom:
                break
            # Over the account at the left, or over the results.
            left = 200 if x < 390 else self.size[0] - 120
            self.tool('mousemove', '--window', self.id, str(left),
                      str((top + bottom) // 2))
            self.tool('click', '5' if y > bottom else '4')
            time.sleep(0.1)
        self.tool('mousemove', '--window', self.id, str(x), str(y))
        self.tool('click', '1')
        time.sleep(0.5)

    def find_settled(self):
        heading = self.wait_for_text('Checklist  ')[0]
        return int(re.search(r'(\d+) / \d+', heading).group(1))

    def has_focus(self, name):
        import pyatspi
        return any(a.name == name and a.getState().contains(pyatspi.STATE_FOCUSED)
                   for a in tree(self.application))

    def tab_before(self, name, times=1):
        """To the entry before the row NAME: GTK 4.8 tells of no focus in it."""
        for _ in range(40):
            self.keys('Tab')
            times -= self.has_focus(name)
            if times == 0:
                self.keys('shift+Tab')
                return
        raise AssertionError(f'Tab does not lead to “{name}”')

    def tab_to(self, name):
        for _ in range(40):
            if self.has_focus(name):
                return
            self.keys('Tab')
        raise AssertionError(f'Tab does not lead to “{name}”')

    def texts(self):
        return [entry_text(a) for a in tree(self.application)
                if 'EditableText' in a.get_interfaces()]

    def screenshot(self, name):
        time.sleep(1)
        subprocess.run(['import', '-window', self.id,
                        os.path.join(os.environ['TODOKU_SCREENSHOTS'], name)],
                       check=True)


def finding(knowledge, layer, identifier):
    path = os.path.join(knowledge, 'findings', layer + '.json')
    with open(path, encoding='utf-8') as f:
        return next(x for x in json.load(f)['findings'] if x['id'] == identifier)


def longest_piece(text):
    """What of a text stands in it whatever its placeholders are filled with."""
    return max(re.split(r'\{[^}]*\}', text), key=len).strip()


def lend_locale():
    """The language is asked for by LANGUAGE, which newer versions of glibc do not
    look at where the locale has no language, as C.UTF-8; and nobody needs to have
    installed a locale for the tests."""
    for name in ('en_US.UTF-8', 'C.UTF-8'):
        with contextlib.suppress(locale.Error):
            return locale.setlocale(locale.LC_ALL, name)
    return 'C'


def inside(checks, arguments):
    from gi.repository import Atspi
    # On a busy machine the window draws for longer than the 0.8 s that a call
    # waits for its answer otherwise.
    Atspi.set_timeout(15000, 30000)
    failed = 0
    print(f'1..{len(checks)}', flush=True)
    for number, (name, check) in enumerate(checks, 1):
        mistake = ''
        try:
            check(*arguments)
        except Exception as error:  # pylint: disable=broad-except
            mistake = f'{type(error).__name__}: {error}'
            failed += 1
        print(f'{"not ok" if mistake else "ok"} {number} - {name}', flush=True)
        for line in mistake.splitlines():
            print('# ' + line, flush=True)
    return 1 if failed else 0


def run(script, checks):
    """Runs the checks: each is given PROGRAM and KNOWLEDGE of the command line."""
    if sys.argv[1] == '--inside':
        # What the bus starts writes on stdout too, which is no TAP.
        sys.stdout = os.fdopen(int(os.environ['TODOKU_TAP']), 'w')
        return inside(checks, sys.argv[2:])
    program, knowledge, screenshots = sys.argv[1:]
    os.makedirs(screenshots, exist_ok=True)
    with display() as name:
        tap = os.dup(1)
        env = environment(name, TODOKU_SCREENSHOTS=screenshots,
                          TODOKU_TAP=str(tap), LC_ALL=lend_locale())
        env.pop('NO_AT_BRIDGE', None)
        return subprocess.run(
            ['dbus-run-session', '--', sys.executable, os.path.abspath(script),
             '--inside', program, knowledge],
            env=env, pass_fds=[tap], stdout=subprocess.DEVNULL,
            check=False).returncode
