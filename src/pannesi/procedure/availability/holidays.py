"""Public holidays of the site's country, by name. France's next decades lie in a table made from the library that
knows them all: loading that library takes as long as everything else that a contact needs."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from pannesi.procedure.model.contacts import ContactsFile
from pannesi.support.i18n import _

TABLE = Path(__file__).parent / "holidays_fr.json"
"""Year → month-day → name. A test compares it with the library; `make holidays` writes it anew."""


@lru_cache(maxsize=1)
def _french() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(TABLE.read_text("utf-8"))
    return table


@lru_cache(maxsize=64)
def of_year(country: str, year: int) -> dict[date, str]:
    """The public holidays of one year as the library has them."""
    from holidays import country_holidays

    language = {"language": "fr"} if country == "FR" else {}
    return dict(country_holidays(country, years=year, **language).items())  # type: ignore[arg-type]


def holiday_name(contacts: ContactsFile, day: date) -> str | None:
    """The name of the public holiday that `day` is, None on any other day."""
    if day in contacts.local_holidays:
        return _("jour férié local")
    if contacts.holidays == "FR" and str(day.year) in _french():
        return _french()[str(day.year)].get(f"{day:%m-%d}")
    return of_year(contacts.holidays, day.year).get(day)


def is_country(code: str) -> bool:
    """Whether the library knows the public holidays of a country."""
    if code == "FR":
        return True
    from holidays import list_supported_countries

    return code in list_supported_countries()


def write_table(first: int, last: int) -> None:
    """Writes the table of French public holidays anew, both years included."""
    table = {
        str(year): {f"{day:%m-%d}": name for day, name in sorted(of_year("FR", year).items())}
        for year in range(first, last + 1)
    }
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")
