"""The demo stops when it is asked to."""

import subprocess
import sys

IN_THE_BACKGROUND = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell starts what is put in the background
from laget.config.commands.demo import end_when_told
end_when_told()
try:
    print("runs", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("ends")
"""


def test_the_demo_ends_when_told_to_also_in_the_background() -> None:
    with subprocess.Popen([sys.executable, "-c", IN_THE_BACKGROUND], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "runs\n"
        process.terminate()
        assert process.communicate(timeout=30)[0] == "ends\n"
