#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Describes the knowledge files as a GResource.

Usage: list-resources.py FOLDER PREFIX OUTPUT DEPFILE

The depfile names the folders: one more file in them makes a new list, and a
list that has not changed is not written, so that nothing is built again.
"""

import os
import sys


def walk(folder):
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != 'schema')
        yield root, sorted(n for n in names if n.endswith('.json'))


def describe(folder, prefix):
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<gresources>',
             f'  <gresource prefix="{prefix}">']
    for root, names in walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(root, name), folder)
            lines.append(f'    <file>{path}</file>')
    return '\n'.join(lines + ['  </gresource>', '</gresources>', ''])


def read(path):
    try:
        with open(path, encoding='utf-8') as f:
            return f.read()
    except FileNotFoundError:
        return None


def main():
    folder, prefix, output, depfile = sys.argv[1:]
    description = describe(folder, prefix)
    if read(output) != description:
        with open(output, 'w', encoding='utf-8') as f:
            f.write(description)
    with open(depfile, 'w', encoding='utf-8') as f:
        folders = ' '.join(root.replace(' ', '\\ ') for root, _ in walk(folder))
        f.write(f'{output}: {folders}\n')


if __name__ == '__main__':
    main()
