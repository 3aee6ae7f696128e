"""The first screen of the full-screen face, before it has colours: what it says, and where."""
