"""Lists of sessions in words: rows, previews, filters, summaries."""
