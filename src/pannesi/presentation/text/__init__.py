"""Parts of words that every face uses: boxes, names of keys, dates, common phrases, numbers that are doubted."""
