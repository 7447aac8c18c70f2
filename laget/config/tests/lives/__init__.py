"""Cases lived at random. Read `move.py` (what an act is), then `life.py` (how a run goes), then a kind of life.

The kinds of life are `needs`, `room`, `decisions`, `payments`, `ranked`, `events`, `fellestiltak` and `oppfolging`:
where each begins, and which acts it has. The acts of `matters`, `complaints` and `reports` belong to more than one, or
would make a file long, and `common` is what many acts do alike. What is held up against the acts is in `look` (states,
log), `traces` (what was written) and `money_holds`; `run` lets a life be lived many times.
"""
