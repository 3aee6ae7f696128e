"""Finding what a command names, as people write it: a case, a role, a session, a format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.scalars import GENERAL_ROLES
from pannesi.procedure.model.units import AnyUnit
from pannesi.support.errors import Ambiguous, InvalidValue, NotFound
from pannesi.support.i18n import N_, _, translated
from pannesi.support.text_safety import clean_line, fold_accents

_Thing = TypeVar("_Thing")
_Form = TypeVar("_Form", bound=str)
_NO_SESSION = N_("Aucune session ne commence par « {id} ». pannesi sessions les montre.")


def role_named(contacts: ContactsFile, typed: str) -> str:
    """The role that `typed` names, accents and capitals ignored. Raises NotFound."""
    roles = tuple(dict.fromkeys((*GENERAL_ROLES, *contacts.roles)))
    named = next((role for role in roles if fold_accents(role) == fold_accents(typed.strip())), None)
    if named is None:
        raise NotFound(
            _("Le rôle « {role} » n'existe pas. Il y a : {known}.").format(
                role=clean_line(typed)[:80], known=", ".join(roles)
            )
        )
    return named


def unit_named(site: Site, typed: str) -> AnyUnit:
    """The case or annex written as `cas-3`, `3`, `Cas N°3`, `A4` or `annexe 4`. Raises NotFound."""
    wanted = _bare(typed)
    for unit in site.units:
        if wanted and wanted in (_bare(unit.id), _bare(unit.mark), _bare(unit.source or "")):
            return unit
    from pannesi.procedure.spelling import nearest_name

    near = nearest_name(fold_accents(typed), [unit.id for unit in site.units])
    raise NotFound(
        _("Le cas « {case} » n'existe pas.").format(case=clean_line(typed)[:80])
        + (_(" Peut-être : {near} ?").format(near=near) if near is not None else "")
        + _(" Il y a : {known}.").format(known=", ".join(unit.id for unit in site.units))
    )


def _bare(name: str) -> str:
    """A name reduced to letters and digits: `cas3` for `Cas N°3`, `cas-3` and `CAS 3`."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\bn(?:o|°|º)?\s*(?=\d)", "", fold_accents(name)))


def form_named(names: Sequence[_Form], typed: str) -> _Form:
    """The format of this very name. Raises InvalidValue."""
    for name in names:
        if name == typed:
            return name
    words = _("Le format « {form} » n'existe pas. Il y a : {known}.")
    raise InvalidValue(words.format(form=clean_line(typed)[:40], known=", ".join(names)))


def session_named(ids: Sequence[str], begin: str) -> str:
    """The session of this id, else the only one whose id begins so. Raises NotFound, Ambiguous."""
    return only_one_named(
        {name: name for name in ids}, begin, nothing=translated(_NO_SESSION),
        several=_("Plusieurs sessions commencent par « {id} » : {ids}."),
    )  # fmt: skip


def only_one_named(things: Mapping[str, _Thing], begin: str, *, nothing: str, several: str) -> _Thing:
    """The thing of this id, else the only one whose id begins so.

    Raises NotFound and Ambiguous with the sentences `nothing` and `several`, where `{id}` is what was typed and
    `{ids}` the first ten ids that begin so.
    """
    if begin in things:
        return things[begin]
    matches = [name for name in things if begin and name.startswith(begin)]
    if len(matches) == 1:
        return things[matches[0]]
    if not matches:
        raise NotFound(nothing.format(id=_quotable(begin)))
    raise Ambiguous(several.format(id=_quotable(begin), ids=", ".join(matches[:10])))


def no_such_session(begin: str) -> NotFound:
    """The refusal where no session's id begins so."""
    return NotFound(translated(_NO_SESSION).format(id=_quotable(begin)))


def _quotable(begin: str) -> str:
    return clean_line(begin)[:80]
