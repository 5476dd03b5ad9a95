"""Sixel in foot: a picture through everything that happens on a screen."""

from screen import Foot, Studio, program
from steps import Steps

studio = Studio(program(), Foot())
try:
    Steps(studio, "foot").all()
finally:
    studio.close()
