"""Files in and out through the public API: what `footplate import` and `footplate export` run."""
