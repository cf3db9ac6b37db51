"""Every rule of the catalogue: returns that pass, fail and leave it open, and what they give.

``papers`` are clean returns and ``edits`` what is changed in them; ``office`` takes them in;
``entries`` says what an entry is; the entries stand in ``rules_of_files``, ``rules_of_rows`` and
``rules_between``.
"""
