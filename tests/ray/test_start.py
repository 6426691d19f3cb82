"""What `rewardd serve --ray` says that cannot begin."""

import os
import socket
import subprocess
import sys


def test_a_port_in_use_is_told_before_ray_starts() -> None:
    # What the tests themselves are told by variables is no setting, which `serve` would say too.
    around = {name: value for name, value in os.environ.items() if not name.startswith("REWARDD_")}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "service", "serve", "--ray", "--port", port],
            env=around, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "Address already in use" in line
    assert "--port takes another one" in line
