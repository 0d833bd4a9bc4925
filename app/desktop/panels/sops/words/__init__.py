"""Everything the SOPs room says."""
