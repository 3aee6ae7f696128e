"""The first paint: home stands on the screen, true and complete, while Textual is still being loaded.

Nothing here imports Textual or Rich. Unix only; elsewhere the first paint is that of Textual.
"""
