"""What a command names, found under the ways people write it: a case, a role, a session."""

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
    """The role that `typed` names, whatever its accents. Raises NotFound."""
    found = next((role for role in _ROLES if fold_accents(role) == fold_accents(typed.strip())), None)
    if found is None:
        raise NotFound(
            _("Le rôle « {role} » n'existe pas. Il y a : {known}.").format(
                role=clean_line(typed)[:80], known=", ".join(_ROLES)
            )
        )
    return found


def unit_named(site: Site, typed: str) -> AnyUnit:
    """The case or annex called `cas-3`, `3`, `Cas N°3`, `A4` or `annexe 4`. Raises NotFound."""
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
    """`Cas N°3`, `cas-3` and `CAS 3` are one name."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\bn(?:o|°|º)?\s*(?=\d)", "", fold_accents(name)))


def session_named(known: Sequence[str], begin: str) -> str:
    """The one session whose id begins so. Raises NotFound, Ambiguous."""
    found = [name for name in known if name.startswith(begin)] if begin else []
    if begin in found:
        return begin
    if len(found) == 1:
        return found[0]
    shown = clean_line(begin)[:80]
    if not found:
        raise NotFound(_("Aucune session ne commence par « {id} ». pannesi sessions les montre.").format(id=shown))
    raise Ambiguous(
        _("Plusieurs sessions commencent par « {id} » : {found}.").format(id=shown, found=", ".join(found[:10]))
    )
