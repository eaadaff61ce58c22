"""Refusing to start in public with settings that are for home, each with what to do instead."""

import re

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SECRET = 50
FEWEST_LETTERS = 10
MADE_BY = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
_ORIGIN = re.compile(r"(https?)://([^/?#@\s:]+|\[[0-9a-f:]+\])(:\d+)?")


def host_of(site_url: str) -> str:
    """Return the host of the log's public address. Raises ValueError."""
    match = _ORIGIN.fullmatch(site_url)
    if match is None:
        raise ValueError(f"SITE_URL is {site_url!r}; it looks like https://log.example.org, without a path")
    return match[2]


def is_public(hosts: list[str]) -> bool:
    """Return whether the log is served to anybody but this machine."""
    return any(host not in LOOPBACK for host in hosts)


def problem(hosts: list[str], secret: str, is_debugging: bool) -> str:
    """Return what keeps a log from being served in public, and what to do; an empty string where nothing does."""
    if not is_public(hosts):
        return ""
    if "*" in hosts:
        return 'ALLOWED_HOSTS has "*": anybody could say what host this is. Name the hosts, or set SITE_URL'
    if is_debugging:
        return f"DEBUG shows settings and code to visitors of {_public(hosts)}. Unset DEBUG, or serve localhost alone"
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS or secret.startswith("django-insecure"):
        return (
            f"SECRET_KEY can be guessed, and with it every session of {_public(hosts)}. Unset it, and one is made and "
            f"kept in the log's folder; or set one of {SHORTEST_SECRET} letters or more: {MADE_BY}"
        )
    return ""


def _public(hosts: list[str]) -> str:
    return ", ".join(host for host in hosts if host not in LOOPBACK)
