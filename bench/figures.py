"""What a measure answers, and how it is written down."""

import dataclasses
import statistics


@dataclasses.dataclass
class Figure:
    """One line of the table. The samples of both sides were taken in turn, one of each a round."""

    what: str
    unit: str
    maru: list[float]
    # What it is compared with, where there is something.
    against: str = ""
    reference: list[float] = dataclasses.field(default_factory=list)
    # What is to be reached: of the ratio where there is a reference, else of the value. None: only told.
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """Of Maru's samples."""
        return statistics.median(self.maru)

    @property
    def ratio(self) -> float | None:
        """Maru's median over the reference's."""
        return self.median / statistics.median(self.reference) if self.reference else None

    @property
    def reached(self) -> bool | None:
        """None where nothing is to be reached."""
        judged = self.median if self.ratio is None else self.ratio
        if self.at_least is not None:
            return judged >= self.at_least
        if self.at_most is not None:
            return judged <= self.at_most
        return None

    def as_json(self) -> dict:
        """With every sample."""
        return {**dataclasses.asdict(self), "median": self.median, "ratio": self.ratio, "reached": self.reached}

    def cells(self) -> list[str]:
        """Its cells in the table."""
        against = f"{self.against}: {number(statistics.median(self.reference))}" if self.reference else "–"
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else "–"
        if self.at_least is not None:
            reach = f"≥ {self.at_least:g}"
        elif self.at_most is not None:
            reach = f"≤ {self.at_most:g}"
        else:
            reach = "–"
        reach += {True: "", False: " **missed**", None: ""}[self.reached]
        return [self.what, f"{number(self.median)} {self.unit}", against, ratio, reach]


def number(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(figures: list[Figure]) -> str:
    """The figures in Markdown, as docs/PERFORMANCE.md has them."""
    rows = [["what", "Maru", "against", "ratio", "reach"], *(figure.cells() for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
