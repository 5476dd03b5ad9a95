"""The two ends of a slow line: runs a command and is its standard input and output, with a limit on what comes out.

usage: slow_line.py BYTES_A_SECOND COMMAND...
Everything is handed on in parts of 20 ms, and no more than about 64 ms are taken ahead.
"""

import os
import select
import socket
import subprocess
import sys
import time

rate = int(sys.argv[1])
part = max(1, rate // 50)
here, there = socket.socketpair()
# The system's least room, 4,608 bytes with its own bookkeeping: two or three parts.
there.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
child = subprocess.Popen(sys.argv[2:], stdin=there, stdout=there)
there.close()

free = time.monotonic()
watched = [0, here]
while here in watched:
    now = time.monotonic()
    ready, _, _ = select.select(watched if now >= free else watched[:-1], [], [], max(0, free - now) or None)
    if 0 in ready:
        data = os.read(0, 65536)
        if data:
            here.sendall(data)
        else:
            watched.remove(0)
            here.shutdown(socket.SHUT_WR)
    if here in ready:
        data = here.recv(part)
        if not data:
            break
        free = max(free, time.monotonic()) + len(data) / rate
        time.sleep(max(0, free - time.monotonic()))
        while data:
            data = data[os.write(1, data):]
child.terminate()
child.wait()
