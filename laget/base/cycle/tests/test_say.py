"""What people are told is kept as the words and what stands in them, and said in the language of whoever reads it."""

from datetime import date, datetime

from django.core import mail
from django.db import connection
from django.test import Client
from django.utils.translation import gettext_lazy, override

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import open_tasks
from laget.base.cycle.calendar_models import MOST, Notice
from laget.base.cycle.feed import feed_of
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence, told
from laget.base.cycle.telling import to_tell
from laget.base.cycle.telling_actions import send_digest, write_digest
from laget.base.cycle.telling_models import Digest
from laget.base.cycle.whom import one
from testing.people import AUTUMN, OSLO, World

MONDAY = datetime(2024, 11, 4, 7, 5, tzinfo=OSLO)


def tell(world: World, what: Sentence) -> Notice:
    nina = one(world.people["nina"].pk)
    made = notify(what, address="/sak/", about=1, county=world.county.pk, to=nina, at=MONDAY)
    made.refresh_from_db()
    return made


def nynorsk(notice: Notice) -> str:
    with override("nn"):
        return str(notice)


def choose_nynorsk(world: World) -> None:
    world.people["nina"].language = "nn"
    world.people["nina"].save(update_fields=["language"])


def test_names_numbers_dates_moments_and_words_are_said_as_each_reads_them(world: World) -> None:
    moved = tell(
        world,
        told(
            "%(title)s er flyttet. Nå er det %(when)s, %(where)s.",
            title="100 % «ferdig» <b>",
            when=datetime(2025, 3, 12, 9, 0, tzinfo=OSLO),
            where=told("på nett"),
        ),
    )
    assert str(moved) == "100 % «ferdig» <b> er flyttet. Nå er det 12. mars 2025 kl. 09.00, på nett."
    assert nynorsk(moved) == "100 % «ferdig» <b> er flytta. No er det 12. mars 2025 kl. 09.00, på nett."
    what = told("Virksomhetene vurderer eget ståsted")
    due = tell(
        world, told("Ny frist i %(network)s: %(what)s, %(day)s.", network="Fosen", what=what, day=date(2025, 1, 2))
    )
    assert str(due) == "Ny frist i Fosen: Virksomhetene vurderer eget ståsted, 2. januar 2025."
    assert nynorsk(due) == "Ny frist i Fosen: Verksemdene vurderer eigen ståstad, 2. januar 2025."
    tasks = [told("«%(task)s»", task=told(title)) for title in ("Lese rapport", "Sende innstillingen")]
    late = tell(
        world, told("%(network)s minner om det som skulle vært gjort: %(tasks)s.", network="Fosen", tasks=tasks)
    )
    assert str(late) == "Fosen minner om det som skulle vært gjort: «Lese rapport», «Sende innstillingen»."
    assert nynorsk(late) == "Fosen minner om det som skulle vore gjort: «Lese rapport», «Sende innstillinga»."
    paid = tell(
        world, told("%(amount)s er betalt ut: %(award)s, %(year)d.", amount="12 000 kr", award="Lek", year=2025)
    )
    assert str(paid) == nynorsk(paid) == "12 000 kr er betalt ut: Lek, 2025."


def test_a_label_is_kept_as_it_is_marked_also_when_the_act_is_done_in_nynorsk(world: World) -> None:
    with override("nn"):
        words = told(
            "%(name)s %(did)s: %(what)s, %(whose)s.", name="Ola", did=gettext_lazy("godkjente"), what="x", whose="y"
        )
    assert words.values["did"] == {"words": "godkjente", "values": {}}
    made = tell(world, words)
    assert (str(made), nynorsk(made)) == ("Ola godkjente: x, y.", "Ola godkjende: x, y.")


def test_what_was_kept_in_finished_words_stands_as_it_did(world: World) -> None:
    old = tell(world, told("Møtet om 100 %(s) er flyttet til 3. mai."))
    with connection.cursor() as cursor:  # as rows were before there were values
        cursor.execute("UPDATE cycle_notice SET values = NULL WHERE id = %s", [old.pk])
    old.refresh_from_db()
    assert old.values is None
    assert str(old) == nynorsk(old) == "Møtet om 100 %(s) er flyttet til 3. mai."


def test_what_is_long_is_cut_where_it_is_read(world: World) -> None:
    long = tell(world, told("%(title)s er avlyst.", title="Lang " * 100))
    assert str(long) == f"{('Lang ' * 100)[: MOST - 1]}…"


def test_the_mail_of_the_day_and_the_calendar_are_in_the_language_one_has_chosen(world: World) -> None:
    choose_nynorsk(world)
    Task.objects.all().delete()
    nina = world.act("nina", MONDAY)
    network = world.network("Innherred")
    open_tasks(
        Task(
            county=world.county, step="test", title=title, party=network, role=Role.COORDINATOR, about=title,
            address="/oppgave/", due=date(2024, 11, 5), opened_at=AUTUMN,
        ) for title in ("Skrive beslutningsgrunnlag", "Ringe 100 % av lederne")
    )  # fmt: skip
    tell(world, told("Du er innkalt til %(meeting)s.", meeting="Vårmøte"))
    for person, found in to_tell(MONDAY).items():
        write_digest(person, found=found, at=MONDAY)
    send_digest(Digest.objects.get(person=nina.person).pk, at=MONDAY)
    (message,) = mail.outbox
    assert message.subject == "Skrive avgjerdsgrunnlag og 1 til med frist"
    assert str(message.body) == (
        "Hei, Nina!\n\n"
        "Dette har du frist på\n\n"
        "- Skrive avgjerdsgrunnlag (Innherred)\n  Frist: 5. november 2024, i morgon\n"
        "  http://localhost:8000/oppgave/\n\n"
        "- Ringe 100 % av lederne (Innherred)\n  Frist: 5. november 2024, i morgon\n"
        "  http://localhost:8000/oppgave/\n\n"
        "Dette er nytt\n\n"
        "- Du er kalla inn til Vårmøte.\n  http://localhost:8000/sak/\n\n"
        "Du får høgst éi slik melding om dagen. Vel når, og om kva:\n"
        "http://localhost:8000/varsler/innstillinger/\n\n"
    )
    read = feed_of(nina, at=MONDAY).decode().replace("\r\n ", "")
    assert "SUMMARY:Skrive avgjerdsgrunnlag\r\n" in read
    assert "SUMMARY:Rapport på midlane frå i fjor (Trøndelag)\r\n" in read
    assert "DESCRIPTION:1. februar er ein laurdag. Då gjeld måndag 3. februar.\r\n" in read


def test_the_page_is_bokmal_and_its_notices_in_the_language_one_has_chosen(world: World, client: Client) -> None:
    tell(world, told("%(title)s er flyttet. Nå er det %(when)s, %(where)s.", title="<i>", when=MONDAY, where="her"))
    client.force_login(world.people["nina"])
    said = '<strong lang="nb">&lt;i&gt; er flyttet. Nå er det 4. november 2024 kl. 07.05, her.</strong>'
    assert said in words_of(client)
    choose_nynorsk(world)
    page = words_of(client)
    assert '<strong lang="nn">&lt;i&gt; er flytta. No er det 4. november 2024 kl. 07.05, her.</strong>' in page
    assert "Merk alle som lest" in page


def words_of(client: Client) -> str:
    return client.get("/varsler/").content.decode()
