"""Parameters that several lists know."""

from typing import Annotated

from pydantic import Field, StringConstraints, WithJsonSchema

# PostgreSQL refuses to compare with a text that holds NUL.
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=400)]
# In an address there is no null: a year is left out.
Year = Annotated[
    Annotated[int, Field(ge=1, le=9999)] | None, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 9999})
]
