from solution import registry, register
import solution
def test():
    register("a")
    assert registry == ["a"]
    assert solution.registry == ["a"]
    registry.clear()
    register("b")
    assert solution.registry == ["b"]
