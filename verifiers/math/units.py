"""Units of measure: what they measure and their size in base units."""

from dataclasses import dataclass
from fractions import Fraction

_SIZES: dict[str, dict[str, str]] = {
    "length": {
        "pm picometer picometers": "1/1000000000000",
        "Å angstrom angstroms": "1/10000000000",
        "nm nanometer nanometers nanometre nanometres": "1/1000000000",
        "μm um micrometer micrometers micrometre micrometres micron microns": "1/1000000",
        "mm millimeter millimeters millimetre millimetres": "1/1000",
        "cm cms centimeter centimeters centimetre centimetres": "1/100",
        "dm decimeter decimeters decimetre decimetres": "1/10",
        "m meter meters metre metres": "1",
        "km kms kilometer kilometers kilometre kilometres": "1000",
        "in inch inches": "127/5000",
        "ft foot feet": "381/1250",
        "yd yard yards": "1143/1250",
        "mi mile miles": "201168/125",
    },
    "time": {
        "ns nanosecond nanoseconds": "1/1000000000",
        "μs microsecond microseconds": "1/1000000",
        "ms millisecond milliseconds": "1/1000",
        "s sec secs second seconds": "1",
        "min mins minute minutes": "60",
        "h hr hrs hour hours": "3600",
        "day days": "86400",
        "week weeks": "604800",
    },
    "year": {
        "month months": "1/12",
        "year years yr yrs": "1",
        "decade decades": "10",
        "century centuries": "100",
    },
    "mass": {
        "mg milligram milligrams": "1/1000000",
        "g gram grams": "1/1000",
        "kg kgs kilogram kilograms": "1",
        "tonne tonnes": "1000",
        "oz ounce ounces": "45359237/1600000000",
        "lb lbs pound pounds": "45359237/100000000",
    },
    "length 3": {
        "ml mL milliliter milliliters millilitre millilitres cc": "1/1000000",
        "L l liter liters litre litres": "1/1000",
        "cup cups": "473176473/2000000000000",
        "pint pints": "473176473/1000000000000",
        "quart quarts": "473176473/500000000000",
        "gallon gallons": "473176473/125000000000",
    },
    "length 2": {"hectare hectares ha": "10000", "acre acres": "316160658/78125"},
    "dollar": {"dollar dollars usd USD \\$": "1", "cent cents": "1/100"},
    "euro": {"euro euros eur EUR \\euro": "1"},
    "pound sterling": {"GBP \\pounds": "1"},
    "yen or yuan": {"yen JPY \\yen yuan RMB CNY": "1", "jiao": "1/10"},
    "rupee": {"rupee rupees INR \\rupees": "1", "paise": "1/100"},
    "angle": {"degree degrees deg": "1"},
    "radian": {"rad radian radians": "1"},
    "temperature": {"Celsius": "1"},
    "temperature of Fahrenheit": {"Fahrenheit": "1"},
    "temperature above zero": {"K kelvin kelvins": "1"},
    "amount": {"mol mole moles": "1", "mmol": "1/1000"},
    "current": {"A amp amps ampere amperes": "1", "mA milliamp milliamps milliampere milliamperes": "1/1000"},
    "current 1 time 1": {"C coulomb coulombs": "1", "μC microcoulomb microcoulombs": "1/1000000"},
    "current -1 length 2 mass 1 time -3": {
        "V volt volts": "1",
        "mV millivolt millivolts": "1/1000",
        "kV": "1000",
    },
    "current -2 length 2 mass 1 time -3": {"Ω ohm ohms": "1", "kΩ kohms kiloohm kiloohms": "1000"},
    "current 2 length -2 mass -1 time 4": {"F farad farads": "1", "μF": "1/1000000"},
    "current -1 mass 1 time -2": {"T tesla teslas": "1"},
    "length -1 mass 1 time -2": {
        "Pa pascal pascals": "1",
        "kPa kilopascal kilopascals": "1000",
        "MPa megapascal megapascals": "1000000",
        "bar": "100000",
        "atm atmosphere atmospheres": "101325",
    },
    "mass 1 length 2 time -2": {
        "J joule joules": "1",
        "mJ": "1/1000",
        "kJ kilojoule kilojoules": "1000",
        "MJ megajoule megajoules": "1000000",
        "kWh": "3600000",
    },
    "electronvolt": {
        "eV electronvolt electronvolts": "1",
        "keV": "1000",
        "MeV": "1000000",
        "GeV": "1000000000",
    },
    "calorie": {"cal calorie calories": "1", "kcal kilocalorie kilocalories": "1000"},
    "mass 1 length 1 time -2": {"N newton newtons": "1", "kN kilonewton kilonewtons": "1000"},
    "mass 1 length 2 time -3": {
        "W watt watts": "1",
        "mW": "1/1000",
        "kW kilowatt kilowatts": "1000",
        "MW megawatt megawatts": "1000000",
    },
    "time -1": {"Hz hertz": "1", "kHz kilohertz": "1000", "MHz megahertz": "1000000", "GHz": "1000000000"},
    "unit": {"unit units": "1"},
    "length 1 time -1": {"mph": "1397/3125", "kph kmh": "5/18"},
}
"""By what is measured, with its powers: names, and how many base units each is."""

SCALES: dict[str, Fraction] = {
    "percent": Fraction(1, 100),
    "per cent": Fraction(1, 100),
    "hundred": Fraction(100),
    "thousand": Fraction(1_000),
    "million": Fraction(10**6),
    "billion": Fraction(10**9),
    "trillion": Fraction(10**12),
    "dozen": Fraction(12),
}
"""Words behind a number that multiply it."""
UNIT_WORDS = frozenset({"square", "cubic", "sq", "per", "a", "squared", "cubed"})
"""Words that belong to a unit without naming one."""
COUNTED = "#"
"""Before the name of something that is merely counted, such as apples."""
NOT_COUNTED = frozenset(
    """
    or and not no nor to too more less least most than over under about around percent wrong incorrect correct
    right true false plus minus half quarter hundred hundreds thousand thousands million millions billion
    billions dozen dozens squared cubed square cubic sq if is are was except but mod modulo
    base degree one two three four five six seven eight nine ten eleven twelve remainder between
    from until factorial infinity pi sqrt each thirds fourths halves
    fifths tenths undefined off below above before after past ago short extraneous
    rejected invalid discarded excluded impossible inadmissible permille
    negative positive minimum maximum other others for all any every
    """.split()  # noqa: SIM905
)
"""Words that say something about a number which a unit does not say."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: powers of what it measures, and how many base units it is."""

    dimensions: tuple[tuple[str, int], ...]
    size: Fraction


def _dimensions(measured: str) -> tuple[tuple[str, int], ...]:
    parts = measured.split()
    if not parts[-1].lstrip("-").isdigit():
        return ((measured, 1),)
    return tuple(sorted((name, int(power)) for name, power in zip(parts[::2], parts[1::2], strict=True)))


UNITS: dict[str, Unit] = {
    name: Unit(_dimensions(measured), Fraction(size))
    for measured, sizes in _SIZES.items()
    for names, size in sizes.items()
    for name in names.split()
}
"""Every unit by each of its names."""
_LONGER_THAN_SYMBOLS = 3


def unit_named(word: str) -> Unit | None:
    """The unit of that name, the capitals of a name such as `Newtons` aside."""
    unit = UNITS.get(word)
    return UNITS.get(word.casefold()) if unit is None and len(word) > _LONGER_THAN_SYMBOLS else unit


def combine(left: Unit, right: Unit, power: int = 1) -> Unit:
    """`left` times `right` to the power."""
    powers = dict(left.dimensions)
    for dimension, exponent in right.dimensions:
        powers[dimension] = powers.get(dimension, 0) + exponent * power
    kept = tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))
    return Unit(kept, left.size * right.size**power)


NO_UNIT = Unit((), Fraction(1))
_SIGNS = str.maketrans({"^": " ^ ", "/": " per ", "*": " ", ".": " ", "µ": "μ"})


def read_unit(text: str) -> Unit | None:
    """The unit that the words say, such as `km/h`, `square feet`, `cm^2` or `miles per hour`."""
    words = text.translate(_SIGNS).split()
    if not words or len(words) > 12:
        return None
    if len(words) == 2 and words[0] in ("degree", "degrees") and words[1] in ("Celsius", "Fahrenheit"):
        words = words[1:]
    result, sign, power, index = NO_UNIT, 1, 1, 0
    while index < len(words):
        word = words[index]
        index += 1
        if word in ("per", "a", "an"):
            sign = -1
            continue
        if word in ("square", "sq", "cubic"):
            power = 3 if word == "cubic" else 2
            continue
        unit = unit_named(word)
        if unit is None:
            return None
        if index + 1 < len(words) and words[index] == "^":
            exponent = words[index + 1].strip("{}")
            if exponent not in ("1", "2", "3", "-1", "-2", "-3"):
                return None
            power, index = power * int(exponent), index + 2
        if index < len(words) and words[index] in ("squared", "cubed"):
            power, index = power * (3 if words[index] == "cubed" else 2), index + 1
        result, power = combine(result, unit, sign * power), 1
    return result if result.dimensions else None
