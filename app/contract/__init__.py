"""The wire both sides speak: structs, paths, problem codes, limits and version."""
