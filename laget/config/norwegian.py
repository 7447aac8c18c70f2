"""The words that Python's command line has of its own. It looks each one up by its English text, so we answer."""

import argparse

WORDS = {
    "usage: ": "bruk: ",
    "positional arguments": "oppgi",
    "options": "valg",
    "show this help message and exit": "vis denne hjelpen",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s.\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "du må også oppgi %s",
    "unrecognized arguments: %s": "kjenner ikke %s",
    "invalid %(type)s value: %(value)r": "%(value)r er ikke et helt tall",
    "invalid choice: %(value)r (choose from %(choices)s)": "kjenner ikke %(value)r. Velg blant %(choices)s",
    "expected one argument": "mangler en verdi",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan bety flere ting: %(matches)s",
    "ignored explicit argument %r": "skal ikke ha noen verdi, men fikk %r",
}


def speak_norwegian() -> None:
    argparse._ = lambda text: WORDS.get(text, text)  # type: ignore[attr-defined]  # what it calls gettext
