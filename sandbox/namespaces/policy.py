"""What boxes made on the host have besides what all have (`sandbox.box.agent.surroundings`), as tables."""

__all__ = [
    "BOX_GID",
    "BOX_UID",
    "ETC_OWN",
    "HOST_FILES",
    "UNPRIVILEGED_ID",
]

BOX_UID = 1000
BOX_GID = 1000
"""Who a program is inside its box."""

UNPRIVILEGED_ID = 61_234
"""User and group outside, when the service itself is root. Nothing else should run under this id."""

HOST_FILES = ("/etc/ld.so.cache",)
"""Read-only from the host."""

ETC_OWN = {
    "/etc/passwd": f"root:x:0:0:root:/:/usr/sbin/nologin\nbox:x:{BOX_UID}:{BOX_GID}:box:/tmp:/bin/sh\n",
    "/etc/group": f"root:x:0:\nbox:x:{BOX_GID}:\n",
    "/etc/hosts": "127.0.0.1 localhost box\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
"""Files of our own making."""

AGENT_PATH = "/agent.pyz"
