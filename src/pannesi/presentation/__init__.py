"""Sessions put into words: what every face shows, made from one look at the session. Pure."""
