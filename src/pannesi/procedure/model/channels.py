"""The kinds of channel: the words of each on screens and paper, the form of its value, and its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, assert_never, get_args

from pannesi.procedure.model.entity import Frozen
from pannesi.support.i18n import N_, Marked

ChannelKind = Literal["phone", "short", "fax", "mail", "web"]
"""The kind of a channel, as authors write it."""


class ValueForm(Frozen):
    """The form that a value must have for a phone to dial it, or a browser to open it."""

    pattern: str
    """A regular expression that matches the whole value."""
    ill_formed: Marked
    """The message about a value of another form, with `{value}`."""
    remedy: Marked


class ChannelTraits(Frozen):
    """What a kind of channel implies. Words are French, and translated when they are shown."""

    name: Marked
    form: ValueForm
    link: Callable[[str], str]
    """The URL of a well-formed value in HTML pages; empty for what cannot be opened."""
    short_name: Marked
    """For the list of contacts, 10 characters at most."""
    on_paper: Marked
    """For printed documents."""
    explained: Marked
    """For authors, in the list of kinds."""
    spoken: bool = False
    """Whether one speaks to somebody by it; the others are sent."""
    public_number: bool = False
    """Whether its value is dialled on the public telephone network."""


def _phone_link(value: str) -> str:
    return "tel:" + "".join(sign for sign in value if sign in "0123456789+*")


def _web_link(value: str) -> str:
    return value if value.startswith(("http://", "https://")) else ""


NUMBER = ValueForm(
    pattern=r"[0-9 .+*]*[0-9][0-9 .+*]*",
    ill_formed=N_("« {value} » n'est pas un numéro."),
    remedy=N_("Chiffres, espaces, points, + et * seulement."),
)
WEB_ADDRESS = ValueForm(
    pattern=r"https?://\S+",
    ill_formed=N_("« {value} » n'est pas une adresse web."),
    remedy=N_("Elle commence par http:// ou https://."),
)
MAIL_ADDRESS = ValueForm(
    pattern=r"[^\s@]+@[^\s@]+",
    ill_formed=N_("« {value} » n'est pas une adresse mail."),
    remedy=N_("Écrire « nom@exemple.fr »."),
)

PHONE = ChannelTraits(
    name=N_("téléphone"),
    form=NUMBER,
    link=_phone_link,
    short_name=N_("téléphone"),
    on_paper=N_("Tél."),
    explained=N_("phone"),
    spoken=True,
    public_number=True,
)
SHORT = ChannelTraits(
    name=N_("numéro interne"),
    form=NUMBER,
    link=_phone_link,
    short_name=N_("interne"),
    on_paper=N_("N° interne"),
    explained=N_("short (numéro interne)"),
    spoken=True,
)
FAX = ChannelTraits(
    name=N_("fax"),
    form=NUMBER,
    link=lambda value: "",
    short_name=N_("fax"),
    on_paper=N_("Fax"),
    explained=N_("fax"),
    public_number=True,
)
MAIL = ChannelTraits(
    name=N_("mail"),
    form=MAIL_ADDRESS,
    link="mailto:{}".format,
    short_name=N_("mail"),
    on_paper=N_("Mail"),
    explained=N_("mail"),
)
WEB = ChannelTraits(
    name=N_("internet"),
    form=WEB_ADDRESS,
    link=_web_link,
    short_name=N_("internet"),
    on_paper=N_("Site"),
    explained=N_("web"),
)

CHANNEL_KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)


def channel_traits(kind: ChannelKind) -> ChannelTraits:
    """What a kind of channel implies."""
    match kind:
        case "phone":
            return PHONE
        case "short":
            return SHORT
        case "fax":
            return FAX
        case "mail":
            return MAIL
        case "web":
            return WEB
        case unknown:
            assert_never(unknown)
