"""The rules: one module a group, a rule is one generator, RULES is the registry."""
