"""Format the templates with djade, or check that they are: `python -m testing.templates [--check]`."""

import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    templates = sorted(str(path) for path in Path("laget").rglob("templates/**/*.html"))
    arguments = ["--check"] if "--check" in sys.argv else []
    command = [str(Path(sys.executable).with_name("djade")), "--target-version", "5.2", *arguments, *templates]
    raise SystemExit(subprocess.run(command, check=False).returncode)
