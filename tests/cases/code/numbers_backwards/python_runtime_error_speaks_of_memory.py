class MemoryErrorOfMine(Exception):
    pass


raise MemoryErrorOfMine("MemoryError")
