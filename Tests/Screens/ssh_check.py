"""A picture and five edits of it over a real ssh on a line of 32 KB/s, with keys typed while they come.

Measured is the time from each key to its letter on the terminal's side of the line, and all bytes that came.
"""

import fcntl
import json
import os
import pathlib
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

from screen import check, program

RATE = 32_000
# What was promised, and beyond which a measurement is no accident of a busy machine.
GOALS = {"": (0.150, 0.300), "tmux": (1.0, 2.0)}
MOST_BYTES = 250_000
PRIVSEP = pathlib.Path("/run/sshd")

TOKEN = re.compile(
    rb"\x1bP(?P<dcs>.*?)\x1b\\|\x1b[_^X].*?\x1b\\|\x1b\](?P<osc>.*?)(?:\x07|\x1b\\)"
    rb"|\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])|\x1b[ -/]*[0-OQ-WYZ\\`-~=>]|(?P<text>[^\x1b]+)", re.DOTALL)

# As `xterm -ti vt340` answers, whose cells have 6 by 13 pixels.
ANSWERS = {
    b"c": b"\x1b[?63;1;2;4;6;9;15;16;22;28c", b">c": b"\x1b[>41;379;0c", b">0q": b"\x1bP>|XTerm(379)\x1b\\",
    b">q": b"\x1bP>|XTerm(379)\x1b\\", b"?2;4;0S": b"\x1b[?2;0;1000;1000S", b"?1;1;0S": b"\x1b[?1;0;1024S",
    b"16t": b"\x1b[6;13;6t", b"14t": b"\x1b[4;520;720t", b"?2026$p": b"\x1b[?2026;0$y", b"5n": b"\x1b[0n",
}


def left_out(why):
    print(f"        not looked at: {why}")
    raise SystemExit(0)


class Line:
    """A studio behind ssh, and the terminal in front of it."""

    def __init__(self, folder, command):
        self.arrived = b""
        self.bytes = 0
        self.pieces = 0
        self.text = ""
        self.last_piece = self.last_byte = time.monotonic()
        # The letters that are not back yet, each with the time it was typed.
        self.awaited = {}
        self.echoes = []
        # No letter is typed twice, and none of them stands on the screen otherwise.
        self.letters = iter(chr(code) for code in range(0x400, 0x500) if chr(code).isalpha())
        line = pathlib.Path(__file__).with_name("slow_line.py")
        server = f"{shutil.which('sshd', path=PATH)} -i -f {folder}/sshd_config"
        options = {
            "ProxyCommand": f"{sys.executable} {line} {RATE} {server}",
            "IdentityFile": folder / "key", "UserKnownHostsFile": folder / "known", "StrictHostKeyChecking": "no",
            "IdentitiesOnly": "yes", "PasswordAuthentication": "no", "LogLevel": "ERROR",
        }
        arguments = ["ssh", "-F", "none", "-tt", *(f"-o{name}={value}" for name, value in options.items())]
        self.process, self.master = os.forkpty()
        if self.process == 0:
            environment = {"PATH": PATH, "HOME": str(folder), "TERM": "xterm-256color"}
            os.execvpe("ssh", [*arguments, "localhost", command], environment)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("4H", 40, 120, 720, 520))
        os.kill(self.process, signal.SIGWINCH)

    def close(self):
        os.kill(self.process, signal.SIGTERM)
        os.waitpid(self.process, 0)
        os.close(self.master)

    def send(self, text):
        os.write(self.master, text if isinstance(text, bytes) else text.encode())

    def read(self, seconds):
        """Takes in what comes, as a terminal does, for so long at most."""
        if not select.select([self.master], [], [], max(0, seconds))[0]:
            return
        try:
            data = os.read(self.master, 65536)
        except OSError:
            data = b""
        check(data, f"The line ended: {self.text[-300:]!r}")
        now = time.monotonic()
        self.bytes += len(data)
        self.last_byte = now
        if b"\x1bP" in self.arrived + data:
            self.last_piece = now
        self.arrived += data
        end = 0
        for token in TOKEN.finditer(self.arrived):
            if token.start() != end:
                break
            is_open = token["text"] and token.end() == len(self.arrived)
            end = token.end() - (self.unfinished(token["text"]) if is_open else 0)
            self.take(token, end, now)
        self.arrived = self.arrived[end:]

    @staticmethod
    def unfinished(text):
        """How many bytes at the end begin a letter."""
        for count in range(1, min(4, len(text) + 1)):
            if text[-count] >= 0xC0:
                return count if count < (2 if text[-count] < 0xE0 else 3 if text[-count] < 0xF0 else 4) else 0
            if text[-count] < 0x80:
                break
        return 0

    def take(self, token, end, now):
        if token["dcs"] is not None:
            self.pieces += bool(re.match(rb"[0-9;]*q", token["dcs"]))
        elif token["csi"] in ANSWERS:
            self.send(ANSWERS[token["csi"]])
        elif token["osc"] == b"11;?":
            self.send("\x1b]11;rgb:0000/0000/0000\x1b\\")
        elif token["text"]:
            text = self.arrived[token.start():end].decode("utf-8", "replace")
            self.text = (self.text + text)[-20_000:]
            for letter in [letter for letter in self.awaited if letter in text]:
                self.echoes.append(now - self.awaited.pop(letter))

    def until(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            check(time.monotonic() < end, f"{what} never came; last: {self.text[-200:]!r}")
            self.read(0.02)

    def quiet(self, seconds=1.5):
        """Until nothing more comes."""
        self.until(lambda: time.monotonic() > self.last_byte + seconds, "rest")

    def type_along(self, is_over, interval=0.23):
        """Types letters until something is over, and takes them back once all are seen."""
        due = time.monotonic()
        while not is_over():
            letter = next(self.letters)
            self.awaited[letter] = time.monotonic()
            self.send(letter)
            due = max(due + interval, time.monotonic())
            while time.monotonic() < due:
                self.read(due - time.monotonic())
        self.until(lambda: not self.awaited, "a typed letter")
        self.send("\x15")
        self.quiet()

    def ask(self, prompt, art=False):
        """Sends a prompt and types until its picture has come."""
        self.send(prompt)
        self.quiet(0.5)
        pieces, spent, sent = self.pieces, self.bytes, time.monotonic()

        def is_over():
            now = time.monotonic()
            check(now < sent + 60, "No picture came.")
            if art:
                return self.bytes > spent + 4_000 and now > sent + 4
            return self.pieces > pieces and now > self.last_piece + 1.5

        self.send("\r")
        self.type_along(is_over)


# sshd is where no path of an ordinary user leads.
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def prepare(folder):
    """Keys that nobody else knows, and what sshd is to do with them."""
    for name in ["host", "key"]:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "key.pub", folder / "allowed")
    lines = [
        f"HostKey {folder}/host", f"AuthorizedKeysFile {folder}/allowed", "StrictModes no", "UsePAM no",
        "PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password",
        "PrintMotd no", "PrintLastLog no", "PidFile none"]
    (folder / "sshd_config").write_text("\n".join(lines) + "\n")


def session(name, wrap="PROGRAM", files=(), art=False):
    """A picture and five edits of it; prints what was measured and holds it against the goals."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gemstudio-ssh-"))
    prepare(folder)
    for file, text in files:
        (folder / file).write_text(text)
    home = folder / "home"
    home.mkdir()
    environment = {
        "LC_ALL": "C.UTF-8", "GEMSTUDIO_HOME": str(home), "HOME": str(folder), "TMUX_TMPDIR": str(folder), "PATH": PATH}
    path = program().resolve()
    variables = " ".join(f"{name}={value}" for name, value in environment.items())
    command = f"cd {folder}; exec env {variables} " + wrap.replace("PROGRAM", f"{path}")
    line = Line(folder, command)
    try:
        line.until(lambda: line.pieces or "simulator" in line.text, "the studio")
        line.quiet()
        line.send("\x18i")
        line.quiet()
        line.ask("a red house by a lake", art)
        for change in ["at night", "in winter", "with a boat", "from above", "as a drawing"]:
            line.send("\x1b")
            line.quiet(0.5)
            line.send("e")
            line.quiet(0.5)
            line.ask(change, art)
        line.send("\x18q")
    finally:
        line.close()
        if "tmux" in wrap:
            # It outlives its line.
            subprocess.run(["tmux", "-L", "ssh", "kill-server"], env=environment, capture_output=True)
    kept = subprocess.run([path, "images", "list", "--json"], env=environment, capture_output=True)
    pictures = json.loads(kept.stdout)
    made = [
        subprocess.run(
            [path, "images", "info", picture["sha256"], "--json"], env=environment, capture_output=True).stdout
        for picture in pictures]
    edits = sum(json.loads(answer)["editedFrom"] is not None for answer in made)
    goal, limit = GOALS["tmux" if "tmux" in wrap else ""]
    times = sorted(line.echoes)
    late = sum(time > goal for time in times)
    p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
    print(
        f"        {name}: {len(times)} keys, echoed after {statistics.median(times) * 1000:.0f} ms (median), "
        f"{p99 * 1000:.0f} ms (p99), {times[-1] * 1000:.0f} ms (worst); {late} later than {goal * 1000:.0f} ms; "
        f"{len(pictures)} pictures, {edits} of them edits, in {line.pieces} pieces, {line.bytes / 1000:.0f} KB in all")
    shutil.rmtree(folder)
    check((len(pictures), edits) == (6, 5), "Not every edit was made.")
    check(times[-1] <= limit, f"{name}: a key was echoed after {times[-1] * 1000:.0f} ms.")
    check(statistics.median(times) <= goal, f"{name}: keys are echoed too late.")
    check(line.bytes <= MOST_BYTES, f"{name}: {line.bytes} bytes are too many.")


def main():
    missing = [tool for tool in ["ssh", "ssh-keygen", "sshd"] if not shutil.which(tool, path=PATH)]
    if missing:
        left_out(f"this needs {' '.join(missing)}")
    is_made = False
    if os.getuid() == 0 and not PRIVSEP.exists():
        PRIVSEP.mkdir(mode=0o755)
        is_made = True
    try:
        session("ssh")
        if not shutil.which("tmux"):
            left_out("tmux behind ssh needs tmux")
        conf = "set -g default-terminal tmux-256color\nset -sg escape-time 10\nset -g status-right ''\n"
        tmux = "tmux -L ssh -f tmux.conf new-session PROGRAM"
        session("ssh, tmux with passthrough", tmux, [("tmux.conf", conf + "set -g allow-passthrough on\n")])
        session("ssh, tmux", tmux, [("tmux.conf", conf)], art=True)
    finally:
        if is_made:
            PRIVSEP.rmdir()


main()
