"""Sixel in xterm: a picture is placed, hidden, restored, typed beside, replaced, resized and removed."""

from screen import Studio, check, has_none, has_picture, program

studio = Studio(program())
try:
    plain = studio.shot("start", has_none)
    studio.key("ctrl+x", "i")
    studio.line("a red house by a lake")
    placed = studio.shot("placed", has_picture)

    studio.key("F1")
    hidden = studio.shot("overlay", has_none)
    text = hidden.colors() | plain.colors()
    studio.key("Escape")
    restored = studio.shot("restored", has_picture)
    box = restored.box_without(text)
    check(restored.cut(box) == placed.cut(box), "The picture is another one after the overlay.")
    check(restored.is_outside_like(placed, box), "The overlay left something beside the picture.")

    # Typing changes the text beside it and nothing of the picture.
    studio.key("k", "k", "k")
    typed = studio.shot("typed", has_picture)
    check(typed.cut(box) == restored.cut(box), "Typing moved or tore the picture.")
    studio.key("ctrl+u")

    # A second picture in the place of the first, and the first again.
    studio.line("a blue boat at night")
    replaced = studio.shot("replaced", lambda shot: has_picture(shot) and shot.cut(box) != placed.cut(box))
    studio.key("F1")
    check(has_none(studio.shot("replaced-overlay", has_none)), "Something of a picture is left under the overlay.")
    studio.key("Escape")
    check(
        studio.shot("replaced-restored", has_picture).cut(box) == replaced.cut(box),
        "The second picture is another one after the overlay.")

    # Full screen and back.
    studio.key("ctrl+x", "o")
    studio.shot("full", lambda shot: has_picture(shot) and shot.cut(box) != replaced.cut(box))
    studio.key("Escape")
    again = studio.shot("full-back", lambda shot: has_picture(shot) and shot.cut(box) == replaced.cut(box))
    check(again.is_outside_like(replaced, box), "The full screen left something beside the picture.")

    # Another size, and nothing of the old one.
    for columns, rows in [(100, 30), (140, 50), (120, 40)]:
        studio.resize(columns, rows)
        size = (columns * 6, rows * 13)
        studio.shot(f"size-{columns}", lambda shot: (shot.width, shot.height) == size and has_picture(shot))
        studio.key("F1")
        studio.shot(f"size-{columns}-overlay", has_none)
        studio.key("Escape")
        studio.shot(f"size-{columns}-restored", has_picture)
    check(
        studio.shot("size-back", has_picture).cut(box) == replaced.cut(box),
        "After three sizes the picture is another one.")

    studio.key("ctrl+x", "q")
    studio.until(lambda: studio.title() == "left", "the end")
    studio.shot("left", lambda shot: len(shot.colors()) <= 4)
finally:
    studio.close()
