# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""A TCP proxy on loopback that makes a near server far, and counts flights.

Each direction takes half a round trip.  The kernel of this computer answers a
connect at once, so the proxy adds what it would have cost: the server sees the
connection, and the client's first bytes, one round trip later.

A round trip is one wait: for the connection, or for an answer to what was sent.
What the client does not wait for (the answer to its farewell) is no round trip.

It runs as a process of its own, so that nothing measured shares its time.
"""

import asyncio
import collections
import multiprocessing
import os
import socket
import time

CHUNK = 65536


class Connection:
    """What went over one connection."""

    def __init__(self):
        self.start = time.monotonic()
        self.round_trips = 1      # the connect itself
        self.last = None          # whose bytes came last
        self.left = False         # the client waits for nothing more
        self.seconds = 0.0        # from the connect to the client's last byte

    def client_sent(self, late):
        self.seconds = time.monotonic() - self.start + max(late, 0)
        self.last = 'client'

    def server_sent(self):
        """The first bytes of an answer end a wait."""
        if not self.left and self.last != 'server':
            self.round_trips += 1
        self.last = 'server'


def quick(writer):
    """Neither Nagle nor a delayed acknowledgement of the proxy's own."""
    sock = writer.get_extra_info('socket')
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


async def take(reader, queue, saw):
    """Reads what comes, at once, and notes when that was."""
    while True:
        try:
            data = await reader.read(CHUNK)
        except OSError:
            data = b''
        now = time.monotonic()
        saw(data)
        queue.put_nowait((now, data))
        if not data:
            return


async def bring(queue, writer, delay, not_before, saw):
    """Hands it on in order, each @delay late; the end of the stream as well."""
    while True:
        came, data = await queue.get()
        await asyncio.sleep(max(came, not_before) + delay - time.monotonic())
        quick(writer)
        try:
            if not data:
                if writer.can_write_eof():
                    writer.write_eof()
                return
            saw()
            writer.write(data)
            await writer.drain()
        except OSError:
            return


class Proxy:
    def __init__(self, rtt, seconds):
        self.rtt = rtt
        self.end = time.monotonic() + seconds
        self.connections = []

    async def serve(self, port, reader, writer):
        connection = Connection()
        self.connections.append(connection)
        half = self.rtt / 2
        # As if the handshake of TCP took its round trip: only then may the
        # client speak, and half a round trip later the server hears of it.
        stands = connection.start + self.rtt
        up, down = asyncio.Queue(), asyncio.Queue()

        def client_said(data):
            if data:
                connection.client_sent(stands - time.monotonic())
            else:
                connection.left = True

        quick(writer)
        from_client = asyncio.ensure_future(take(reader, up, client_said))
        try:
            await asyncio.sleep(stands + half - time.monotonic())
            far_reader, far_writer = await asyncio.open_connection(
                '127.0.0.1', port)
            quick(far_writer)
            await asyncio.gather(
                from_client,
                bring(up, far_writer, half, stands, lambda: None),
                take(far_reader, down, lambda data: None),
                bring(down, writer, half, 0, connection.server_sent))
            far_writer.close()
        except OSError:
            pass
        finally:
            writer.close()

    async def listen(self, targets, pipe):
        ports = []
        for port in targets:
            server = await asyncio.start_server(
                lambda r, w, p=port: self.serve(p, r, w), '127.0.0.1', 0)
            ports.append(server.sockets[0].getsockname()[1])
            # The same number for the other family.
            await asyncio.start_server(
                lambda r, w, p=port: self.serve(p, r, w), '::1', ports[-1])
        pipe.send(ports)
        while time.monotonic() < self.end and os.getppid() != 1:
            await asyncio.sleep(0.005)
            if pipe.poll():
                if pipe.recv() == 'stop':
                    return  # and whatever is still on its way is dropped
                pipe.send([(c.round_trips, c.seconds, c.start)
                           for c in self.connections])
                self.connections = []


def _main(targets, rtt, seconds, pipe):
    loop = asyncio.new_event_loop()
    loop.run_until_complete(Proxy(rtt, seconds).listen(targets, pipe))
    os._exit(0)


Seen = collections.namedtuple('Seen', 'round_trips seconds start')


class DelayProxy:
    """Leads to the ports in @targets (name: port); ends by itself after
    @seconds."""

    def __init__(self, targets, rtt=0.1, seconds=600):
        self.pipe, other = multiprocessing.Pipe()
        names = list(targets)
        self.process = multiprocessing.Process(
            target=_main, daemon=True,
            args=([targets[name] for name in names], rtt, seconds, other))
        self.process.start()
        self.ports = dict(zip(names, self.pipe.recv()))

    def take(self):
        """The connections since the last call: round trips, seconds from the
        connect to the client's last byte, and when that was."""
        time.sleep(0.02)
        self.pipe.send('take')
        return [Seen(*row) for row in self.pipe.recv()]

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        try:
            self.pipe.send('stop')
        except OSError:
            pass
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
