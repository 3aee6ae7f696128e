"""Words that both faces use as they are: what cannot be missed, the usual reasons, the roles of persons."""

from __future__ import annotations

from pannesi.i18n import _

EXERCISE = _("EXERCICE")
NOT_RECORDED = _("PAS ENREGISTRÉ")
NOTHING_KEPT = _("rien n'est gardé après la fermeture.")
"""Said after `NOT_RECORDED`, where nothing more precise is known."""
NOT_NEEDED = (_("déjà fait par quelqu'un d'autre"), _("sans objet cette fois"))
IMPOSSIBLE = (_("personne ne répond"), _("pas d'accès"), _("matériel en panne"))
UNREACHED = (_("personne ne répond"), _("numéro introuvable"), _("matériel en panne"))
"""The usual reasons at a call; as few as the smallest screen holds."""
ROLES = ("manipulateur", "référent", "radiologue", "informatique", "cadre de garde")
