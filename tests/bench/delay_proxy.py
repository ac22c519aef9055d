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
import ctypes
import gc
import multiprocessing
import os
import selectors
import socket
import time

CHUNK = 65536
PR_SET_TIMERSLACK = 29


class Thinker:
    """How long a side takes from what is handed to it until it speaks."""

    def __init__(self):
        self.handed = None
        self.seconds = 0.0

    def given(self, when=None):
        self.handed = time.monotonic() if when is None else when

    def spoke(self):
        if self.handed is not None:
            self.seconds += max(0, time.monotonic() - self.handed)
        self.handed = None


class Connection:
    """What went over one connection."""

    def __init__(self):
        self.start = time.monotonic()
        self.round_trips = 1      # the connect itself
        self.last = None          # whose bytes came last
        self.left = False         # the client waits for nothing more
        self.seconds = 0.0        # from the connect to the client's last byte
        self.client = Thinker()
        self.server = Thinker()

    def client_sent(self, late):
        self.seconds = time.monotonic() - self.start + max(late, 0)
        self.last = 'client'
        self.client.spoke()

    def server_sent(self):
        """The first bytes of an answer end a wait."""
        if not self.left and self.last != 'server':
            self.round_trips += 1
        self.last = 'server'
        self.client.given()

    def server_said(self, data):
        """When it is not yet handed on.  What answers the farewell is waited
        for by nobody."""
        if data and not self.left:
            self.server.spoke()


def quick(writer):
    """Neither Nagle nor a delayed acknowledgement of the proxy's own."""
    sock = writer.get_extra_info('socket')
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


class Way:
    """One direction: hands on what comes, in order, each piece @delay late; the
    end of the stream as well."""

    def __init__(self, delay, not_before=0):
        self.delay = delay
        self.not_before = not_before
        self.writer = None        # until there is a connection to hand it to
        self.early = []
        self.due = 0.0
        self.ended = asyncio.get_running_loop().create_future()

    async def take(self, reader, came, goes):
        loop = asyncio.get_running_loop()
        data = True
        while data:
            try:
                data = await reader.read(CHUNK)
            except OSError:
                data = b''
            came(data)
            # Never two at the same moment: their order would be lost.
            self.due = max(time.monotonic(), self.not_before,
                           self.due - self.delay + 1e-6) + self.delay
            loop.call_at(self.due, self.hand_on, data, goes)
        await self.ended

    def hand_on(self, data, goes):
        if self.writer is None:
            self.early.append((data, goes))
            return
        try:
            quick(self.writer)
            if data:
                goes()
                self.writer.write(data)
                return
            if self.writer.can_write_eof():
                self.writer.write_eof()
        except OSError:
            pass
        if not self.ended.done():
            self.ended.set_result(None)

    def lead_to(self, writer):
        self.writer = writer
        for data, goes in self.early:
            self.hand_on(data, goes)


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
        up, down = Way(half, stands), Way(half)

        def client_said(data):
            if data:
                connection.client_sent(stands - time.monotonic())
            else:
                connection.left = True

        connection.client.given(stands)
        quick(writer)
        down.lead_to(writer)
        from_client = asyncio.ensure_future(
            up.take(reader, client_said, connection.server.given))
        try:
            await asyncio.sleep(stands + half - time.monotonic())
            far_reader, far_writer = await asyncio.open_connection(
                '127.0.0.1', port)
            connection.server.given()
            quick(far_writer)
            up.lead_to(far_writer)
            await asyncio.gather(
                from_client, down.take(far_reader, connection.server_said,
                                       connection.server_sent))
            far_writer.close()
        except OSError:
            pass
        finally:
            from_client.cancel()
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
                pipe.send([(c.round_trips, c.seconds, c.start,
                            c.client.seconds, c.server.seconds)
                           for c in self.connections])
                self.connections = []


def _main(targets, rtt, seconds, pipe):
    # Others wait in whole milliseconds, by which each direction would be late;
    # and the kernel lets whoever waits be 50 us late unless it is told not to.
    ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1)
    gc.disable()
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    loop.run_until_complete(Proxy(rtt, seconds).listen(targets, pipe))
    os._exit(0)


Seen = collections.namedtuple('Seen', 'round_trips seconds start client server')


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
        connect to the client's last byte, when that was, and how many of the
        seconds the client and the server took to think."""
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
