"""Finding what a command names, as people write it: a case, a role, a session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.scalars import Role
from pannesi.procedure.model.units import AnyUnit
from pannesi.procedure.search import fold_accents
from pannesi.support.errors import Ambiguous, NotFound
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

_ROLES: tuple[str, ...] = get_args(Role)


def role_named(typed: str) -> str:
    """The role that `typed` names, accents and capitals ignored. Raises NotFound."""
    named = next((role for role in _ROLES if fold_accents(role) == fold_accents(typed.strip())), None)
    if named is None:
        raise NotFound(
            _("Le rôle « {role} » n'existe pas. Il y a : {known}.").format(
                role=clean_line(typed)[:80], known=", ".join(_ROLES)
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


def session_named(ids: Sequence[str], begin: str) -> str:
    """The only one of these session ids that begins with `begin`. Raises NotFound, Ambiguous."""
    matches = [name for name in ids if name.startswith(begin)] if begin else []
    if begin in matches:
        return begin
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise no_such_session(begin)
    words = _("Plusieurs sessions commencent par « {id} » : {found}.")
    raise Ambiguous(words.format(id=_quotable(begin), found=", ".join(matches[:10])))


def no_such_session(begin: str) -> NotFound:
    """The refusal where no session's id begins so."""
    words = _("Aucune session ne commence par « {id} ». pannesi sessions les montre.")
    return NotFound(words.format(id=_quotable(begin)))


def _quotable(begin: str) -> str:
    return clean_line(begin)[:80]
