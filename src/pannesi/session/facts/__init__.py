"""The facts of a session: one frozen class for each kind of event, in modules by what they are about."""
