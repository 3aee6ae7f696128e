"""Sessions in words, the same for the full screen, the line-by-line face and the documents.

Pure: no input, no output.
"""
