"""What can't be read is refused in words, on every page."""

import pytest
from django.test import Client

from testing.people import World

ADDRESSES = ["/?sok=%00", "/kartlegging/?sok=%00", "/finnes-ikke/?sok=a%00b", "/svar/lenke/%00/", "/billett/a%00/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_character_that_no_text_holds_is_refused_in_words(world: World, client: Client, address: str) -> None:
    client.force_login(world.people["siri"])
    answer = client.get(address)
    assert (answer.status_code, "Vi kan ikke lese adressen" in answer.content.decode()) == (400, True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
