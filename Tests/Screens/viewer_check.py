"""Sixel in xterm: pictures side by side, flipped, deleted and brought back, and the gallery over them."""

from screen import Studio, XTerm, check, program
from steps import BLACK, Steps


class Viewer(Steps):
    """Has two pictures, the second made from the first."""

    def __init__(self, studio):
        super().__init__(studio, "viewer")
        self.replace()
        # What was sent stands there.
        self.title = studio.area(range(studio.columns), range(1))

    def is_filled(self, shot):
        return shot.count(BLACK) < shot.width * shot.height // 2

    def open(self):
        self.studio.key("ctrl+x", "o")
        self.full = self.shot("full", lambda shot: not self.shows(self.placed)(shot) and self.is_filled(shot))
        inside = self.studio.area(range(self.studio.columns), range(1, self.studio.rows - 1))
        self.full_box = self.full.box_without(BLACK, inside)
        self.full_ink = self.full.commonest(self.full_box, BLACK)

    def shows_full(self, shot):
        """The second picture, and nothing else but the title."""
        return shot.differences(self.full, [self.title]) <= self.studio.terminal.stray_pixels

    def shows_other(self, shot):
        """Another picture in the same place."""
        return self.is_full(shot, self.full_box) and not self.shows_full(shot) and not shot.count(self.full_ink)

    def other(self, name, wanted):
        shot = self.shot(name, wanted)
        self.check_whole(name, shot, self.title)
        return shot

    def compare(self):
        self.open()
        self.studio.key("c")
        beside = self.other("beside", self.is_beside)
        check(not self.shows_full(beside), "There is one picture where two were asked for.")
        self.studio.key("c")
        self.shot("beside-back", self.shows_full)
        self.studio.key("f")
        self.other("flipped", self.shows_other)
        self.studio.key("f")
        self.shot("flipped-back", self.shows_full)
        self.close_viewer("compared")

    def is_beside(self, shot):
        """A picture of its own in each half of the screen."""
        middle = self.studio.columns // 2
        inside = range(2, self.studio.rows - 2)
        halves = [self.studio.area(columns, inside) for columns in (range(middle), range(middle, self.studio.columns))]
        boxes = [shot.box_without(BLACK, half) for half in halves]
        if not all(boxes):
            return False
        inks = [shot.commonest(box, BLACK) for box in boxes]
        return inks[0] != inks[1] and all(self.is_full(shot, box) for box in boxes)

    def delete(self):
        self.open()
        self.studio.key("d")
        self.other("deleted", lambda shot: not shot.count(self.full_ink))
        self.studio.key("u")
        self.shot("undone", self.shows_full)
        self.close_viewer("undone")

    def close_viewer(self, name):
        self.studio.key("Escape")
        but = [self.box, self.studio.titles, self.studio.bar]
        shot = self.shot(
            f"{name}-closed", lambda shot: self.shows(self.placed)(shot)
            and shot.differences(self.placed, but) <= self.studio.terminal.stray_pixels)
        self.check_whole(f"{name}-closed", shot)

    def gallery(self):
        self.studio.key("ctrl+x", "p")
        # Its pictures come one after the other, each a second time in full.
        shot = self.studio.shot("viewer-gallery", lambda shot: not self.shows(self.placed)(shot), times=8)
        # Drawn again it may have other colours, by how fast the terminal was found to be meanwhile.
        picture = shot.box_without(BLACK, self.studio.preview)
        check(picture, "The gallery shows no picture.")
        self.check_whole("gallery", shot, self.title, picture)
        self.studio.key("Down", "Escape")
        self.check_outside(self.shot("gallery-closed", self.shows(self.placed)), self.placed, "The gallery")


studio = Studio(program(), XTerm())
try:
    viewer = Viewer(studio)
    viewer.compare()
    viewer.delete()
    viewer.gallery()
    viewer.quit()
finally:
    studio.close()
