"""The links of a unit beside its lines: ids and marks used twice, symptoms, messages, annexes that run in circles."""

from __future__ import annotations

from pannesi.procedure.checks.cycles import cycle_numbers
from pannesi.procedure.checks.links.lines import check_answers
from pannesi.procedure.checks.references import References, UnitFile
from pannesi.procedure.loading.places import Loc, place_of
from pannesi.procedure.model.lines import Run
from pannesi.procedure.model.units import PHASES, Annexe, Case, Symptom, Triage
from pannesi.procedure.register_fields import Field, FieldWhen
from pannesi.support.i18n import _


def check_unique_units(references: References) -> None:
    """Tells of two files with one id, one mark, or the triage."""
    ids: dict[str, UnitFile] = {}
    marks: dict[str, UnitFile] = {}
    triages: dict[str, UnitFile] = {}
    for file in references.files:
        met = [("id", file.unit.id, ids), ("mark", file.unit.mark, marks)]
        if isinstance(file.unit, Triage):
            met.append(("kind", file.unit.kind, triages))
        for key, value, firsts in met:
            first = firsts.setdefault(value, file)
            if first is not file:
                message = _("« {key}: {value} » sert déjà dans {path}.").format(key=key, value=value, path=first.path)
                references.tell(file, (key,), "P304", message, _("Changer l'un des deux fichiers."))


def check_register_fields(references: References) -> None:
    """Tells what is wrong in the register's sheet: two sheets, a field twice, a choice without choices, a condition
    on a field that is not there."""
    sheets = [file for file in references.files if isinstance(file.unit, Annexe) and file.unit.fields]
    for file in sheets:
        assert isinstance(file.unit, Annexe)
        if file is not sheets[0]:
            message = _("La fiche du registre est déjà décrite dans {path}.").format(path=sheets[0].path)
            references.tell(file, ("fields",), "P304", message, _("N'en garder qu'une."), key=True)
        ids: dict[str, int] = {}
        meanings: dict[str, int] = {}
        steps: dict[str, int] = {}
        names = tuple(dict.fromkeys(field.id for field in file.unit.fields))
        for index, field in enumerate(file.unit.fields):
            here: Loc = ("fields", index)
            _once(references, file, (*here, "id"), field.id, ids, index)
            if field.means is not None:
                _once(references, file, (*here, "means"), field.means, meanings, index)
            if field.filled_by is not None:
                _once(references, file, (*here, "filled_by"), field.filled_by, steps, index)
            _field(references, file, field, here, names)


def _field(references: References, file: UnitFile, field: Field, here: Loc, names: tuple[str, ...]) -> None:
    if field.traits.listed != bool(field.choices):
        message = _("« choices » va avec « kind: choice », et lui seul.")
        references.tell_lack(file, here, "P303", message, _("Ajouter ou retirer « choices »."))
    if (field.source is None) == (field.added is None):
        message = _("Il faut « source » ou « added ».")
        references.tell_lack(file, here, "P307", message, _("Dire d'où vient ce champ, ou pourquoi il est ajouté."))
    if field.filled_by is not None and not field.traits.holds_number_of_step:
        message = _("« filled_by » : le numéro d'une étape est un texte ou des chiffres.")
        remedy = _("Mettre « kind: text » ou « kind: digits », ou retirer « filled_by ».")
        references.tell(file, (*here, "filled_by"), "P303", message, remedy)
    for number, implied in enumerate(field.implies):
        references.known(file, (*here, "implies", number, "says"), _("Le choix"), implied.says, field.choices)
        if implied.unit is not None:
            references.care_unit(file, (*here, "implies", number, "unit"), implied.unit)
    for key in ("required_when", "shown_when"):
        when: FieldWhen | None = getattr(field, key)
        if when is None:
            continue
        if when.field is not None:
            references.known(file, (*here, key, "field"), _("Le champ"), when.field, names)
        if when.unit is not None:
            references.care_unit(file, (*here, key, "unit"), when.unit)
        if when.equals is not None and when.field is None:
            message = _("« equals » dit la valeur d'un autre champ : il lui faut « field ».")
            references.tell(file, (*here, key, "equals"), "P303", message, _("Ajouter « field: … »."))


def check_unit(references: References, file: UnitFile) -> None:
    """Tells what is wrong in a unit, its lines' own links apart."""
    _line_ids(references, file)
    first: dict[str, int] = {}
    marks: dict[str, int] = {}
    for index, symptom in enumerate(file.unit.symptoms):
        here: Loc = ("symptoms", index)
        _once(references, file, (*here, "id"), symptom.id, first, index)
        if symptom.mark is not None:
            _once(references, file, (*here, "mark"), symptom.mark, marks, index)
        _symptom(references, file, symptom, here)
    for name, message in file.unit.messages.items():
        if (message.body is None) == (message.missing is None):
            told = _("Il faut « body », ou « missing » si le texte n'est pas connu.")
            remedy = _("Écrire exactement l'une des deux clés.")
            references.tell_lack(file, ("messages", name), "P303", told, remedy)


def _line_ids(references: References, file: UnitFile) -> None:
    first: dict[str, Loc] = {}
    for line, loc in file.lines:
        earlier = first.setdefault(line.id, loc)
        if earlier is not loc:
            row = place_of(file.tree, (*earlier, "id"))[0]
            message = _("L'id « {id} » sert déjà, ligne {line}.").format(id=line.id, line=row)
            references.tell(file, (*loc, "id"), "P304", message, _("Chaque ligne du fichier a son propre id."))


def _once(references: References, file: UnitFile, loc: Loc, value: str, first: dict[str, int], index: int) -> None:
    earlier = first.setdefault(value, index)
    if earlier != index:
        row = place_of(file.tree, (loc[0], earlier, loc[-1]))[0]
        message = _("« {value} » sert déjà, ligne {line}.").format(value=value, line=row)
        references.tell(file, loc, "P304", message, _("En choisir un autre."))


def _symptom(references: References, file: UnitFile, symptom: Symptom, here: Loc) -> None:
    own = next((phase for phase in PHASES if getattr(symptom, phase) is not None), None)
    if own is not None and not isinstance(file.unit, Case):
        message = _("Seul un symptôme de cas peut avoir ses propres lignes.")
        references.tell(file, (*here, own), "P303", message, _("Les mettre dans « steps »."))
    elif own is not None and symptom.mark is None:
        message = _("Ce symptôme a ses propres lignes : il lui faut « mark ».")
        references.tell_lack(file, here, "P303", message, _("Ajouter « mark: a »."))
    if symptom.opens is None:
        check_answers(references, file, file, symptom.answers, (*here, "answers"))
        return
    if own is not None or symptom.answers:
        message = _("Avec « opens », ce symptôme mène ailleurs : ses réponses et ses lignes ne servent pas.")
        references.tell(file, (*here, own or "answers"), "P303", message, _("Les écrire dans le fichier qu'il ouvre."))
    _opened(references, file, symptom.opens, (*here, "opens"))


def _opened(references: References, file: UnitFile, ref: str, loc: Loc) -> None:
    owner, _slash, name = ref.partition("/")
    found = references.unit(file, loc, owner)
    if found is None or not name:
        return
    references.known(file, loc, _("Le symptôme"), name, found.symptoms)
    if name in found.symptoms and found.symptoms[name].opens is not None:
        message = _("« {ref} » mène lui-même ailleurs.").format(ref=ref)
        references.tell(file, loc, "P305", message, _("Nommer le symptôme auquel il mène."))


def check_run_cycles(references: References) -> None:
    """Tells of each line that runs an annex which comes back to the same unit without end."""
    runs = {
        name: {line.value for line, _loc in file.lines if isinstance(line, Run)}
        for name, file in references.file_of.items()
    }
    circle = cycle_numbers(runs)
    for file in references.files:
        for line, loc in file.lines:
            if isinstance(line, Run) and circle.get(file.unit.id, -1) == circle.get(line.value):
                message = _("Cette procédure reviendrait à elle-même sans fin.")
                references.tell(file, (*loc, "value"), "P305", message, _("Retirer l'un des renvois de la boucle."))
