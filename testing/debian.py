"""What the tests need that isn't Python's: from Debian, where we may install."""

import os
import shutil
import subprocess


def install(*packages: str, what: str) -> bool:
    """Whether they were installed."""
    apt = shutil.which("apt-get")
    may = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not apt or (may and not shutil.which("sudo")):
        return False
    print(f"Fetching {what}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*may, apt, "update", "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL)
    command = [*may, apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL).returncode == 0
