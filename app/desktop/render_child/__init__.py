"""The process that decodes what customers sent, apart so that a malicious file kills nothing but it."""
