"""Checks of units apart from their lines: duplicate ids and marks, symptoms, messages, cycles of annexes."""

from __future__ import annotations

from pannesi.procedure.checks.cycles import cycle_numbers
from pannesi.procedure.checks.links.lines import check_answers
from pannesi.procedure.checks.references import References, UnitFile
from pannesi.procedure.loading.places import Loc, place_of
from pannesi.procedure.model.lines import Run
from pannesi.procedure.model.register_fields import Field, FieldWhen
from pannesi.procedure.model.units import Annexe, Symptom, Triage, own_phases
from pannesi.support.i18n import _


def check_unique_units(references: References) -> None:
    """Reports files that have the same id or mark as another, and a second triage."""
    ids: dict[str, UnitFile] = {}
    marks: dict[str, UnitFile] = {}
    triages: dict[str, UnitFile] = {}
    for file in references.files:
        values = [("id", file.unit.id, ids), ("mark", file.unit.mark, marks)]
        if isinstance(file.unit, Triage):
            values.append(("kind", file.unit.kind, triages))
        for key, value, firsts in values:
            first = firsts.setdefault(value, file)
            if first is not file:
                message = _("« {key}: {value} » sert déjà dans {path}.").format(key=key, value=value, path=first.path)
                references.report(file, (key,), "P304", message, _("Changer l'un des deux fichiers."))


def check_register_fields(references: References) -> None:
    """Reports what is wrong in the fields of the register: a second sheet, duplicate fields, missing choices, broken
    references."""
    sheets = [file for file in references.files if isinstance(file.unit, Annexe) and file.unit.fields]
    for file in sheets:
        assert isinstance(file.unit, Annexe)
        if file is not sheets[0]:
            message = _("La fiche du registre est déjà décrite dans {path}.").format(path=sheets[0].path)
            references.report(file, ("fields",), "P304", message, _("N'en garder qu'une."), key=True)
        ids: dict[str, int] = {}
        meanings: dict[str, int] = {}
        steps: dict[str, int] = {}
        names = tuple(dict.fromkeys(field.id for field in file.unit.fields))
        for index, field in enumerate(file.unit.fields):
            here: Loc = ("fields", index)
            _check_unique(references, file, (*here, "id"), field.id, ids, index)
            if field.means is not None:
                _check_unique(references, file, (*here, "means"), field.means, meanings, index)
            if field.filled_by is not None:
                _check_unique(references, file, (*here, "filled_by"), field.filled_by, steps, index)
            _check_field(references, file, field, here, names)


def _check_field(references: References, file: UnitFile, field: Field, here: Loc, names: tuple[str, ...]) -> None:
    if field.traits.listed != bool(field.choices):
        message = _("« choices » va avec « kind: choice », et lui seul.")
        references.report_missing(file, here, "P303", message, _("Ajouter ou retirer « choices »."))
    if (field.source is None) == (field.added is None):
        message = _("Il faut « source » ou « added ».")
        references.report_missing(
            file, here, "P307", message, _("Dire d'où vient ce champ, ou pourquoi il est ajouté.")
        )
    if field.filled_by is not None and not field.traits.holds_number_of_step:
        message = _("« filled_by » : le numéro d'une étape est un texte ou des chiffres.")
        remedy = _("Mettre « kind: text » ou « kind: digits », ou retirer « filled_by ».")
        references.report(file, (*here, "filled_by"), "P303", message, remedy)
    for number, implied in enumerate(field.implies):
        references.check_name(file, (*here, "implies", number, "says"), _("Le choix"), implied.says, field.choices)
        if implied.unit is not None:
            references.check_care_unit(file, (*here, "implies", number, "unit"), implied.unit)
    for key in ("required_when", "shown_when"):
        when: FieldWhen | None = getattr(field, key)
        if when is None:
            continue
        if when.field is not None:
            references.check_name(file, (*here, key, "field"), _("Le champ"), when.field, names)
        if when.unit is not None:
            references.check_care_unit(file, (*here, key, "unit"), when.unit)
        if when.equals is not None and when.field is None:
            message = _("« equals » dit la valeur d'un autre champ : il lui faut « field ».")
            references.report(file, (*here, key, "equals"), "P303", message, _("Ajouter « field: … »."))


def check_unit(references: References, file: UnitFile) -> None:
    """Reports what is wrong in a unit; its lines are checked one by one by `check_line`."""
    _check_line_ids(references, file)
    first: dict[str, int] = {}
    marks: dict[str, int] = {}
    for index, symptom in enumerate(file.unit.symptoms):
        here: Loc = ("symptoms", index)
        _check_unique(references, file, (*here, "id"), symptom.id, first, index)
        if symptom.mark is not None:
            _check_unique(references, file, (*here, "mark"), symptom.mark, marks, index)
        _check_symptom(references, file, symptom, here)
    for name, message in file.unit.messages.items():
        if (message.body is None) == (message.missing is None):
            text = _("Il faut « body », ou « missing » si le texte n'est pas connu.")
            remedy = _("Écrire exactement l'une des deux clés.")
            references.report_missing(file, ("messages", name), "P303", text, remedy)


def check_unwritten(references: References, file: UnitFile) -> None:
    """Reports what is wrong in the topics of a triage that the procedure does not write: duplicate ids, no origin,
    contacts and entries that do not exist."""
    ids: dict[str, int] = {}
    for index, topic in enumerate(file.unit.unwritten if isinstance(file.unit, Triage) else ()):
        here: Loc = ("unwritten", index)
        _check_unique(references, file, (*here, "id"), topic.id, ids, index)
        if (topic.source is None) == (topic.added is None):
            message = _("Il faut « source » ou « added ».")
            remedy = _("Dire d'où vient ce qui n'est pas écrit, ou pourquoi c'est ajouté.")
            references.report_missing(file, here, "P307", message, remedy)
        for number, contact in enumerate(topic.call):
            references.check_contact(file, (*here, "call", number), contact)
        for number, ref in enumerate(topic.near):
            _check_entry(references, file, ref, (*here, "near", number))


def _check_line_ids(references: References, file: UnitFile) -> None:
    first: dict[str, Loc] = {}
    for line, loc in file.lines:
        earlier = first.setdefault(line.id, loc)
        if earlier is not loc:
            row = place_of(file.tree, (*earlier, "id"))[0]
            message = _("L'id « {id} » sert déjà, ligne {line}.").format(id=line.id, line=row)
            references.report(file, (*loc, "id"), "P304", message, _("Chaque ligne du fichier a son propre id."))


def _check_unique(
    references: References, file: UnitFile, loc: Loc, value: str, first: dict[str, int], index: int
) -> None:
    earlier = first.setdefault(value, index)
    if earlier != index:
        row = place_of(file.tree, (loc[0], earlier, loc[-1]))[0]
        message = _("« {value} » sert déjà, ligne {line}.").format(value=value, line=row)
        references.report(file, loc, "P304", message, _("En choisir un autre."))


def _check_symptom(references: References, file: UnitFile, symptom: Symptom, here: Loc) -> None:
    own = next(iter(own_phases(symptom)), None)
    if own is not None and isinstance(file.unit, Annexe):
        message = _("Seule une entrée de cas ou du triage peut avoir ses propres lignes.")
        references.report(file, (*here, own), "P303", message, _("Les mettre dans « steps »."))
    elif own is not None and symptom.mark is None:
        message = _("Cette entrée a ses propres lignes : il lui faut « mark ».")
        references.report_missing(file, here, "P303", message, _("Ajouter « mark: a »."))
    if symptom.opens is None:
        check_answers(references, file, file, symptom.answers, (*here, "answers"))
        return
    if own is not None or symptom.answers:
        message = _("Avec « opens », cette entrée mène ailleurs : ses réponses et ses lignes ne servent pas.")
        references.report(
            file, (*here, own or "answers"), "P303", message, _("Les écrire dans le fichier qu'il ouvre.")
        )
    _check_opens(references, file, symptom.opens, (*here, "opens"))


def _check_opens(references: References, file: UnitFile, ref: str, loc: Loc) -> None:
    target, name = _check_entry(references, file, ref, loc)
    if target is not None and name in target.symptoms and target.symptoms[name].opens is not None:
        message = _("« {ref} » mène elle-même ailleurs.").format(ref=ref)
        references.report(file, loc, "P305", message, _("Nommer l'entrée à laquelle elle mène."))


def _check_entry(references: References, file: UnitFile, ref: str, loc: Loc) -> tuple[UnitFile | None, str]:
    """The file of the unit that `ref` (`unit` or `unit/symptom`) names, and the symptom; reports what is not there."""
    owner, _slash, name = ref.partition("/")
    target = references.find_unit(file, loc, owner)
    if target is not None and name:
        references.check_name(file, loc, _("L'entrée"), name, target.symptoms)
    return target, name


def check_run_cycles(references: References) -> None:
    """Reports each line that runs an annex which leads back to the same unit without end."""
    runs = {
        name: {line.value for line, _loc in file.lines if isinstance(line, Run)}
        for name, file in references.file_of.items()
    }
    cycle_of = cycle_numbers(runs)
    for file in references.files:
        for line, loc in file.lines:
            if isinstance(line, Run) and cycle_of.get(file.unit.id, -1) == cycle_of.get(line.value):
                message = _("Cette procédure reviendrait à elle-même sans fin.")
                references.report(file, (*loc, "value"), "P305", message, _("Retirer l'un des renvois de la boucle."))
