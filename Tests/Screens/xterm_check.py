"""Sixel in xterm: a picture through everything that happens on a screen."""

from screen import XTerm, Studio, program
from steps import Steps

studio = Studio(program(), XTerm())
try:
    Steps(studio, "xterm").all()
finally:
    studio.close()
