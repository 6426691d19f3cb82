from collections import defaultdict
from collections.abc import Iterator, Mapping

from service.work import Judged, Work, context_of
from verifiers.rewards import RewardContext, as_group


class Groups:
    """Holds back the samples of a group whose reward needs them all, until the last is judged."""

    def __init__(self, works: Mapping[int, Work]) -> None:
        self.works = works
        self.judged: dict[int, Judged] = {}
        self._members: defaultdict[str, list[int]] = defaultdict(list)
        for index, work in works.items():
            if work.rewarding.grouped:
                self._members[str(work.request.group)].append(index)

    def arrived(self, index: int, judged: Judged) -> Iterator[tuple[int, RewardContext]]:
        """Those who can be answered now, with what their rewards look at."""
        self.judged[index] = judged
        work = self.works[index]
        if not work.rewarding.grouped or work.request.group is None:
            yield index, context_of(work, judged)
            return
        members = self._members[str(work.request.group)]
        if all(member in self.judged for member in members):
            contexts = [context_of(self.works[member], self.judged[member]) for member in members]
            yield from zip(members, as_group(contexts), strict=True)
