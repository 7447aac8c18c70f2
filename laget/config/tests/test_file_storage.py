"""Files in an S3-compatible storage: read from the environment, and spoken with over the wire."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.test import override_settings

from laget.config.environment import FileStore, read_environment
from laget.config.file_storage import s3_storage

MUST_LOOK = "LAGET_FILES_URL må se slik ut: s3://nøkkel:hemmelighet@vert/bøtte."
NO_KEY = "LAGET_FILES_URL mangler nøkkelen: s3://nøkkel:hemmelighet@vert/bøtte."


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as a storage needs: put, ask for, fetch and delete what lies under a key."""

    held: ClassVar[dict[str, bytes]] = {}

    def do_PUT(self) -> None:
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        self.held[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200)

    def do_HEAD(self) -> None:
        self._answer(200 if self.path in self.held else 404, self.held.get(self.path, b""), send=False)

    def do_GET(self) -> None:
        self._answer(200 if self.path in self.held else 404, self.held.get(self.path, b""))

    def do_DELETE(self) -> None:
        self.held.pop(self.path, None)
        self._answer(204)

    def _answer(self, status: int, content: bytes = b"", *, send: bool = True) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Mon, 04 Nov 2024 10:30:00 GMT")
        self.end_headers()
        if send:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing of it is wanted here."""


@pytest.fixture
def bucket() -> Iterator[Storage]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"s3+http://key:secret@127.0.0.1:{server.server_port}/laget?region=no-1"
    files = read_environment({"LAGET_ENV": "test", "LAGET_FILES_URL": url}).files
    assert files
    with override_settings(STORAGES={"default": s3_storage(files)}):
        yield storages["default"]
    server.shutdown()
    server.server_close()


def test_what_is_put_there_is_found_again_and_can_be_forgotten(bucket: Storage) -> None:
    assert not bucket.exists("answers/1")
    assert bucket.save("answers/1", ContentFile(b"plan")) == "answers/1"
    assert Bucket.held == {"/laget/answers/1": b"plan"}
    with bucket.open("answers/1") as file:
        assert file.read() == b"plan"
    bucket.delete("answers/1")
    assert Bucket.held == {}
    with pytest.raises(FileNotFoundError):
        bucket.open("answers/1").read()


def test_the_address_says_where_and_by_which_key() -> None:
    url = "s3://KEY:s%2Fcret@s3.example.no:9000/laget?region=no-1"
    files = read_environment({"LAGET_ENV": "test", "LAGET_FILES_URL": url}).files
    assert files == FileStore("https://s3.example.no:9000", "laget", "no-1", "KEY", "s/cret")
    assert read_environment({"LAGET_ENV": "test"}).files is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://s3.example.no/laget", MUST_LOOK),
        ("s3://key:secret@s3.example.no", MUST_LOOK),
        ("s3://s3.example.no/laget", NO_KEY),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_environment({"LAGET_ENV": "test", "LAGET_FILES_URL": url})
    assert str(refused.value) == said
