"""The use cases, one module each; the stages stand in order and nothing else happens here.

A command imports the module it needs and no other: reading workbooks and drafting a bulletin pull
in libraries that a summary does not wait for.
"""
