# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The same accounts, signed in to by as little as can be: one thread, no limit
of handshakes, no plan, no judgement.  What it takes is what the servers, the
TLS library and the way there cost."""

import asyncio
import base64
import ssl
import time


async def _say(reader, writer, tag, line):
    writer.write(f'{tag} {line}\r\n'.encode())
    answer = b''
    while not answer.startswith(tag.encode() + b' '):
        answer = await reader.readline()
        if not answer:
            raise RuntimeError('the server left')
    if not answer.startswith(tag.encode() + b' OK'):
        raise RuntimeError(answer)


async def _sign_in(trust, port, name, user, password, room):
    token = base64.b64encode(f'\0{user}\0{password}'.encode()).decode()
    async with room:
        reader, writer = await asyncio.open_connection(
            '127.0.0.1', port, ssl=trust, server_hostname=name)
        await reader.readline()
        await _say(reader, writer, 'a', f'AUTHENTICATE PLAIN {token}')
        await _say(reader, writer, 'b', 'EXAMINE INBOX')
        writer.write(b'c LOGOUT\r\n')
        writer.transport.abort()


async def _all(trust, port, name, users, password, at_once):
    room = asyncio.Semaphore(at_once)
    await asyncio.gather(*(_sign_in(trust, port, name, user, password, room)
                           for user in users))


def lean(port, name, ca, users, password, at_once):
    """Seconds until all have signed in and looked."""
    start = time.monotonic()
    trust = ssl.create_default_context(cafile=ca)
    asyncio.run(_all(trust, port, name, users, password, at_once))
    return time.monotonic() - start
