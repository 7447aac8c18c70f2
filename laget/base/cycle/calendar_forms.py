from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from laget.base.cycle.calendar_actions import OwnEntry
from laget.base.cycle.calendar_models import CalendarEntry, Days, Hours, When
from laget.base.ui.forms import TEXT, day_field, hour_field, meeting_link_field, moment_of


class OwnEntryForm(forms.Form):
    """Something that a network does: of whole days, or from an hour to another."""

    kind = forms.ChoiceField(label=_("Hva slags"), choices=CalendarEntry.Kind.choices, widget=forms.Select(TEXT))
    title = forms.CharField(
        label=_("Hva skjer?"),
        max_length=200,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv hva som skjer.")},
    )
    first = day_field(_("Dag"))
    last = day_field(_("Siste dag"), required=False, help_text=_("Bare når det varer over flere dager."))
    begins = hour_field(_("Fra klokka"), required=False, help_text=_("La stå tomt når det gjelder hele dagen."))
    ends = hour_field(_("Til klokka"), required=False)
    place = forms.CharField(label=_("Hvor?"), required=False, max_length=200, widget=forms.TextInput(TEXT))
    link = meeting_link_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last") or given.get("first")
        begins, ends = given.get("begins"), given.get("ends")
        if first and last and last < first:
            self.add_error("last", _now("Siste dag kan ikke komme før den første."))
        elif ends and not begins:
            self.add_error("begins", _now("Skriv når det begynner."))
        elif begins and not ends and last != first:
            self.add_error("ends", _now("Skriv når det slutter den siste dagen."))
        elif begins and ends and first == last and ends < begins:
            self.add_error("ends", _now("Det kan ikke slutte før det begynner."))
        return given

    def own(self) -> OwnEntry:
        """What was written, once it is valid."""
        given = self.cleaned_data
        first, last = given["first"], given["last"] or given["first"]
        timed: Days | Hours = Days(first, last)
        if given["begins"]:
            ends = moment_of(last, given["ends"]) if given["ends"] else None
            timed = Hours(moment_of(first, given["begins"]), ends)
        kind = CalendarEntry.Kind(given["kind"])
        return OwnEntry(kind, given["title"], timed, given["place"], given["link"])


class WhenForm(forms.Form):
    """When and where something is held: one time, and one place or link."""

    day = day_field(_("Dag"))
    begins = hour_field(_("Begynner klokka"))
    ends = hour_field(_("Slutter klokka"))
    place = forms.CharField(
        label=_("Sted"),
        help_text=_("Skriv et sted, en lenke, eller begge."),
        max_length=200,
        required=False,
        widget=forms.TextInput(TEXT),
    )
    link = meeting_link_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("place", "link"):
            self.fields[name].optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _now("Det må slutte etter at det begynner."))
        if not given.get("place") and not given.get("link") and "link" not in self.errors:
            self.add_error("place", _now("Skriv et sted eller en lenke, så alle finner fram."))
        return given

    def when(self) -> When:
        given = self.cleaned_data
        begins, ends = (moment_of(given["day"], given[name]) for name in ("begins", "ends"))
        return When(begins, ends, given["place"], given["link"])


def fields_of(when: When) -> dict[str, Any]:
    """What WhenForm begins with when it is changed."""
    begins, ends = timezone.localtime(when.begins), timezone.localtime(when.ends)
    hours = {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
    return {**hours, "place": when.place, "link": when.link}


def as_written(entry: CalendarEntry) -> dict[str, object]:
    """What the form begins with when it is changed."""
    begins, ends = entry.begins and timezone.localtime(entry.begins), entry.ends and timezone.localtime(entry.ends)
    return {
        **{name: getattr(entry, name) for name in ("kind", "title", "first", "place", "link")},
        "last": entry.last if entry.last != entry.first else None,
        "begins": begins and begins.time(),
        "ends": ends and ends.time(),
    }
