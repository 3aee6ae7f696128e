"""Documents of exercises: the cue sheet, the tables of an attestation, the dossier of a period."""
