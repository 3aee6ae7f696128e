"""Application services, the same for every face: one session at work, the station, files, retention."""
