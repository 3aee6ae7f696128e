"""Every entry and every sort of patient, for orders that last."""

from __future__ import annotations

from tests.support.shipped_site import shipped

PATIENTS: tuple[dict[str, str], ...] = (
    {"origin": "externe", "exam": "coupe", "identity": "connue"},
    {"origin": "service", "exam": "coupe", "unit": "réanimation adulte", "identity": "inconnue"},
    {"origin": "externe", "exam": "autre", "identity": "inconnue"},
    {"origin": "urgences"},
    {"origin": "service", "exam": "autre", "unit": "réanimation adulte"},
    {"origin": "externe", "exam": "coupe", "identity": "inconnue"},
)

SITE = shipped()
ENTRIES = [entry for entry in SITE.entries if entry.symptom.opens is None]
