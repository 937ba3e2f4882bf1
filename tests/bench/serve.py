#!/usr/bin/env python3
"""Load on render serve, and on pprof -http beside it: serve.py [--seconds N] [--clients N] [--pprof PPROF] RENDER PROFILE

Clients are processes with one connection each, which ask for one thing after the other over bare sockets: they parse no more than the
status and the length, so that little of the time is theirs. First the top table, the boxes of the flame graph and the call graph, out of
the cache; then the same with options that nobody had before, which are made anew; then what carries the same data on both sides: the
table of 500 functions, all boxes, the callers and callees of the functions that match. Prints requests a second, latencies, errors, and
the server's memory before and after.
"""
import argparse
import array
import os
import pathlib
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'serve'))
from served import Server

CACHED = ['/engine/top', '/engine/boxes', '/engine/graph']
PAIRS = [('table', '/engine/top?nodecount=500', '/ui/top'), ('flame graph', '/engine/boxes', '/ui/flamegraph'),
         ('peek', '/engine/peek?pattern=mallocgc', '/ui/peek?f=mallocgc')]


class Door:
    def __init__(self, port):
        self.socket = socket.create_connection(('localhost', port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b''
        self.host = b'localhost:%d' % port

    def more(self):
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError
        return part

    def ask(self, path):
        """(status, bytes of the body)"""
        self.socket.sendall(b'GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n' % (path.encode(), self.host))
        data = self.rest
        while (end := data.find(b'\r\n\r\n')) < 0:
            data += self.more()
        head, size = data[:end].lower(), len(data) - end - 4
        mark = head.find(b'content-length:')
        if mark >= 0:
            length = int(head[mark + 15:].split(b'\r\n', 1)[0])
            while size < length:
                size += len(self.more())
        else:
            length, tail = size, data[-5:]
            while tail != b'0\r\n\r\n':
                part = self.more()
                length += len(part)
                tail = (tail + part)[-5:]
        self.rest = b''
        return int(head[9:12]), length


def client(port, paths, seconds, number):
    """Latencies in seconds, of failures negative ones; then the bytes that came."""
    door, times, size, i = Door(port), array.array('d'), 0, number
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        status, length = door.ask(paths(number, i))
        took = time.perf_counter() - start
        times.append(took if status == 200 else -took)
        size += length
        i += 1
    times.append(size)
    return times


def load(port, paths, seconds, clients):
    """(latencies, failures, bytes, seconds)"""
    pipes, start = [], time.perf_counter()
    for number in range(clients):
        read, write = os.pipe()
        if os.fork() == 0:
            with os.fdopen(write, 'wb') as file:
                file.write(client(port, paths, seconds, number).tobytes())
            os._exit(0)
        os.close(write)
        pipes.append(read)
    good, bad, size = [], 0, 0
    for read in pipes:
        times = array.array('d')
        with os.fdopen(read, 'rb') as file:
            times.frombytes(file.read())
        bad += not times
        size += times.pop() if times else 0
        good += [took for took in times if took >= 0]
        bad += sum(took < 0 for took in times)
    for _ in pipes:
        os.wait()
    return sorted(good), bad, size, time.perf_counter() - start


def show(name, result):
    times, bad, size, took = result
    count = max(len(times), 1)
    times = times or [0]
    print('  %-34s %9.1f requests/s, p50 %8.2f ms, p99 %8.2f ms, most %8.2f ms, %7.1f MB/s, %d failed' % (
        name, count / took, times[count // 2] * 1e3, times[min(count - 1, count * 99 // 100)] * 1e3, times[-1] * 1e3, size / took / 1e6, bad))
    sys.stdout.flush()
    return count / took


def start_pprof(pprof, profile):
    with socket.socket() as free:
        free.bind(('localhost', 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([pprof, '-symbolize=none', '-no_browser', f'-http=localhost:{port}', profile], stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            socket.create_connection(('localhost', port)).close()
            return process, port
        except OSError:
            time.sleep(0.1)
    raise RuntimeError('pprof does not start')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--seconds', type=float, default=30)
    parser.add_argument('--clients', type=int, default=8)
    parser.add_argument('--pprof')
    parser.add_argument('render')
    parser.add_argument('profile')
    options = parser.parse_args()
    with Server(options.render, options.profile) as server:
        door = Door(server.port)
        for path in CACHED:
            begin = time.perf_counter()
            status, size = door.ask(path)
            print('  %-34s first %8.1f ms, %d bytes, status %d' % (path, (time.perf_counter() - begin) * 1e3, size, status))
        before = server.rss()
        show('top, boxes, graph from the cache', load(server.port, lambda number, i: CACHED[i % 3], options.seconds, options.clients))
        print('  memory %.1f MiB before, %.1f MiB after' % (before / 1024, server.rss() / 1024))
        fresh = lambda number, i: ['/engine/top?nodecount=%d', '/engine/boxes?focus=[^%d]', '/engine/graph?title=%d'][i % 3] % (number * 1000000 + i)
        for part in range(3):
            show('made anew, part %d' % (part + 1), load(server.port, fresh, options.seconds / 3, options.clients))
            print('  memory %.1f MiB after' % (server.rss() / 1024))
        if options.pprof:
            process, port = start_pprof(options.pprof, options.profile)
            try:
                for name, ours, theirs in PAIRS:
                    Door(server.port).ask(ours)
                    mine = show('render: ' + name, load(server.port, lambda number, i: ours, options.seconds / 6, options.clients))
                    other = show('pprof: ' + name, load(port, lambda number, i: theirs, options.seconds / 3, options.clients))
                    print('  %.0f times' % (mine / other))
            finally:
                process.terminate()
                process.wait()


if __name__ == '__main__':
    main()
