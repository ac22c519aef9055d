# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""What the benchmarks share: measuring a process, and a table with each target
beside its figure.  Figures are compared with something measured in the same
run wherever that is possible; nothing here is a test."""

import os
import statistics
import subprocess
import sys
import tempfile
import time


class Cost:
    """What one process cost: seconds of wall and CPU time, MiB at its peak."""

    def __init__(self, wall, cpu, memory, status):
        self.wall = wall
        self.cpu = cpu
        self.memory = memory
        self.status = status


def cost(command, stdin=b'', environment=None):
    """Runs @command to its end, its output thrown away."""
    # The kernel counts the memory of whoever started a process as that
    # process's own peak; GNU time is small.
    memory = tempfile.NamedTemporaryFile()
    command = ['/usr/bin/time', '-q', '-f', '%M', '-o', memory.name, *command]
    start = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
    try:
        process.stdin.write(stdin)
        process.stdin.close()
    except BrokenPipeError:
        pass
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.monotonic() - start,
                usage.ru_utime + usage.ru_stime,
                int(memory.read()) / 1024, process.returncode)


def children_cpu():
    """Seconds of CPU time that the programs which this one has started, and that
    still run, have used so far, with all that they have started."""
    times, children = {}, {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/stat', encoding='utf-8') as f:
                fields = f.read().rpartition(')')[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(pid))
        times[int(pid)] = sum(map(int, fields[11:15]))
    below = list(children.get(os.getpid(), []))
    for pid in below:
        below += children.get(pid, [])
    return sum(times[pid] for pid in below) / os.sysconf('SC_CLK_TCK')


def median_cost(command, times=9, **options):
    """The median of each figure over several runs, the first not counted."""
    costs = [cost(command, **options) for _ in range(times + 1)][1:]
    return Cost(*(statistics.median(getattr(c, name) for c in costs)
                  for name in ('wall', 'cpu', 'memory', 'status')))


def as_root():
    """Real servers change their users: a benchmark with them runs as root."""
    if os.geteuid() != 0:
        os.execvp('sudo', ['sudo', '-n', sys.executable, *sys.argv])


class Table:
    """Rows of a figure and, where there is one, the target it should hold."""

    def __init__(self, title):
        self.rows = []
        self.missed = 0
        print(f'\n{title}')

    def row(self, what, figure, unit, most=None, least=None):
        held = ((most is None or figure <= most)
                and (least is None or figure >= least))
        target = (f'at most {most:g}' if most is not None
                  else f'at least {least:g}' if least is not None else '')
        word = '' if not target else 'held' if held else 'NOT REACHED'
        self.missed += not held
        print(f'  {what:<58} {figure:>9.2f} {unit:<6} {target:<14} {word}')
        sys.stdout.flush()

    def end(self):
        """The exit status: a target that was not reached is no failure of the
        measurement, so it is said and not thrown."""
        return 0
