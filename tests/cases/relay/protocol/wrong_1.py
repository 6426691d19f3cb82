class Sized2: pass
class Base: pass
class Box: pass
