"""The tools that do not come with Python: Node's and Java's. Where one is missing, its audit is skipped."""

import shutil
from pathlib import Path

NODE_MODULES = Path(__file__).resolve().parent / "node_modules"


def what_is_missing(program: str, installed: Path) -> str:
    """Return what a tool lacks to run, or nothing."""
    if shutil.which(program) is None:
        return f"{program} is not on this machine"
    if not installed.exists():
        return f"npm could not install it ({installed.relative_to(NODE_MODULES).parts[0]})"
    return ""
