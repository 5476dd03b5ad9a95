"""A studio in a real xterm on a display of its own, driven by keys and looked at by pixels."""

import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

# A terminal with a bitmap font shows few colours as long as there is no picture; any leftover adds some.
PLAIN_COLORS = 40


class Shot:
    """What a window shows: rows of pixels, three bytes each."""

    def __init__(self, path):
        size = subprocess.check_output(["identify", "-format", "%w %h", path], text=True).split()
        self.width, self.height = map(int, size)
        self.pixels = subprocess.check_output(["convert", path, "-depth", "8", "rgb:-"])
        self.path = path

    def color(self, x, y):
        at = (y * self.width + x) * 3
        return self.pixels[at : at + 3]

    def colors(self):
        data = self.pixels
        return {data[at : at + 3] for at in range(0, len(data), 3)}

    def box_without(self, colors):
        """The smallest box around the pixels that have none of these colours: left, top, right, bottom."""
        width, data = self.width, self.pixels
        places = [at // 3 for at in range(0, len(data), 3) if data[at : at + 3] not in colors]
        if not places:
            return None
        columns = [place % width for place in places]
        return min(columns), places[0] // width, max(columns) + 1, places[-1] // width + 1

    def cut(self, box):
        left, top, right, bottom = box
        width = self.width
        return [self.pixels[(y * width + left) * 3 : (y * width + right) * 3] for y in range(top, bottom)]

    def is_outside_like(self, other, box):
        """True if both show the same outside the box, and outside the two lines above, which say what was sent."""
        left, top, right, bottom = box
        left, top, right = left - 30, 26, self.width
        width = self.width
        if (self.width, self.height) != (other.width, other.height):
            return False
        for y in range(self.height):
            for first, end in ([(0, left), (right, width)] if top <= y < bottom else [(0, width)]):
                row = slice((y * width + first) * 3, (y * width + end) * 3)
                if self.pixels[row] != other.pixels[row]:
                    return False
        return True


class Studio:
    """The program in an xterm.

    Parameters: `wrap` makes the command that the terminal runs of the program's command line.
    """

    def __init__(self, program, geometry="120x40", wrap=None, variables=None, settings_lines=""):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gemstudio-screens-"))
        self.kept = pathlib.Path(os.environ.get("SCREENS", self.folder))
        self.kept.mkdir(parents=True, exist_ok=True)
        display = f":{random.randrange(100, 1000)}"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1600x1100x24", "-nolisten", "tcp"], **quiet)
        settings = self.folder / "home" / "config.toml"
        settings.parent.mkdir()
        # Character art in the conversation has colours too.
        settings.write_text("thumbnails = false\n" + settings_lines)
        keyless = {k: v for k, v in os.environ.items() if k not in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "TMUX")}
        self.environment = keyless | {
            "DISPLAY": display, "GEMSTUDIO_HOME": str(self.folder / "home"), "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8", "HOME": str(self.folder),
        } | (variables or {})
        self.until(lambda: self.run("xdotool", "getdisplaygeometry"), "the display")
        # What comes after the program is a plain screen that stays, to look for what was left on it.
        pane = self.folder / "pane.sh"
        pane.write_text(f"'{program}'\nprintf '\\033]2;left\\007'\nread x\n")
        command = (wrap or "sh PANE").replace("PANE", str(pane))
        self.terminal = subprocess.Popen(
            ["xterm", "-ti", "vt340", "-tn", "xterm-256color", "-geometry", geometry, "-fn", "6x13", "-b", "0",
             "-bg", "black", "-fg", "grey80", "-cr", "grey80", "+bc", "-xrm", "XTerm*numColorRegisters: 256",
             "-xrm", "XTerm*maxGraphicSize: 2000x2000", "-xrm", "XTerm*disallowedWindowOps: 20,21,SetXprop",
             "-e", "sh", "-c", command], env=self.environment, cwd=self.folder, **quiet)
        self.window = self.until(
            lambda: self.run("xdotool", "search", "--onlyvisible", "--class", "xterm").split()[-1:], "the window")[0]
        self.run("xdotool", "windowfocus", self.window)
        self.until(lambda: "gemstudio" in self.title(), "the studio")

    def close(self):
        self.terminal.kill()
        self.server.kill()

    def run(self, *command):
        return subprocess.run(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.strip()

    def until(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        raise SystemExit(f"{what} never came; the last shots are in {self.kept}")

    def title(self):
        return self.run("xdotool", "getwindowname", self.window)

    def key(self, *names):
        for name in names:
            self.run("xdotool", "key", "--window", self.window, name)

    def line(self, text):
        self.run("xdotool", "type", "--window", self.window, "--delay", "5", text)
        self.key("Return")

    def resize(self, columns, rows):
        self.run("xdotool", "windowsize", self.window, str(columns * 6), str(rows * 13))

    def shot(self, name, wanted=lambda shot: True):
        """The window once it stays as it is and shows what is wanted."""
        path = self.kept / f"{name}.png"

        def steady():
            shots = []
            for _ in range(2):
                self.run("import", "-window", self.window, str(path))
                shots.append(Shot(path))
                time.sleep(0.3)
            return shots[1] if shots[0].pixels == shots[1].pixels and wanted(shots[1]) else None

        return self.until(steady, f"the screen \"{name}\"")


def has_picture(shot):
    return len(shot.colors()) > PLAIN_COLORS


def has_none(shot):
    return not has_picture(shot)


def check(is_right, sentence):
    if not is_right:
        raise SystemExit(sentence)


def program():
    return pathlib.Path(sys.argv[1])
