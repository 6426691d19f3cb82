import asyncio
import time

from service.stints import STINT_S, Stints


def test_others_come_in_between_the_stints_of_long_work() -> None:
    async def work() -> list[str]:
        order: list[str] = []

        async def other() -> None:
            order.append("other")

        stints = Stints()
        waiting = asyncio.create_task(other())
        time.sleep(STINT_S)  # noqa: ASYNC251 - the work
        await stints.rest()
        order.append("work")
        await waiting
        return order

    assert asyncio.run(work()) == ["other", "work"]
