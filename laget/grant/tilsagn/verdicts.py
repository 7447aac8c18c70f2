"""A verdict in words, for the command line."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from laget.base.ui.templatetags.ui import day
from laget.grant.tilsagn.verify import Verdict


def in_lines(verdict: Verdict) -> Iterator[str]:
    if verdict.genuine:
        yield _("Brevet er ekte.")
    elif verdict.changed:
        yield _("Brevet er IKKE ekte.")
    else:
        yield _("Ukjent fil. Den kan ikke regnes som et ekte brev.")
    yield verdict.why
    letter = verdict.letter
    if letter and verdict.genuine:
        named = {"reference": letter.reference, "name": letter.recipient.name, "day": day(letter.made_at)}
        yield _("Det er %(reference)s til %(name)s, datert %(day)s.") % named
        if not letter.has_left:
            yield _("Brevet er ikke sendt ut ennå.")
        if letter.later:
            yield _("Det er ERSTATTET av et senere brev, datert %(day)s.") % {"day": day(letter.later.made_at)}
    elif letter:
        named = {"reference": letter.reference, "day": day(letter.made_at)}
        yield _("Det gir seg ut for å være %(reference)s, datert %(day)s.") % named
    if verdict.entry:
        where = {"chain": verdict.entry.chain_id, "number": verdict.entry.number}
        yield _("Revisjonsloggen: fylke %(chain)s, linje %(number)d.") % where
    yield f"SHA-256: {verdict.sha256}"
