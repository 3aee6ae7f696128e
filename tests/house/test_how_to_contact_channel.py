"""A kind of contact channel is added as its page says, on a copy: one file, and everything else derives."""

from __future__ import annotations

from pathlib import Path

from tests.support.working_copy import copied_with, run_in, steps, type_errors

PAGE = "add-a-contact-channel.md"
CHANNELS = "src/pannesi/procedure/model/contacts.py"
CONTACTS = """
format: 1
site: Essai
contacts:
  - id: cadre
    name: Cadre
    source: x
    channels:
      - {kind: pager, value: 12 34}
      - {kind: pager, value: douze}
"""
TOLD = """
from pannesi.procedure.authoring.jsonschema import schemas
from pannesi.procedure.availability.reachability import channel_words, contact_at, has_spoken_number
from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile
from pannesi.documents.binder.contacts_page import channel_row
from datetime import datetime, UTC
pager = Channel(kind="pager", value="12 34")
people = ContactsFile(format="1", site="Essai", contacts=(Contact(id="c", name="Cadre", channels=(pager,)),))
print(channel_words(pager), "|", channel_row(pager)["kind"], "|", has_spoken_number(contact_at(people, "c", datetime.now(UTC), None)))
print(schemas()["contacts.json"]["definitions"]["Channel"]["properties"]["kind"])
"""


def test_one_file_adds_a_kind_of_channel(tmp_path: Path) -> None:
    assert set(steps(PAGE)) == {CHANNELS}
    folder = copied_with(PAGE, tmp_path)
    (folder / "contacts.yaml").write_text(CONTACTS, "utf-8")
    said = run_in(folder, "-m", "pannesi", "check")[1]
    assert "erreur[P306] « douze » n'est pas un numéro." in said
    assert said.count("P306") == 1
    code, said = run_in(folder, "-c", TOLD)
    assert (code, said.splitlines()[0]) == (0, "bip : 12 34 | Bip | False")
    assert "mail, web ou pager (bip)." in said
    assert "'enum': ['phone', 'short', 'fax', 'mail', 'web', 'pager']" in said

    sources = (folder / CHANNELS).read_text("utf-8")
    (folder / CHANNELS).write_text(sources.replace('        case "pager":\n            return PAGER\n', ""), "utf-8")
    assert "assert_never" in type_errors(folder, CHANNELS.removeprefix("src/pannesi/"))
