"""Where on the desk a finding is dealt with."""

from django.urls import reverse

from posts.checks import Finding


def address_of(finding: Finding) -> str:
    """Return the address of the page, and on it of the field, in which a finding is put right."""
    options = finding.subject._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[finding.subject.pk])
    return f"{address}#id_{finding.field}" if finding.field else address
