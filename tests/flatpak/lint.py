# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Flathub's published rules (docs.flathub.org/docs/for-app-authors/linter), those
that can be judged without a network.  Each rule is (good, name, detail)."""

import configparser
import gzip
import json
import os
import re
import struct
import subprocess
import xml.etree.ElementTree as ET

# Least permissions: connecting, drawing, and nothing else.
PERMISSIONS = {
    '--share=network', '--share=ipc', '--socket=wayland',
    '--socket=fallback-x11', '--device=dri',
}
TOOLKITS = {'GTK', 'Qt', 'KDE', 'GNOME', 'Motif', 'Java', 'Application', 'XFCE',
            'DDE'}
COMPONENT_TYPES = ('desktop-application', 'desktop', 'console-application')
XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def load(path):
    with open(path, encoding='utf-8') as f:
        return json.load(f)


def run(*argv):
    process = subprocess.run(argv, capture_output=True, text=True, check=False)
    return process.returncode == 0, process.stdout + process.stderr


def modules(listed):
    for module in listed:
        if isinstance(module, dict):
            yield module
            yield from modules(module.get('modules', []))


def has_network(part):
    return '--share=network' in part.get('build-options', {}).get('build-args', [])


def id_rules(path, manifest):
    app = manifest.get('id', '')
    parts = app.split('.')
    yield (3 <= len(parts) <= 5 and len(app) <= 255
           and all(re.fullmatch(r'[A-Za-z_][\w-]*', p) for p in parts)
           and parts[-1] != 'desktop', 'the id is well formed', app)
    yield (len(parts) >= 4 and parts[0] == 'io'
           if parts[1].lower() in ('github', 'gitlab') else True,
           'an id on a code host names owner and project', app)
    yield (os.path.basename(path) == app + '.json' and not os.path.islink(path),
           'the manifest is named after the id', path)


def permission_rules(manifest):
    arguments = manifest.get('finish-args', [])
    yield (len(arguments) == len(set(arguments))
           and set(arguments) == PERMISSIONS,
           'the permissions are the least: network, ipc, wayland, fallback-x11, '
           'dri', arguments)


def source_rules(module):
    name = module.get('name', '?')
    yield not has_network(module), f'{name}: no network while building', ''
    sources = module.get('sources', [])
    yield bool(sources), f'{name}: has a source', ''
    for source in sources:
        kind = source.get('type')
        if kind == 'git':
            yield (source.get('url', '').startswith('https://')
                   and source.get('tag') and 'branch' not in source
                   and re.fullmatch('[0-9a-f]{40}', source.get('commit', '')),
                   f'{name}: git source with https, tag and commit', source)
        elif kind in ('archive', 'file') and 'url' in source:
            yield (source['url'].startswith('https://')
                   and re.fullmatch('[0-9a-f]{64}', source.get('sha256', '')),
                   f'{name}: archive with https and sha256', source)
        else:
            yield False, f'{name}: a source that Flathub accepts', source


def manifest_rules(path):
    """What the manifest alone shows."""
    manifest = load(path)
    yield from id_rules(path, manifest)
    yield (manifest.get('runtime') == 'org.gnome.Platform'
           and manifest.get('sdk') == 'org.gnome.Sdk'
           and isinstance(manifest.get('runtime-version'), str),
           'runtime, SDK and version are given', manifest)
    yield ('/' not in manifest.get('command', '/'), 'the command is a bare name',
           manifest.get('command'))
    yield 'branch' not in manifest, 'no branch is set', ''
    yield not has_network(manifest), 'no network while building', ''
    yield (not any(c.startswith('/lib/debug') for c in manifest.get('cleanup', [])),
           'debug files are not cleaned up', manifest.get('cleanup'))
    yield from permission_rules(manifest)
    yield bool(manifest.get('modules')), 'there are modules', ''
    for module in modules(manifest.get('modules', [])):
        yield from source_rules(module)


def desktop_rules(share, exported, app):
    path = f'{share}/applications/{app}.desktop'
    yield (os.path.exists(path)
           and os.path.exists(f'{exported}/applications/{app}.desktop'),
           'the desktop entry is installed and exported', path)
    good, text = run('desktop-file-validate', '--no-hints', path)
    yield good, 'desktop-file-validate', text
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    entry = parser['Desktop Entry']
    yield entry.get('Icon') == app, 'its icon is the id', entry.get('Icon')
    yield ('flatpak' not in entry.get('Exec', 'flatpak'),
           'it starts the program itself', entry.get('Exec'))
    yield (entry.get('Hidden', 'false') == entry.get('NoDisplay', 'false') == 'false',
           'it is shown in menus', '')
    yield (set(filter(None, entry.get('Categories', '').split(';'))) - TOOLKITS,
           'it has a category besides the toolkit', entry.get('Categories'))
    for key in ('GenericName', 'Comment', 'Keywords'):
        yield (entry.get(key) and entry.get(f'{key}[ja]')
               and entry[key] != entry[f'{key}[ja]'],
               f'{key} stands there in English and Japanese',
               entry.get(f'{key}[ja]'))


def icon_rules(exported, app):
    icons = [os.path.join(folder, name)
             for folder, _, names in os.walk(f'{exported}/icons/hicolor')
             for name in names]
    yield (any(os.path.basename(i) == app + '.svg' for i in icons),
           'an icon is exported', icons)
    yield (all(i.endswith('.svg') == ('/scalable/' in i or '/symbolic/' in i)
               for i in icons), 'SVG and PNG icons stand in their folders', icons)


def english(element, tag):
    return [e for e in element.iterfind(tag) if XML_LANG not in e.attrib]


def japanese(element, tag):
    return [e for e in element.iterfind(tag) if e.get(XML_LANG) == 'ja']


def png_size(path):
    with open(path, 'rb') as f:
        head = f.read(24)
    return struct.unpack('>II', head[16:]) if head[:4] == b'\x89PNG' else (0, 0)


def screenshot_rules(root, screenshots):
    """@screenshots: the folder whose files the addresses name, or None."""
    shots = root.findall('screenshots/screenshot')
    images = [(i.text or '').strip() for i in root.iterfind(
        'screenshots/screenshot/image')]
    yield (3 <= len(shots) <= 10
           and [s.get('type') for s in shots].count('default') == 1,
           'three screenshots or more, one of them the first', len(shots))
    yield (images and all(i.startswith('https://') and i.endswith('.png')
                          for i in images),
           'screenshots are PNG files behind https', images)
    captions = [(english(s, 'caption'), japanese(s, 'caption')) for s in shots]
    yield (all(en and ja and len(en[0].text) <= 100 and not en[0].text.endswith('.')
               for en, ja in captions),
           'every screenshot has a short caption in both languages', captions)
    if screenshots:
        files = [os.path.join(screenshots, os.path.basename(i)) for i in images]
        yield (all(os.path.exists(f) and min(png_size(f)) >= 600 for f in files),
               'every screenshot stands in the repository, large enough', files)


def text_rules(root):
    summary = root.findtext('summary', '')
    yield (10 <= len(summary) <= 35 and not summary.endswith('.'),
           'the summary has at most 35 characters and no full stop', summary)
    name = root.findtext('name', '')
    yield 0 < len(name) <= 15, 'the name has at most 15 characters', name
    description = root.find('description')
    lengths = [len(''.join(e.itertext())) for e in description
               if XML_LANG not in e.attrib]
    yield (len(lengths) >= 2 and 100 <= sum(lengths) <= 2000,
           'the description has two paragraphs or more', lengths)
    for tag in ('summary', 'description/p', 'description/ul/li',
                'keywords/keyword', 'developer/name',
                'releases/release/description/p'):
        parent, _, leaf = tag.rpartition('/')
        element = root.find(parent) if parent else root
        yield (element is not None and japanese(element, leaf),
               f'{tag} stands there in Japanese', '')


def colour_rules(root):
    colours = {c.get('scheme_preference'): c.text
               for c in root.iterfind("branding/color[@type='primary']")}
    yield (set(colours) == {'light', 'dark'}
           and all(re.fullmatch('#[0-9a-f]{6}', c) for c in colours.values()),
           'branding colours for light and dark', colours)


def metainfo_rules(path, app, screenshots=None):
    good, text = run('appstreamcli', 'validate', '--no-net', '--pedantic', path)
    yield good, 'appstreamcli validate', text
    root = ET.parse(path).getroot()
    yield root.findtext('id') == app, 'the component is named after the id', ''
    yield (root.findtext("launchable[@type='desktop-id']") == app + '.desktop',
           'it is launched by the desktop entry', '')
    yield (root.findtext('project_license') and root.findtext('metadata_license'),
           'both licences are named', '')
    yield root.find('developer[@id]/name') is not None, 'the developer is named', ''
    yield root.find('content_rating') is not None, 'it has a content rating', ''
    kinds = {u.get('type') for u in root.iterfind('url')}
    yield {'homepage', 'bugtracker', 'vcs-browser'} <= kinds, 'it has its links', kinds
    releases = root.findall('releases/release')
    yield (releases and all(r.get('date') and r.find('description') is not None
                            for r in releases)
           and not re.search('alpha|beta|rc|pre|dev', releases[0].get('version')),
           'every release is dated and described', '')
    yield from text_rules(root)
    yield from colour_rules(root)
    yield from screenshot_rules(root, screenshots)


def catalogue_rules(share, app):
    path = f'{share}/app-info/xmls/{app}.xml.gz'
    if not os.path.exists(path):
        yield False, 'a catalogue is composed', path
        return
    with gzip.open(path) as f:
        found = ET.fromstring(f.read()).findall('component')
    yield (len(found) == 1 and found[0].get('type') in COMPONENT_TYPES,
           'the catalogue has one component', found)
    icons = [i.text for i in found[0].iterfind("icon[@type='cached']")
             if i.get('width') == '128']
    yield (icons and os.path.exists(
        f'{share}/app-info/icons/flatpak/128x128/{icons[0]}'),
        'the catalogue has an icon of 128 pixels', icons)
    yield (found[0].find('categories/category') is not None,
           'the catalogue has a category', '')


def build_rules(folder, app):
    """What a built app's folder shows."""
    share = os.path.join(folder, 'files/share')
    exported = os.path.join(folder, 'export/share')
    yield from desktop_rules(share, exported, app)
    yield from icon_rules(exported, app)
    yield from metainfo_rules(f'{share}/metainfo/{app}.metainfo.xml', app)
    yield from catalogue_rules(share, app)
