#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Lists the knowledge files, or writes them as a GResource description.

Usage: list-resources.py FOLDER PREFIX (--list | --output FILE)
"""

import os
import sys


def names(folder):
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != 'schema')
        for name in sorted(files):
            if name.endswith('.json'):
                yield os.path.relpath(os.path.join(root, name), folder)


def main():
    folder, prefix, mode = sys.argv[1:4]
    if mode == '--list':
        print('\n'.join(os.path.join(folder, name) for name in names(folder)))
        return
    with open(sys.argv[4], 'w', encoding='utf-8') as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>\n'
                  f'  <gresource prefix="{prefix}">\n')
        for name in names(folder):
            out.write(f'    <file>{name}</file>\n')
        out.write('  </gresource>\n</gresources>\n')


if __name__ == '__main__':
    main()
