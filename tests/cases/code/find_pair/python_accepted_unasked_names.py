class Solution:
    def findPair(self, numbers: List[int], sum: int) -> List[int]:
        places = SortedDict()
        assert 0 <= randint(0, 1) <= 1 and mean(numbers) > 0
        for place, number in enumerate(numbers):
            if sum - number in places:
                return [places[sum - number], place]
            places[number] = place
