"""Public holidays of the site's country, by name; the library that knows them is loaded only when a window asks."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pannesi.i18n import _
from pannesi.site.contacts import ContactsFile


@lru_cache(maxsize=64)
def _national(country: str, year: int) -> dict[date, str]:
    if country == "FR":
        from holidays.countries.france import France

        return dict(France(years=year, language="fr").items())  # type: ignore[no-untyped-call]
    from holidays import country_holidays

    return dict(country_holidays(country, years=year).items())


def holiday_name(contacts: ContactsFile, day: date) -> str | None:
    """The name of the public holiday that `day` is, None on any other day."""
    if day in contacts.local_holidays:
        return _("jour férié local")
    return _national(contacts.holidays, day.year).get(day)


def is_country(code: str) -> bool:
    """Whether the library knows the public holidays of a country."""
    if code == "FR":
        return True
    from holidays import list_supported_countries

    return code in list_supported_countries()
