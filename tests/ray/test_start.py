"""What `rewardd serve --ray` says that cannot begin."""

import socket

from tests.refused_start import refused


def test_a_port_in_use_is_told_before_ray_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused("serve", "--ray", "--port", str(taken.getsockname()[1]))
    assert "Address already in use" in said
    assert "--port takes another one" in said
