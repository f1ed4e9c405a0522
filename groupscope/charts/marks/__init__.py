"""One mark, one file: how each chart value becomes nodes of the layout."""
