"""The incident review (retour d'expérience) of a session: what its own chain holds, folded, and what may be said."""
