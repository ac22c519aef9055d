#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The conventions of data/knowledge/README.md for Japanese and English words, in
the knowledge, the practice cases, the reports and the window alike (TAP).

Usage: test-words.py SOURCE_ROOT
"""

import glob
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))

from tap import Tap  # noqa: E402

ROOT = sys.argv[1]
# What is said by others stays as they say it.
QUOTED = {'example', 'examples', 'phrases', 'match', 'words', 'answers', 'servers'}

WRONG_WIDTH = re.compile('[（）［］｛｝＜＞？！：；，．／＋＝％０-９Ａ-Ｚａ-ｚ　〜]')
SPACED_BRACKET = re.compile('[ぁ-んァ-ヶ一-龠] \\(')
OTHER_WORDS = re.compile('メールアプリ|コンピュータ(?!ー)'
                         '|(?<!レンタル)サーバ(?!ー)|ブラウザ(?!ー)|フォルダ(?!ー)|ユーザ(?!ー)')
BLAME = re.compile("(?<!nor )your (fault|mistake)|you (forgot|failed|should have)"
                   '|あなたのミス|間違えています|忘れています|入力ミス', re.I)
ADVICE = re.compile('(turn|switch) off (2-step|two-step|two-factor|certificate)'
                    '|(disable|ignore) (the )?certificate'
                    '|2段階認証(プロセス)?をオフにしてください'
                    '|証明書の(検証|確認|警告)を(無効|オフ|無視)', re.I)


def wrong_in_japanese(text):
    """What is wrong with a Japanese text, by the README's own words."""
    # A menu's own words have their own spaces.
    text = re.sub('「[^」]*」', '「」', text)
    for name, pattern in (('width', WRONG_WIDTH), ('a space', SPACED_BRACKET),
                          ('another word', OTHER_WORDS)):
        found = pattern.search(text)
        if found:
            yield f'{name} “{found.group()}”: {text}'


def wrong_in_any(text):
    """Words that blame, or advise against security."""
    if BLAME.search(text) and 'あなたの操作のせいでも' not in text:
        yield f'blames: {text}'
    found = ADVICE.search(text)
    if found and not re.search('never|not|しないで', text, re.I):
        yield f'advises against security: {text}'


def texts(node):
    """(English, Japanese) of every text, without what others say."""
    if isinstance(node, dict):
        if isinstance(node.get('ja'), str) and isinstance(node.get('en'), str):
            yield node['en'], node['ja']
        for key, child in node.items():
            if key not in QUOTED or isinstance(child, dict) and (
                    key == 'answers' and 'yes' in child or 'no' in child):
                yield from texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from texts(child)


def is_sentence(text):
    """The paragraphs of a finding are said one after the other."""
    return bool(re.search('[.?!。”)]$', text) or
                re.fullmatch(r'\{[a-z.-]+\}', text))


def fragments():
    for path in glob.glob(os.path.join(ROOT, 'data/knowledge/findings/*.json')):
        for entry in json.loads(read(path))['findings']:
            for why in entry['why']:
                for language in ('en', 'ja'):
                    if not is_sentence(why[language]):
                        yield f'{entry["id"]}: no sentence: {why[language]}'


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def knowledge():
    for pattern in ('data/knowledge/**/*.json', 'data/practice/*.json'):
        for path in sorted(glob.glob(os.path.join(ROOT, pattern),
                                     recursive=True)):
            if '/schema/' not in path:
                for english, japanese in texts(json.loads(read(path))):
                    yield os.path.relpath(path, ROOT), english, japanese


def unescaped(text):
    return ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def window():
    """The translations of ja.po, entry by entry."""
    for entry in read(os.path.join(ROOT, 'po/ja.po')).split('\n\n')[1:]:
        for said in re.findall(r'^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)',
                               entry, re.M):
            yield 'po/ja.po', unescaped(said)


def sources():
    """Strings in the C sources that hold Japanese."""
    for path in sorted(glob.glob(os.path.join(ROOT, 'src/diagnosis/*.[ch]'))):
        for line in read(path).splitlines():
            said = unescaped(line)
            # The line breaker's own table of marks is no text.
            if re.search('[一-龠]|[ァ-ヶ]{2}', said):
                yield os.path.relpath(path, ROOT), said


# Each must be found; the guard is idle otherwise.
PROOFS = [
    (wrong_in_japanese, 'SSL/TLS（最初から）'),
    (wrong_in_japanese, 'オンですか？'),
    (wrong_in_japanese, '５８７番'),
    (wrong_in_japanese, 'Outlook：エラー'),
    (wrong_in_japanese, 'サインイン画面 (OAuth 2.0)'),
    (wrong_in_japanese, 'メールアプリの設定'),
    (wrong_in_japanese, 'メールサーバに接続します'),
    (wrong_in_any, 'It is your mistake.'),
    (wrong_in_any, 'パスワードを間違えています。'),
    (wrong_in_any, 'Turn off 2-Step Verification.'),
    (wrong_in_any, '証明書の検証を無効にします。'),
]
FINE = [
    (wrong_in_japanese, 'SSL/TLS(最初から)を選び、「なし」にしないでください。'),
    (wrong_in_any, 'Never turn off 2-Step Verification.'),
]


def main():
    tap = Tap()
    for guard, text in PROOFS:
        tap.check(list(guard(text)), f'{guard.__name__} finds “{text}”')
    for guard, text in FINE:
        tap.check(not list(guard(text)), f'{guard.__name__} lets “{text}” pass')
    tap.check(not is_sentence('サーバー: {host}') and is_sentence('{host} です。'),
              'a fragment is told from a sentence')
    mistakes = list(fragments())
    tap.check(not mistakes, 'findings speak in sentences', '\n'.join(mistakes))
    mistakes, count = [], 0
    for place, english, japanese in knowledge():
        count += 1
        mistakes += [f'{place}: {wrong}' for wrong in
                     (*wrong_in_japanese(japanese), *wrong_in_any(japanese),
                      *wrong_in_any(english))]
    tap.check(count > 500, 'the knowledge has texts', count)
    tap.check(not mistakes, 'texts of the knowledge', '\n'.join(mistakes))
    for name, said in (('ja.po', list(window())), ('sources', list(sources()))):
        mistakes = [f'{place}: {wrong}' for place, text in said
                    for wrong in (*wrong_in_japanese(text), *wrong_in_any(text))]
        tap.check(len(said) > 30, f'{name}: has texts', len(said))
        tap.check(not mistakes, f'{name}: texts', '\n'.join(mistakes))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
