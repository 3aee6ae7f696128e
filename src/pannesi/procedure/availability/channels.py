"""What the value of a channel must look like, so that a phone can dial it or a browser open it."""

from __future__ import annotations

import re

from pannesi.procedure.model.contacts import Channel

_FORMS = {
    "phone": re.compile(r"[0-9 .+*]*[0-9][0-9 .+*]*"),
    "web": re.compile(r"https?://\S+"),
    "mail": re.compile(r"[^\s@]+@[^\s@]+"),
}
_FORM_OF = {"short": "phone", "fax": "phone"}


def form_of(channel: Channel) -> str:
    """`phone`, `web` or `mail`: the form that a channel's value has."""
    return _FORM_OF.get(channel.kind, channel.kind)


def is_well_formed(channel: Channel) -> bool:
    """Whether a channel's value has the form of its kind; true of one without a value."""
    return channel.value is None or _FORMS[form_of(channel)].fullmatch(channel.value) is not None
