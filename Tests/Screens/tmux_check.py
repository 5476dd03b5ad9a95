"""Sixel passed through tmux to xterm: a picture is placed in its pane and nowhere else, hidden, restored and removed."""

from screen import Studio, check, has_none, has_picture, program

# A pane at the left that must stay as it is, and one for the studio.
WRAP = (
    'tmux -L screens$$ -f /dev/null new-session -d -x 140 -y 44 "cat" \\; set -g allow-passthrough on '
    '\\; set -g focus-events on \\; set -g status-style fg=default,bg=default '
    '\\; set -g pane-border-style fg=default \\; set -g pane-active-border-style fg=default '
    '\\; set -g set-titles on \\; set -g set-titles-string "#T" \\; set -g default-terminal tmux-256color '
    '\\; split-window -h -l 112 "\\"$GEMSTUDIO_PROGRAM\\"; printf \\"\\\\033]2;left\\\\007\\"; read x" '
    '\\; attach'
)
LEFT = 27 * 6

studio = Studio(program(), geometry="140x44", wrap=WRAP)
try:
    plain = studio.shot("tmux-start", has_none)
    studio.key("ctrl+x", "i")
    studio.line("a red house by a lake")
    placed = studio.shot("tmux-placed", has_picture)
    studio.key("F1")
    hidden = studio.shot("tmux-overlay", has_none)
    text = hidden.colors() | plain.colors()
    studio.key("Escape")
    restored = studio.shot("tmux-restored", has_picture)
    box = restored.box_without(text)
    check(box[0] >= LEFT, "The picture reaches out of its pane.")
    check(restored.cut(box) == placed.cut(box), "The picture is another one after the overlay.")

    # Another window of tmux shows nothing of it, and the way back all of it.
    studio.key("ctrl+b", "c")
    studio.shot("tmux-window", has_none)
    studio.key("ctrl+b", "p")
    back = studio.shot("tmux-window-back", has_picture)
    check(back.cut(box) == placed.cut(box), "The picture is another one after a look at another window.")

    studio.key("ctrl+x", "q")
    studio.until(lambda: studio.title() == "left", "the end")
    studio.shot("tmux-left", has_none)
finally:
    studio.close()
