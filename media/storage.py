"""A folder of files in which a name is only ever seen with its whole content."""

import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class ReplacingFileSystemStorage(FileSystemStorage):
    """Saves under exactly the name it is given, replacing what was there in one step, as S3 does.

    A crash, a full disk or a power cut leaves the old file or the new one, never half of one.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_overwrite=True)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        final = self.get_available_name(name or content.name, max_length)
        draft = f"{final}.{uuid.uuid4().hex}.part"
        try:
            super().save(draft, content)
            with self.open(draft) as written:
                os.fsync(written.fileno())
            Path(self.path(draft)).replace(self.path(final))
        except BaseException:
            with suppress(OSError):
                self.delete(draft)
            raise
        return final
