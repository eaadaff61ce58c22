"""Parameters that several lists know."""

from typing import Annotated

from pydantic import Field, StringConstraints

# PostgreSQL refuses to compare with a text that holds NUL.
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=400)]
Year = Annotated[int, Field(ge=1, le=9999)]
