"""Figures as people read them, and round ones for an axis."""

TEN_THOUSAND, HUNDRED_MILLION = 10_000, 100_000_000


def compact(count: float) -> str:
    """Write a figure in at most five characters: 0.4, 9,876, 1.2万, 123万, 1.2亿."""
    if abs(count) < 100 and count != round(count):  # noqa: PLR2004  a mean, where a tenth says something
        return _short(count)
    if abs(count) < TEN_THOUSAND:
        return f"{count:,.0f}"
    for unit, sign in ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万")):
        if abs(count) >= unit:
            return f"{_short(count / unit)}{sign}"
    return f"{count:,.0f}"


def _short(number: float) -> str:
    """Write a number with one digit behind the point where it says something."""
    digits = 1 if abs(number) < 100 else 0  # noqa: PLR2004  three digits are enough of any figure
    return f"{number:,.{digits}f}".removesuffix(".0")


def ticks(most: int, lines: int = 4) -> tuple[int, ...]:
    """Choose round counts from 0 to at least ``most``, at most ``lines`` of them above 0."""
    power = 1
    while power * 10 * lines <= most:
        power *= 10
    for factor in (1, 2, 5, 10):
        step = factor * power
        if step * lines >= most:
            return tuple(range(0, max(-(-most // step), 1) * step + 1, step))
    return (0, max(most, 1))
