#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Holds every knowledge file against its JSON Schema (TAP).

Usage: test-schema.py FOLDER

Beyond the schema: no key twice in an object, no JSON that only a lenient
reader takes, and no sentence that the README forbids.
"""

import datetime
import glob
import json
import os
import re
import sys

import jsonschema

FOLDER = sys.argv[1]
KINDS = [
    ('provider', 'providers/*.json'),
    ('mail-app', 'mail-apps/*.json'),
    ('findings', 'findings/*.json'),
    ('replies', 'replies/*.json'),
    ('checklist', 'checklist.json'),
    ('history', 'history.json'),
    ('guides', 'guides.json'),
    ('requirements', 'requirements.json'),
    ('vocabulary', 'vocabulary.json'),
]
METAINFO = os.path.join(FOLDER, '..',
                        'io.github.todoku.Todoku.metainfo.xml.in')
# Days from the reading of a source to a release: after that it is read again.
OLDEST = 400
JAPANESE = re.compile('[ぁ-んァ-ヶ一-龠]')
PHONE = re.compile(r'(?<![\w.-])(0\d{1,3}-\d{2,4}-\d{4}|\+\d{1,3}[ -]\d)')


def no_key_twice(pairs):
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f'the key “{key}” stands twice')
    return dict(pairs)


def read(path):
    with open(path, encoding='utf-8') as f:
        return json.load(f, object_pairs_hook=no_key_twice)


SCHEMAS = {os.path.basename(path): read(path)
           for path in glob.glob(os.path.join(FOLDER, 'schema/*.json'))}


def validator(kind):
    schema = SCHEMAS[f'{kind}.schema.json']
    resolver = jsonschema.RefResolver(schema['$id'], schema, store=SCHEMAS)
    return jsonschema.Draft202012Validator(schema, resolver=resolver)


def files(pattern):
    return sorted(glob.glob(os.path.join(FOLDER, pattern)))


def check_schemas():
    for name, schema in SCHEMAS.items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            yield f'{name}: {error.message}'


def check_kind(kind, pattern):
    paths = files(pattern)
    if not paths:
        yield f'{pattern}: there is no such file'
    judge = validator(kind)
    for path in paths:
        name = os.path.relpath(path, FOLDER)
        try:
            content = read(path)
        except ValueError as error:
            yield f'{name}: {error}'
            continue
        for error in judge.iter_errors(content):
            place = '.'.join(str(part) for part in error.absolute_path)
            yield f'{name}: {place}: {error.message[:300]}'


def objects(node):
    """Every object of a file with its own schema's closed keys."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from objects(child)


def check_strict():
    """A schema that lets anything pass would make all of this idle."""
    for kind, pattern in KINDS:
        judge = validator(kind)
        for path in files(pattern)[:1]:
            content = read(path)
            entry = content
            for key in ('findings', 'replies', 'items', 'changes', 'guides'):
                if isinstance(content.get(key), list):
                    entry = content[key][0]
            entry['colour'] = 'blue'
            if judge.is_valid(content):
                yield f'{kind}: an unknown key passes'
            del entry['colour']
            for key in [k for k in ('id', 'checked', 'sources') if k in entry]:
                value = entry.pop(key)
                if judge.is_valid(content):
                    yield f'{kind}: passes without {key}'
                entry[key] = 1
                if judge.is_valid(content):
                    yield f'{kind}: passes with a number as {key}'
                entry[key] = value


def check_texts():
    for _, pattern in KINDS:
        for path in files(pattern):
            name = os.path.relpath(path, FOLDER)
            for node in objects(read(path)):
                if set(node) < {'en', 'ja'} or not {'en', 'ja'} <= set(node):
                    continue
                english, japanese = node['en'], node['ja']
                if JAPANESE.search(english) and 'mail-apps' not in name:
                    yield f'{name}: Japanese in en: {english}'
                if (not JAPANESE.search(japanese) and len(japanese) > 40):
                    yield f'{name}: no Japanese in ja: {japanese}'
                for text in (english, japanese):
                    if PHONE.search(text):
                        yield f'{name}: a phone number: {text}'
                    if text != text.strip():
                        yield f'{name}: white space around: {text}'


def release_day():
    with open(METAINFO, encoding='utf-8') as f:
        days = re.findall(r'<release [^>]*date="([0-9-]+)"', f.read())
    return datetime.date.fromisoformat(max(days))


def is_too_old(checked, release):
    return (release - datetime.date.fromisoformat(checked)).days > OLDEST


def check_age():
    """What a release says was read not long before it."""
    release = release_day()
    for age in (OLDEST, OLDEST + 1):
        checked = (release - datetime.timedelta(age)).isoformat()
        if is_too_old(checked, release) != (age > OLDEST):
            yield f'{age} days are judged wrongly'
    for _, pattern in KINDS:
        for path in files(pattern):
            name = os.path.relpath(path, FOLDER)
            for node in objects(read(path)):
                checked = node.get('checked')
                if isinstance(checked, str) and is_too_old(checked, release):
                    yield (f'{name}: {node.get("id")}: was checked on '
                           f'{checked}, and {release} is the release')


YEAR = re.compile('20[123][0-9]')


def without_its_year(change):
    """What holds now must say since when, in both languages."""
    advice = change.get('advice')
    for language in ('en', 'ja') if advice and change.get('date') else ():
        if not YEAR.search(advice['now'][language]):
            yield f'{change["id"]}: “now” names no date in {language}'


def check_history():
    if not list(without_its_year({'id': 'x', 'date': '2026-01-01', 'advice': {
            'now': {'en': 'Since 2026.', 'ja': '今は使えません。'}}})):
        yield 'a “now” without a date passes'
    advice = set()
    for change in read(os.path.join(FOLDER, 'history.json'))['changes']:
        yield from without_its_year(change)
        identifier = change.get('advice', {}).get('id')
        if identifier in advice:
            yield f'{change["id"]}: the advice {identifier} stands twice'
        advice |= {identifier} - {None}


CHECKS = [('the schemas are schemas', check_schemas, ())]
CHECKS += [(f'{pattern} fit {kind}.schema.json', check_kind, (kind, pattern))
           for kind, pattern in KINDS]
CHECKS += [('the schemas refuse what is wrong', check_strict, ()),
           ('texts stand in their language, without phone numbers',
            check_texts, ()),
           (f'nothing was checked more than {OLDEST} days before the release',
            check_age, ()),
           ('what holds now names its date', check_history, ())]


def main():
    failed = 0
    print(f'1..{len(CHECKS)}')
    for number, (name, check, arguments) in enumerate(CHECKS, 1):
        mistakes = list(check(*arguments))
        failed += bool(mistakes)
        print(f'{"not ok" if mistakes else "ok"} {number} - {name}')
        for mistake in mistakes:
            print('# ' + mistake.replace('\n', '\n# '))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
