"""Documents: the binder, blank registers, reports, exports. Each is built as plain values before a format writes it."""
