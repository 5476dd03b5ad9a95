"""Wide letters, joined signs, marks and right-to-left text in xterm, foot and tmux: what stands after them stands in its
column, and the cursor where typing goes."""

from screen import Foot, Studio, XTerm, check, program

BLACK = b"\0\0\0"

# Texts, and how many columns they take.
SAMPLES = [
    ("plain letters", 13),
    ("東京タワー", 10),
    ("한글 漢字", 9),
    ("e\u0301a\u0308o\u0302", 3),
    ("👩‍👩‍👧", 2),
    ("👍🏽", 2),
    ("❤\ufe0f", 2),
    ("🇩🇪", 2),
    ("שלום", 4),
    ("مرحبا", 5),
    ("ไทย", 3),
    ("ｆｕｌｌ", 8),
]

SETTINGS = "thumbnails = false\n[aliases]\n" + "".join(
    f'"sample{number:02}" = "{text}"\n' for number, (text, _) in enumerate(SAMPLES))

TMUX = """
set -g default-terminal tmux-256color
set -g status off
set -sg escape-time 10
"""


class Tmux(XTerm):
    needs = ["xterm", "tmux"]


def straight(studio, name):
    """In the list of settings each text has its source at the right and the side of the box after it."""
    studio.key("ctrl+x", "comma")
    studio.run("xdotool", "type", "--delay", "20", "aliases.s")
    right = (studio.columns - 92) // 2 + 91
    listed = studio.shot(f"{name}-listed", lambda shot: shot.count(BLACK) < shot.width * shot.height)
    rows = [row for row in range(studio.rows) if side(listed, studio, row, right)]
    check(len(rows) >= len(SAMPLES), f"{name}: the box is not whole.")
    again = redrawn(studio, f"{name}-listed-again")
    differing = listed.differences(again)
    check(differing <= studio.terminal.stray_pixels, f"{name}: drawn anew, {differing} pixels of the list differ.")
    # One row after the other: the side of the box is in one column, without a gap.
    gaps = [row for row in range(rows[0], rows[-1]) if row not in rows]
    check(not gaps, f"{name}: the side of the box is out of its column in the rows {gaps}.")
    studio.key("Escape")


def side(shot, studio, row, column):
    """True if a cell has an upright line in its middle, from its top to its bottom."""
    left, top, right, bottom = studio.area(range(column, column + 1), range(row, row + 1))
    background = shot.color(left, top)
    lines = [x for x in range(left, right) if all(shot.color(x, y) != background for y in range(top, bottom))]
    return 0 < len(lines) < right - left


def redrawn(studio, name):
    studio.key("ctrl+l")
    return studio.shot(name)


def cursor(studio, name):
    """Behind each text in the prompt the cursor is the last thing of its row."""
    for number, (text, columns) in enumerate(SAMPLES):
        (studio.folder / "text").write_text(text)
        studio.key("ctrl+u", "ctrl+x", "ctrl+e")
        row = studio.rows - 2
        area = studio.area(range(2, studio.columns), range(row, row + 1))
        wanted = studio.area(range(2 + columns, 3 + columns), range(row, row + 1))[2]

        def is_there(shot):
            box = shot.box_without(BLACK, area)
            return box and box[2] == wanted

        studio.shot(f"{name}-cursor-{number:02}", is_there)


def look(name, terminal, wrap=None, files=None):
    studio = Studio(program(), terminal, wrap=wrap, files={"home/config.toml": SETTINGS} | (files or {}))
    try:
        studio.script("editor", f"cat '{studio.folder}/text' >\"$1\"")
        studio.shot(f"{name}-start", lambda shot: shot.count(BLACK) < shot.width * shot.height)
        cursor(studio, name)
        straight(studio, name)
    finally:
        if wrap:
            studio.run("tmux", "-L", "screens", "kill-server")
        studio.close()


look("widths-xterm", XTerm())
look("widths-tmux", Tmux(), "exec tmux -L screens -f tmux.conf new-session PANE", {"tmux.conf": TMUX})
look("widths-foot", Foot())
