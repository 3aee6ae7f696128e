"""Parts of words that every face uses: styles, boxes, keys, dates, common phrases."""
