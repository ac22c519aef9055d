#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Printing, by the real dialog (TAP): it opens and is left again, prints a PDF,
and a printer that fails is said.

Usage: test-print.py PROGRAM KNOWLEDGE SCREENSHOTS
"""

import contextlib
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from spi import BUTTONS, Window, run, tree_backwards, wait_for  # noqa: E402

CASE = 'outlook-2010-587-ssl'


@contextlib.contextmanager
def documents(exists):
    """Where "Print to File" writes, if it can."""
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, 'documents')
        if exists:
            os.mkdir(target)
        with open(os.path.join(folder, 'user-dirs.dirs'), 'w',
                  encoding='utf-8') as f:
            f.write(f'XDG_DOCUMENTS_DIR="{target}"\n')
        os.environ['XDG_CONFIG_HOME'] = folder
        try:
            yield target
        finally:
            del os.environ['XDG_CONFIG_HOME']


def dialogs(window):
    return window.tool('search', '--onlyvisible', '--name', '^Print$').split()


def open_dialog(window):
    import pyatspi
    window.wait_for_end()
    window.keys('ctrl+p')
    dialog = wait_for('the dialog', lambda: dialogs(window))[-1]
    printer = window.find('Print to File', 'label')
    box = printer.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    window.tool('windowfocus', dialog)
    window.tool('mousemove', '--window', dialog, str(box.x + box.width // 2),
                str(box.y + box.height // 2))
    window.tool('click', '1')
    time.sleep(1)


def press_in_dialog(window, name):
    """GTK 4.8 names its buttons twice, with and without the mnemonic."""
    for accessible in tree_backwards(window.application):
        if accessible.name.endswith(name) and \
                accessible.getRoleName() in BUTTONS:
            accessible.queryAction().doAction(0)
            return
    raise AssertionError(f'“{name}” is not in the dialog')


def check_cancel(program, knowledge):
    with Window(program, ['--practice', CASE]) as window:
        open_dialog(window)
        press_in_dialog(window, 'Cancel')
        wait_for('the end of the dialog', lambda: not dialogs(window))
        time.sleep(1)
        assert not any('could not be printed' in n for n in window.names())
        # Everything goes on.
        window.press('日本語')
        window.wait_for_text('やること')


def check_print(program, knowledge):
    with documents(True) as target:
        with Window(program, ['--practice', CASE]) as window:
            open_dialog(window)
            press_in_dialog(window, 'Print')
            wait_for('the file', lambda: any(
                name.endswith('.pdf') and os.path.getsize(
                    os.path.join(target, name)) > 1000
                for name in os.listdir(target)))


def check_failure(program, knowledge):
    with documents(False):
        with Window(program, ['--practice', CASE]) as window:
            open_dialog(window)
            press_in_dialog(window, 'Print')
            window.wait_for_toast('could not be printed')


CHECKS = [
    ('the print dialog opens, and is left without a word', check_cancel),
    ('the report is printed into a file', check_print),
    ('a printer that fails is said', check_failure),
]


if __name__ == '__main__':
    sys.exit(run(__file__, CHECKS))
