"""P1xx: files that cannot be read."""

from __future__ import annotations

from pannesi.procedure.checks.code_page import CodePage
from pannesi.procedure.loading.yaml_reader import MAX_DEPTH
from pannesi.support.i18n import _

_PLAIN = "alert:\n  - {id: appeler, do: Appeler le 15, source: Cas 9}\n"


def pages() -> tuple[CodePage, ...]:
    """The pages of these codes."""
    return (
        CodePage(
            "P101", _("Le YAML ne se lit pas"),
            _("Un signe de YAML manque ou se trouve où on ne l'attend pas ; rien du fichier n'est lu au-delà."),
            "alert:\n  - id: lire\n    do: Vérifier : le câble\n    source: Cas 9\n",
            'alert:\n  - id: lire\n    do: "Vérifier : le câble"\n    source: Cas 9\n',
        ),
        CodePage(
            "P102", _("Trop grand"),
            _("Un fichier, un texte ou des niveaux imbriqués dépassent ce qu'une procédure peut demander."),
            "alert: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1) + "\n", _PLAIN,
        ),
        CodePage(
            "P103", _("Pas du texte en UTF-8"),
            _("Enregistré dans un autre codage, un accent deviendrait un autre signe à l'écran."),
            "# fichier enregistré en Latin-1 : é est l'octet E9\n" + _PLAIN, "# fichier enregistré en UTF-8 : é\n" + _PLAIN,
        ),
        CodePage(
            "P104", _("Caractère invisible"),
            _("Un caractère que l'on ne voit pas peut changer ce que l'écran montre."),
            "alert:\n  - {id: lire, do: Lire \u202el'écran, source: Cas 9}\n",
            "alert:\n  - {id: lire, do: Lire l'écran, source: Cas 9}\n",
        ),
        CodePage(
            "P105", _("Deux documents dans un fichier"),
            _("« --- » commence un deuxième document, qui ne serait pas lu."),
            _PLAIN + "---\ntitle: Autre\n", _PLAIN,
        ),
        CodePage(
            "P106", _("Pas de lignes « clé: valeur »"),
            _("Un fichier de site est fait de clés ; une liste ou un texte seul n'a pas de sens."),
            "- format: 1\n- kind: case\n",
            "format: 1\nkind: case\nid: cas-9\nmark: 9\ntitle: Essai\nrecognise: Un essai.\n", "file",
        ),
        CodePage(
            "P107", _("Signe réservé de YAML"),
            _("« * », « & » et « << » renvoient ailleurs en YAML : le numéro *3200 disparaîtrait."),
            "alert:\n  - {id: composer, do: *3200, source: Cas 9}\n",
            'alert:\n  - {id: composer, do: "*3200", source: Cas 9}\n',
        ),
        CodePage(
            "P108", _("Étiquette de type"), _("« ! » change la nature d'une valeur : tout est lu comme du texte."),
            "alert:\n  - {id: lire, do: !!str Lire, source: Cas 9}\n", "alert:\n  - {id: lire, do: Lire, source: Cas 9}\n",
        ),
        CodePage(
            "P109", _("Clé répétée"), _("De deux clés semblables, la première serait perdue sans un mot."),
            "alert:\n  - {id: lire, do: Lire, do: Écrire, source: Cas 9}\n",
            "alert:\n  - {id: lire, do: Lire, source: Cas 9}\n",
        ),
        CodePage(
            "P110", _("Valeur vide"), _("Une clé sans valeur est un oubli : on ne devine pas ce qui devait y être."),
            "alert:\n  - id: lire\n    do:\n    source: Cas 9\n", "alert:\n  - id: lire\n    do: Lire\n    source: Cas 9\n",
        ),
        CodePage(
            "P111", _("Clé qui n'est pas un mot"), _("Une liste ou un bloc ne peut pas servir de clé."),
            "? [a, b]\n: c\n", _PLAIN,
        ),
        CodePage(
            "P112", _("Espace insécable dans une clé"),
            _("Une espace insécable ressemble à une espace, mais change le nom de la clé."),
            "alert:\n  - id: lire\n    do\u00a0: Lire\n    source: Cas 9\n",
            "alert:\n  - id: lire\n    do: Lire\n    source: Cas 9\n",
        ),
        CodePage(
            "P113", _("Texte coupé par « # »"),
            _("Après une espace, « # » commence un commentaire : le numéro #3200 disparaîtrait sans un mot."),
            "alert:\n  - id: appeler\n    do: Appeler le #3200\n    source: Cas 9\n",
            'alert:\n  - id: appeler\n    do: "Appeler le #3200"\n    source: Cas 9\n',
        ),
        CodePage(
            "P120", _("Fichier ou dossier manquant, illisible, ou lien"),
            _("Il faut contacts.yaml et au moins un fichier dans cases/ ; un lien n'est jamais suivi hors du site."),
            "contacts.yaml\n", "contacts.yaml\ncases/cas-9.yaml\n", "folder",
        ),
        CodePage(
            "P121", _("Fichier qui n'est pas lu"),
            _("Seuls contacts.yaml et les fichiers de cases/ dont le nom finit par .yaml sont lus : un autre ne servirait jamais."),
            "contacts.yaml\ncases/cas-9.yaml\ncases/cas-8.yml\n", "contacts.yaml\ncases/cas-9.yaml\ncases/cas-8.yaml\n",
            "folder",
        ),
        CodePage(
            "P122", _("Deux noms presque semblables"),
            _("Sur un disque qui ne distingue pas les majuscules, l'un des deux fichiers remplacerait l'autre."),
            "contacts.yaml\ncases/cas-9.yaml\ncases/Cas-9.yaml\n", "contacts.yaml\ncases/cas-9.yaml\ncases/cas-8.yaml\n",
            "folder",
        ),
        CodePage(
            "P123", _("Nom de fichier avec un caractère invisible"),
            _("On ne pourrait ni le taper ni le distinguer d'un autre."),
            "contacts.yaml\ncases/cas-9.yaml\ncases/cas\u200e-8.yaml\n",
            "contacts.yaml\ncases/cas-9.yaml\ncases/cas-8.yaml\n", "folder",
        ),
        CodePage(
            "P199", _("D'autres problèmes suivent"),
            _("Au-delà de 200 problèmes dans un fichier, les suivants ne sont pas montrés : ils en découlent souvent."),
            "alert:\n" + "".join(f"  - {{id: ligne-{number}}}\n" for number in range(201)), _PLAIN,
        ),
    )  # fmt: skip
