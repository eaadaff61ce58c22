"""What an audit has to say."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """One line of the table: what was measured, and each thing that is not as it should be."""

    name: str
    measured: str
    findings: list[str] = field(default_factory=list)
    # Why it was not done, where it was not.
    skipped: str = ""
