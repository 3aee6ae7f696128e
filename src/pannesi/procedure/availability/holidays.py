"""Public holidays of the site's country.

Those of France and of Alsace-Moselle lie in tables for the next decades; other countries need the library `holidays`,
an optional dependency, without which their holidays are unknown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pannesi.procedure.model.contacts import ContactsFile
from pannesi.support.i18n import _

_HERE = Path(__file__).parent
TABLES: Mapping[str, Path] = MappingProxyType(
    {
        "FR": _HERE / "holidays_fr.json",
        **dict.fromkeys(("FR-57", "FR-67", "FR-68"), _HERE / "holidays_alsace_moselle.json"),
    }
)
"""The table of each country, as JSON: year → month-day → name. A test compares them with the library; `make holidays`
writes them again."""
INSTALL_COMMAND = 'pip install "pannesi[holidays]"'
"""What a person runs to install the holidays of other countries."""
_SUBDIVISIONS: Mapping[str, str] = MappingProxyType({"FR-57": "57", "FR-67": "6AE", "FR-68": "6AE"})
"""What the library calls the departments of Alsace-Moselle."""
_UNKNOWN = (ImportError, NotImplementedError)
"""What the library raises when it is missing, or does not have the country."""
_ANY_DAY = date(2026, 1, 1)
"""The library has a country in every year, or in none."""


@lru_cache(maxsize=2)
def _read_table(path: Path) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
    return table


@lru_cache(maxsize=64)
def holidays_of_year(country: str, year: int) -> dict[date, str]:
    """The public holidays of a country in one year, from the library.

    Raises ImportError without the library, NotImplementedError when it does not have the country.
    """
    from holidays import country_holidays

    code, language = (country[:2], "fr") if country in TABLES else (country, None)
    return dict(country_holidays(code, _SUBDIVISIONS.get(country), years=year, language=language).items())


def holiday_name(contacts: ContactsFile, day: date) -> str | None:
    """The name of the public holiday that `day` is; None on any other day, and where `holiday_is_unknown`."""
    if day in contacts.local_holidays:
        return _("jour férié local")
    table = _in_table(contacts.holidays, day.year)
    if table is not None:
        return table.get(f"{day:%m-%d}")
    try:
        return holidays_of_year(contacts.holidays, day.year).get(day)
    except _UNKNOWN:
        return None


def holiday_is_unknown(contacts: ContactsFile, day: date) -> bool:
    """Whether it cannot be known on this machine if `day` is a public holiday: no table, and no library."""
    if day in contacts.local_holidays or _in_table(contacts.holidays, day.year) is not None:
        return False
    try:
        holidays_of_year(contacts.holidays, day.year)
    except _UNKNOWN:
        return True
    return False


def _in_table(country: str, year: int) -> dict[str, str] | None:
    path = TABLES.get(country)
    return None if path is None else _read_table(path).get(str(year))


def is_holiday_country(code: str) -> bool:
    """Whether a country code has public holidays, in our tables or in the library.

    Without the library, any two or three capital letters count as a country.
    """
    if code in TABLES:
        return True
    try:
        from holidays import list_supported_countries
    except ImportError:
        return len(code) in (2, 3) and code.isascii() and code.isalpha() and code.isupper()
    return code in list_supported_countries()


def lacks_holidays_library(contacts: ContactsFile) -> bool:
    """Whether the country of a site needs the library `holidays`, which is not installed or does not have it."""
    return contacts.holidays not in TABLES and holiday_is_unknown(contacts.replace(local_holidays=()), _ANY_DAY)


def assuming_french_holidays(contacts: ContactsFile) -> ContactsFile:
    """The same contacts, with the public holidays of France where those of their country are unknown.

    For what looks at a typical week rather than at real dates.
    """
    return contacts.replace(holidays="FR") if lacks_holidays_library(contacts) else contacts


def write_tables(first: int, last: int) -> None:
    """Writes the tables for the years `first` to `last`, both included. Raises ImportError without the library."""
    for country, path in TABLES.items():
        table = {
            str(year): {f"{day:%m-%d}": name for day, name in sorted(holidays_of_year(country, year).items())}
            for year in range(first, last + 1)
        }
        path.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")
