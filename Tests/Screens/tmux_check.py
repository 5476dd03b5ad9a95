"""tmux in xterm: without passthrough character art and the setting that is missing, with it sixel inside its own pane."""

from screen import Studio, XTerm, check, program
from steps import BLACK, Steps

CONF = """
set -g focus-events on
set -sg escape-time 10
set -g default-terminal tmux-256color
set -g status-style bg=colour22
set -g status-right ""
set -g automatic-rename off
"""


class Tmux(XTerm):
    needs = ["xterm", "tmux"]


def open_studio(lines, columns=120, rows=41):
    # The status line takes a row.
    studio = Studio(
        program(), Tmux(columns, rows), wrap="exec tmux -L screens -f tmux.conf new-session PANE",
        files={"tmux.conf": CONF + lines})
    return studio


def tmux(studio, *arguments):
    return studio.run("tmux", "-L", "screens", *arguments)


def close(studio):
    tmux(studio, "kill-server")
    studio.close()


def without_passthrough():
    studio = open_studio("")
    try:
        studio.key("ctrl+x", "i")
        studio.line("a red house by a lake")
        left, top, right, bottom = studio.preview
        half = (right - left) * (bottom - top) // 2
        studio.shot("tmux-art", lambda shot: shot.count(BLACK, studio.preview) < half)
        text = tmux(studio, "capture-pane", "-p")
        check("\u2580" in text or "\u2584" in text, "There is no character art without passthrough.")
        check("allow-passthrough" in text, "Nothing says which setting is missing.")
    finally:
        close(studio)


def through(name, lines, origin=(0, 0)):
    """All that happens in one pane over the whole window, and what other windows do to it."""
    studio = open_studio("set -g allow-passthrough on\n" + lines)
    studio.origin = origin
    try:
        steps = Steps(studio, name)
        steps.overlay()
        steps.typing()
        windows(studio, steps)
        steps.replace()
        steps.scroll()
        steps.full()
        steps.resize(((100, 31), (140, 51), (120, 41)))
        steps.theme()
        steps.editor()
        steps.suspend()
        steps.quit()
    finally:
        close(studio)


def windows(studio, steps):
    """Another window hides the picture, and it comes back with its own."""
    before = steps.shot("before-windows")
    tmux(studio, "new-window", "read x")
    other = steps.shot("other-window", lambda shot: steps.hides(shot) and shot.pixels != before.pixels)
    check(other.count(steps.ink) == 0, "The picture stays over another window.")
    # One command for both: tmux draws everything again when a window ends, and tells nobody.
    tmux(studio, "kill-window")
    steps.check_outside(steps.shot("window-back", steps.shows(before)), before, "Another window")


def split():
    """A pane to the left: the picture is in its own, and nothing of it in the other."""
    studio = open_studio("set -g allow-passthrough on\nset -g status-position top\n", columns=160)
    try:
        tmux(studio, "split-window", "-d", "-h", "-b", "-l", "39", "seq -f 'line %g' 20; read x")
        studio.until(lambda: studio.columns == 120, "the split")
        studio.origin = (40, 1)
        beside = (0, 0, 39 * studio.cell[0], 41 * studio.cell[1])
        steps = Steps(studio, "split")
        aside = steps.placed.cut(beside)
        steps.overlay()
        steps.replace()
        steps.scroll()
        last = steps.shot("split-last")
        check(last.cut(beside) == aside, "Something was drawn into the pane beside it.")
        tmux(studio, "swap-pane", "-D")
        studio.origin = (0, 1)
        moved = steps.shot("split-moved", steps.has_any_picture)
        steps.check_whole("split-moved", moved)
    finally:
        close(studio)


without_passthrough()
through("tmux", "")
through("tmux-top", "set -g status-position top\n", (0, 1))
split()
