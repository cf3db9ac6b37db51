"""A year of a bureau's work, invented: what happens to it, what is sent in, what must come out.

``world`` makes up projects, enterprises and activities and lets them go on month by month,
``books`` writes the returns of a month as workbooks, ``events`` is the script of what goes wrong
and what is decided, ``play`` goes through it with the commands of ``office``, and ``oracle`` reads
the workbooks that count in the end and adds their cells up without zsstat.
"""
