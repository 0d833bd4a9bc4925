"""Statistics over arrays: pure functions from counts, labels and scores to frozen structs.

`docs/statistics.md` has every formula with its source. Modules that say so need numpy and import it when imported;
whoever shows one of their figures imports the module at that moment. scipy and statsmodels check them in tests alone.
"""
