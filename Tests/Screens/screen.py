"""A studio in a real terminal on a display of its own, driven by keys and looked at by pixels.

The displays exist only in memory; the kept screenshots are in the folder that SCREENS names.
"""

import fcntl
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time


class Shot:
    """What a window shows: rows of pixels, three bytes each."""

    def __init__(self, path):
        size = subprocess.check_output(["identify", "-format", "%w %h", path], text=True).split()
        self.width, self.height = map(int, size)
        self.pixels = subprocess.check_output(["convert", path, "-depth", "8", "rgb:-"])
        self.path = path

    @property
    def size(self):
        return self.width, self.height

    def color(self, x, y):
        at = (y * self.width + x) * 3
        return self.pixels[at : at + 3]

    def row(self, y, left, right):
        return self.pixels[(y * self.width + left) * 3 : (y * self.width + right) * 3]

    def cut(self, box):
        left, top, right, bottom = box
        return [self.row(y, left, right) for y in range(top, bottom)]

    def box_without(self, color, area):
        """The smallest box around the pixels of an area that have another colour: left, top, right, bottom."""
        left, top, right, bottom = area
        blank = color * (right - left)
        rows = [y for y in range(top, bottom) if self.row(y, left, right) != blank]
        if not rows:
            return None
        columns = [x for x in range(left, right) if any(self.color(x, y) != color for y in rows)]
        return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1

    def count(self, color, area=None):
        left, top, right, bottom = area or (0, 0, self.width, self.height)
        rows = (self.row(y, left, right) for y in range(top, bottom))
        return sum(row[at : at + 3] == color for row in rows if color in row for at in range(0, len(row), 3))

    def commonest(self, box, other_than):
        """The colour that most pixels of a box have."""
        counts = {}
        for row in self.cut(box):
            for at in range(0, len(row), 3):
                counts[row[at : at + 3]] = counts.get(row[at : at + 3], 0) + 1
        counts.pop(other_than, None)
        return max(counts, key=counts.get)

    def differences(self, other, but=()):
        """How many pixels differ outside some boxes."""
        if self.size != other.size:
            return self.width * self.height
        found = 0
        for y in range(self.height):
            mine, its = self.row(y, 0, self.width), other.row(y, 0, self.width)
            if mine == its:
                continue
            hidden = [(left, right) for left, top, right, bottom in but if top <= y < bottom]
            for x in range(self.width):
                if mine[x * 3 : x * 3 + 3] != its[x * 3 : x * 3 + 3]:
                    found += not any(left <= x < right for left, right in hidden)
        return found


class XTerm:
    """xterm with sixel, a bitmap font and no border."""

    needs = ["xterm"]
    window_class = "xterm"
    # It draws the lines of boxes itself, some a pixel beyond their cell: that shows or not by what was drawn last.
    stray_pixels = 6

    def __init__(self, columns=120, rows=40):
        self.geometry = f"{columns}x{rows}"

    def start(self, studio, command):
        studio.spawn(
            "xterm", "-ti", "vt340", "-tn", "xterm-256color", "-geometry", self.geometry, "-fn", "6x13", "-b", "0",
            "-bg", "black", "-fg", "grey80", "-cr", "grey80", "+bc", "-xrm", "XTerm*numColorRegisters: 256",
            "-xrm", "XTerm*maxGraphicSize: 2000x2000", "-xrm", "XTerm*disallowedWindowOps: 20,21,SetXprop",
            "-e", *command)

    def resize(self, studio, columns, rows):
        width, height = studio.cell
        studio.run("xdotool", "windowsize", studio.window, str(columns * width), str(rows * height))


class Mlterm(XTerm):
    needs = ["mlterm"]
    window_class = "mlterm"
    # Its bold letters are a pixel wider than their cell. A cell of a picture has more.
    stray_pixels = 90

    def start(self, studio, command):
        studio.spawn(
            "mlterm", f"--geometry={self.geometry}", "--fg=gray", "--bg=black", "--sb=false", "--border=0",
            "--type=xcore", "--fontsize=14", "--term=xterm-256color", "-e", *command)


class Foot:
    """foot in a compositor whose screen is a window; its cells change with its font."""

    needs = ["foot", "weston"]
    window_class = "weston"
    stray_pixels = 0

    def start(self, studio, command):
        studio.environment |= {"XDG_RUNTIME_DIR": str(studio.folder), "WAYLAND_DISPLAY": "screens"}
        studio.folder.chmod(0o700)
        studio.spawn(
            "weston", "--backend=x11-backend.so", "--use-pixman", "--shell=kiosk-shell.so", "--socket=screens",
            "--width=1080", "--height=720", "--idle-time=0", "--no-config")
        studio.until((studio.folder / "screens").exists, "the compositor")
        studio.spawn(
            "foot", "--config=/dev/null", "--term=foot", "-o", "pad=0x0", "-o", "colors.background=000000",
            "-o", "mouse.hide-when-typing=yes", "-o", "font=monospace:pixelsize=14", *command)

    def resize(self, studio, columns, rows):
        """Larger letters make fewer cells, the right size for another one."""
        keys = {100: ["ctrl+plus"] * 2, 140: ["ctrl+0"] + ["ctrl+minus"] * 2, 120: ["ctrl+0"]}[columns]
        for key in keys:
            studio.key(key)


class Studio:
    """The program in a terminal.

    Parameters: `wrap` is the command that the terminal runs, with PANE for the one that runs the program; `files` are
    put into the folder it runs in.
    """

    def __init__(self, program, terminal=None, wrap=None, files=None):
        self.terminal = terminal or XTerm()
        missing = [tool for tool in self.terminal.needs if not shutil.which(tool)]
        if missing:
            print(f"        not looked at: this needs {' '.join(missing)}")
            raise SystemExit(0)
        self.children = []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gemstudio-screens-"))
        self.kept = pathlib.Path(os.environ.get("SCREENS", self.folder))
        self.kept.mkdir(parents=True, exist_ok=True)
        settings = self.folder / "home" / "config.toml"
        settings.parent.mkdir()
        # Character art in the conversation would be one more thing that changes.
        settings.write_text("thumbnails = false\n")
        for name, text in (files or {}).items():
            (self.folder / name).write_text(text)
        editor = self.script("editor", "printf '\\033[2J\\033[Han editor\\n'", f"touch '{self.folder}/edited'", "read x")
        kept = {k: v for k, v in os.environ.items() if k not in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "TMUX")}
        self.environment = kept | {
            "GEMSTUDIO_HOME": str(self.folder / "home"), "LC_ALL": "C.UTF-8", "HOME": str(self.folder),
            "VISUAL": str(editor), "TMUX_TMPDIR": str(self.folder),
        }
        try:
            self.open(program, wrap)
        except BaseException:
            self.close()
            raise

    def open(self, program, wrap):
        self.spawn("sh", "-c", "exec Xvfb -displayfd 3 -screen 0 1600x1100x24 -nolisten tcp 3>display")
        self.environment["DISPLAY"] = ":" + self.until(
            lambda: self.text("display").endswith("\n") and self.text("display").strip(), "the display")
        # Stopping the program leads to a plain screen, as does its end: to look for what is left there.
        pane = self.script(
            "pane",
            "set -m", f"cd '{self.folder}'", "tty >tty",
            f"'{pathlib.Path(program).resolve()}'",
            "while jobs >jobs; grep -q Stopped jobs; do touch stopped; read x; fg; done",
            "touch left; read x")
        self.terminal.start(self, ["sh", "-c", wrap.replace("PANE", str(pane))] if wrap else [str(pane)])
        self.window = self.until(
            lambda: self.run("xdotool", "search", "--onlyvisible", "--class", self.terminal.window_class).split()[-1:],
            "the window")[0]
        self.run("xdotool", "windowmove", self.window, "0", "0")
        self.run("xdotool", "windowfocus", self.window)
        # Through the window and out of it: a compositor draws a pointer of its own where the last one was.
        for place in [("2", "2"), ("1590", "1090")]:
            self.run("xdotool", "mousemove", *place)
        self.tty = self.until(lambda: self.text("tty").strip(), "the terminal")
        # Where the program's cells begin in the window, in cells.
        self.origin = (0, 0)

    def script(self, name, *lines):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
        path.chmod(0o700)
        return path

    def text(self, name):
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def close(self):
        for child in reversed(self.children):
            child.terminate()
            child.wait()

    def spawn(self, *command):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.children.append(subprocess.Popen(command, env=self.environment, cwd=self.folder, **quiet))

    def run(self, *command):
        return subprocess.run(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.strip()

    def until(self, condition, what, seconds=40):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        raise SystemExit(f"{what} never came; the last shots are in {self.kept}")

    def until_marked(self, name, what):
        """Waits for a file that the program's shell or editor makes, and takes it away."""
        self.until((self.folder / name).exists, what)
        (self.folder / name).unlink()

    def key(self, *names):
        for name in names:
            self.run("xdotool", "key", name)

    def line(self, text):
        self.run("xdotool", "type", "--delay", "5", text)
        self.key("Return")

    def resize(self, columns, rows):
        self.terminal.resize(self, columns, rows)

    def shot(self, name, wanted=lambda shot: True, times=2):
        """The window once it stays as it is for so many shots and shows what is wanted."""
        path = self.kept / f"{name}.png"

        def steady():
            last = None
            for _ in range(times):
                self.run("import", "-window", self.window, str(path))
                shot = Shot(path)
                if last and last.pixels != shot.pixels:
                    return None
                last = shot
                time.sleep(0.3)
            return last if wanted(last) else None

        return self.until(steady, f"the screen \"{name}\"")

    # What is where in pixels, for a program of at least 100 columns.

    def window_size(self):
        with open(self.tty) as tty:
            return struct.unpack("4H", fcntl.ioctl(tty, termios.TIOCGWINSZ, bytes(8)))

    @property
    def rows(self):
        return self.window_size()[0]

    @property
    def columns(self):
        return self.window_size()[1]

    @property
    def cell(self):
        rows, columns, width, height = self.window_size()
        return width // columns, height // rows

    def area(self, columns, rows):
        """Some of the program's cells."""
        (width, height), (left, top) = self.cell, self.origin
        return (
            (left + columns.start) * width, (top + rows.start) * height,
            (left + columns.stop) * width, (top + rows.stop) * height)

    @property
    def preview(self):
        return self.area(range(self.columns * 62 // 100, self.columns), range(3, self.rows - 4))

    @property
    def bar(self):
        """The line between the conversation and the right column."""
        return self.area(range(self.columns * 60 // 100, self.columns * 60 // 100 + 1), range(self.rows))

    @property
    def titles(self):
        """Of the right column: one of them says what was sent."""
        return self.area(range(self.columns * 60 // 100, self.columns), range(1, 3))


# What ends a check ends its programs too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def check(is_right, sentence):
    if not is_right:
        raise SystemExit(sentence)


def program():
    return pathlib.Path(sys.argv[1])
