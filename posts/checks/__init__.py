"""What a writer should look at, in one trip or in the whole log. docs/checks.md says what each code means."""

from .finding import Code, Finding, Subject
from .run import blocking, findings, findings_of_log

__all__ = ["Code", "Finding", "Subject", "blocking", "findings", "findings_of_log"]
