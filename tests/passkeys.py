"""A passkey that no device holds: enough for pages that show it, or offer to log in with it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

IDENTIFIER = bytes(range(16))
POINT = {1: 2, 3: ES256.ALGORITHM, -1: 1, -2: bytes(32), -3: bytes(32)}


def make_passkey(user: User, name: str = "Telephone") -> Authenticator:
    data = {"name": name, "credential": _registration()}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def _registration() -> dict[str, Any]:
    """Return what a browser sends when a passkey is made: https://www.w3.org/TR/webauthn-3/#iface-pkcredential."""
    credential = AttestedCredentialData.create(Aaguid.NONE, IDENTIFIER, ES256(POINT))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    made = AttestationObject.create("none", AuthenticatorData.create(bytes(32), flags, 0, credential), {})
    said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, bytes(32), "http://localhost")
    return {
        "id": websafe_encode(IDENTIFIER),
        "rawId": websafe_encode(IDENTIFIER),
        "type": "public-key",
        "response": {"clientDataJSON": said.b64, "attestationObject": websafe_encode(made)},
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
