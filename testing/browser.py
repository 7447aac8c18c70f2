"""Find a Chromium for the browser tests, or fetch one: `python -m testing.browser`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from testing.debian import install

# The shell draws no window of its own, and takes a third less of the processor than the whole browser does.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a browser that is here already."""
    if named := os.environ.get("LAGET_BROWSER"):
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        fetched = Path(playwright.chromium.executable_path)
        return str(fetched) if fetched.exists() else None


def fetch() -> None:
    """From Debian where we may install, else the way Playwright fetches its own."""
    if not any(install(name, what="Chromium for the browser tests") for name in NAMES[:2]):
        subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None:
        fetch()
    if find() is None:
        raise SystemExit("The browser tests need Chromium. Install it, or name one in LAGET_BROWSER.")
