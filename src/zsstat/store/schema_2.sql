-- Version 2: a workbook may report on several periods in one kind of table (a matrix by years), so a
-- part is known by its period, too. SQLite cannot change a constraint: the table is made anew under
-- its name, and rows that refer to it are looked at when all is done.

PRAGMA defer_foreign_keys = ON;

CREATE TABLE former_part AS SELECT * FROM part;

DROP TABLE part;

CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    table_id TEXT NOT NULL,
    reporter TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    addition INTEGER NOT NULL CHECK (addition >= 0),
    superseded_by INTEGER REFERENCES submission (id),
    seal TEXT NOT NULL,
    UNIQUE (submission_id, table_id, year, month)
);
CREATE UNIQUE INDEX part_that_counts ON part (year, month, reporter, table_id, addition)
    WHERE superseded_by IS NULL;

INSERT INTO part (id, submission_id, table_id, reporter, year, month, addition, superseded_by, seal)
SELECT id, submission_id, table_id, reporter, year, month, addition, superseded_by, seal
FROM former_part;

DROP TABLE former_part;
