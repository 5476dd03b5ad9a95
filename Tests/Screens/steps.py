"""What a picture goes through on a screen, the same in every terminal."""

from screen import check

BLACK = b"\0\0\0"


class Steps:
    """Places a picture first, in an answer to a long prompt, so that there is something to scroll."""

    def __init__(self, studio, name):
        self.studio = studio
        self.name = name
        self.start = self.shot("start", lambda shot: shot.count(BLACK) < shot.width * shot.height)
        studio.key("ctrl+x", "i")
        studio.line("a red house by a lake " + "with one more window and a garden full of old apple trees " * 12)
        self.placed = self.shot("placed", self.has_any_picture)
        self.take(self.placed)

    def take(self, shot):
        """Learns where the picture is and by which colour it can be told."""
        self.box = shot.box_without(BLACK, self.studio.preview)
        self.ink = shot.commonest(self.box, BLACK)

    def shot(self, name, wanted=lambda shot: True):
        return self.studio.shot(f"{self.name}-{name}", wanted)

    def has_any_picture(self, shot):
        box = shot.box_without(BLACK, self.studio.preview)
        return box and box[3] - box[1] > 8 * self.studio.cell[1] and self.is_full(shot, box)

    def is_full(self, shot, box):
        """True if every row of pixels is a picture's: few are black."""
        return all(row.count(BLACK) < len(row) // 6 for row in shot.cut(box))

    def shows(self, picture):
        return lambda shot: shot.size == picture.size and shot.cut(self.box) == picture.cut(self.box)

    def has_any_ink(self, shot):
        """True if there is a picture somewhere; at another size it may have other colours."""
        return shot.count(BLACK) < shot.width * shot.height * 9 // 10

    def hides(self, shot):
        return shot.count(self.ink) < 200

    def check_outside(self, shot, other, what):
        check(
            shot.differences(other, [self.box, self.studio.titles, self.studio.bar]) <= self.studio.terminal.stray_pixels,
            f"{what} left something beside the picture.")

    def check_whole(self, name, shot, *but):
        """What is on the screen is what a full drawing shows."""
        # The line beside it is drawn over parts of the letters next to it, or under them, in mlterm.
        but = [*(but or [self.studio.titles]), self.studio.bar]
        self.studio.key("ctrl+l")
        self.shot(f"{name}-again", lambda again: shot.differences(again, but) <= self.studio.terminal.stray_pixels)

    def overlay(self):
        self.studio.key("F1")
        self.check_whole("overlay", self.shot("overlay", self.hides))
        self.studio.key("Escape")
        restored = self.shot("restored", self.shows(self.placed))
        self.check_outside(restored, self.placed, "The overlay")
        self.check_whole("restored", restored)

    def typing(self):
        self.studio.key("k", "k", "k")
        typed = self.shot("typed", lambda shot: shot.pixels != self.placed.pixels)
        check(self.shows(self.placed)(typed), "Typing moved or tore the picture.")
        self.studio.key("ctrl+u")

    def replace(self):
        before = self.placed
        self.studio.line("a blue boat at night")
        self.placed = self.shot(
            "replaced", lambda shot: self.has_any_picture(shot) and not self.shows(before)(shot))
        self.take(self.placed)
        self.check_whole("replaced", self.placed)

    def scroll(self):
        before = self.placed
        for name in ["Prior", "Prior", "Next", "ctrl+Home", "ctrl+End"]:
            self.studio.key(name)
            after = self.shot(f"scrolled-{name}")
            check(self.shows(self.placed)(after), f"Scrolling with {name} changed the picture.")
            if name == "ctrl+Home":
                check(after.pixels != before.pixels, "Nothing scrolled.")
        self.check_outside(after, self.placed, "Scrolling")

    def full(self):
        self.studio.key("ctrl+x", "o")
        half = self.placed.width * self.placed.height // 2
        full = self.shot("full", lambda shot: not self.shows(self.placed)(shot) and shot.count(BLACK) < half)
        self.check_whole("full", full, self.studio.area(range(self.studio.columns), range(1)))
        self.studio.key("Escape")
        self.check_outside(self.shot("full-back", self.shows(self.placed)), self.placed, "The full screen")

    def resize(self, sizes=((100, 30), (140, 50), (120, 40))):
        for columns, rows in sizes:
            before = self.shot("before-resize")
            self.studio.resize(columns, rows)
            shot = self.shot(
                f"size-{columns}", lambda shot: shot.pixels != before.pixels and self.has_any_ink(shot))
            self.check_whole(f"size-{columns}", shot)
        back = self.shot("size-back", self.shows(self.placed))
        self.check_outside(back, self.placed, "Three sizes")

    def theme(self):
        """Another theme from the list, which shows it before it is chosen."""
        self.studio.key("ctrl+x", "t", "Down")
        self.shot("theme-shown", self.hides)
        self.studio.key("Return")
        # A notice names the theme for a while.
        notice = self.studio.area(range(self.studio.columns // 2), range(self.studio.rows - 4, self.studio.rows - 3))
        themed = self.shot(
            "themed", lambda shot: self.shows(self.placed)(shot)
            and shot.differences(self.placed, [self.box]) > 100
            and not shot.box_without(shot.color(*notice[:2]), notice))
        self.check_whole("themed", themed)

    def editor(self):
        before = self.shot("before-editor")
        self.studio.key("ctrl+x", "ctrl+e")
        self.studio.until_marked("edited", "the editor")
        self.shot("editor", self.hides)
        self.studio.key("Return")
        self.check_outside(self.shot("edited", self.shows(before)), before, "The editor")

    def suspend(self):
        before = self.shot("before-suspend")
        self.studio.key("ctrl+z")
        self.studio.until_marked("stopped", "the shell")
        self.shot("suspended", self.hides)
        self.studio.key("Return")
        self.check_outside(self.shot("continued", self.shows(before)), before, "Suspending")

    def quit(self):
        self.studio.key("ctrl+x", "q")
        self.studio.until_marked("left", "the end")
        self.shot("left", lambda shot: shot.count(self.ink) == 0)

    def all(self):
        self.overlay()
        self.typing()
        self.replace()
        self.scroll()
        self.full()
        self.resize()
        self.theme()
        self.editor()
        self.suspend()
        self.quit()
