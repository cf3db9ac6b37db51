"""Damaged, odd and hostile workbooks made from valid ones, and what an import must make of them.

``seeds`` writes one made-up return in every format, ``bytewise``, ``packages`` and ``cells`` alter
it, each by a seed number alone, ``judging`` puts the result through a whole import. A bounded run
is part of the tests; ``python -m tests.fuzzing --minutes 10`` goes on for longer.
"""
