"""The sample county has groups that have met, have something to do, and meet again on another day than was said."""

from datetime import date
from pathlib import Path
from typing import Any

from laget.config.sample.groups import PLAN, work_together
from laget.effect.groups.models import FollowUp
from testing.people import World


def test_two_groups_have_met_with_a_document_and_meet_again(world: World, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    ppt, working = work_together(world.county, today=date(2025, 5, 5))
    assert (ppt.kind, ppt.home.name, working.home.name) == ("ppt_leaders", world.county.name, "Fosen")
    for group in (ppt, working):
        met, meets = group.meetings.all()
        assert (bool(met.notes), met.files.get().name) == (True, f"{PLAN}.docx")
        assert meets.moved_from
        assert (meets.moved_from.date(), meets.begins.date()) == (date(2025, 5, 16), date(2025, 5, 19))
        assert FollowUp.objects.get(meeting=met).party_id in group.members.values_list("party", flat=True)
        assert group.members.filter(leads=True).count() == 1
