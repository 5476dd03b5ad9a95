"""Sixel in mlterm: a picture through everything that happens on a screen."""

from screen import Mlterm, Studio, program
from steps import Steps

studio = Studio(program(), Mlterm())
try:
    Steps(studio, "mlterm").all()
finally:
    studio.close()
