"""Footplate: the reviewer's workstation, its server and the words both share."""
