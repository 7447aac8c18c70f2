"""Find a Chromium for the browser tests, or fetch one: `python -m testing.browser`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


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
    apt = shutil.which("apt-get")
    may = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt and (not may or shutil.which("sudo")):
        print("Fetching Chromium for the browser tests", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*may, apt, "update", "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL)
        install = [*may, apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        if subprocess.run(install, check=False, env=environment, stdout=subprocess.DEVNULL).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None:
        fetch()
    if find() is None:
        raise SystemExit("The browser tests need Chromium. Install it, or name one in LAGET_BROWSER.")
