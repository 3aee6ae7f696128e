"""What is said by the first paint and by Textual alike."""

from __future__ import annotations

from pannesi.support.i18n import _


def catching_up_words() -> str:
    """Said while the index catches up with a long journal."""
    return _("Lecture du journal en cours : une session ouverte peut encore manquer ici.")


def say_stopped() -> None:
    """Says on standard error that the system ended the program."""
    from pannesi.support.console import OutputClosed, stderr

    try:
        stderr().wrapped(
            _(
                "pannesi a été arrêté par le système. Ce qui est marqué ✓ est enregistré. Relancer pannesi : la session"
                " reprend où elle était."
            )
        )
    except OutputClosed:
        return
