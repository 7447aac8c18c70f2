"""The sample county has a result to look at: two waves, with something hidden and something changed."""

from datetime import datetime

import pytest
from django.test import Client

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.audit.verify import verify
from laget.config.sample.surveys import ask_twice
from laget.config.sample.voices import hear_children
from laget.config.sample.world import build
from laget.config.sample.year import OSLO
from laget.need.surveys.models import Level, ReleasedGroup, SealedAnswer, Survey


@pytest.mark.django_db
def test_the_sample_shows_results_of_two_waves(client: Client) -> None:
    county = build("trondelag", at=datetime(2023, 8, 15, 9, tzinfo=OSLO))
    survey = ask_twice(county)
    assert survey.previous
    assert not SealedAnswer.objects.exists()
    units = ReleasedGroup.objects.filter(release__survey=survey, level=Level.UNIT, layer="")
    assert {True, False} == set(units.values_list("shown", flat=True))
    before = ReleasedGroup.objects.filter(release__survey=survey.previous, level=Level.UNIT, layer="", shown=True)
    shown = units.filter(shown=True, party_id__in=before.values("party_id")).earliest("name")
    leader = HeldRole.objects.filter(role=Role.UNIT_LEADER, party=shown.party_id)[0].person
    client.force_login(leader)
    page = client.get(f"/kartlegging/{survey.pk}/resultat/").content.decode()
    assert f">{shown.name}</h1>" in page
    assert "Forrige gang" in page
    assert "Foreldreundersøkelsen i barnehage" in page
    owner = ReleasedGroup.objects.get(release__survey=survey, level=Level.COUNTY, layer="", sector="", kind="")
    wide = client.get(f"/kartlegging/{survey.pk}/resultat/?gruppe={owner.pk}").content.decode()
    assert "<li>Støtte: opp " in wide
    assert "<li>Ledelse: ned " in wide
    _children_are_heard(client, survey)
    assert verify().ok


def _children_are_heard(client: Client, survey: Survey) -> None:
    """The discrepancy view has agreement, difference and something hidden, for the leader and the owner alike."""
    listening = hear_children(survey)
    address = f"/barnets-stemme/{listening.pk}/ved-siden-av/"
    assert listening.owner
    for role, party in ((Role.UNIT_LEADER, listening.unit), (Role.OWNER, listening.owner)):
        client.force_login(HeldRole.objects.filter(role=role, party=party.pk)[0].person)
        page = client.get(address).content.decode()
        assert "Ulikt: Barna har det mindre godt enn de voksne ser." in page
        assert "Likt: " in page
    assert "Skjermet" in page
    assert listening.plan.count() == 2
