-- Version 1 of the database. Later versions are scripts of their own (see schema.py), so that a new
-- database and a migrated one are made by the same steps. Names and types are kept portable; what
-- is SQLite's own is the CHECK with typeof (SQLite would keep 1.5 in an INTEGER column).

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- The bytes that arrived, once, whatever became of them.
CREATE TABLE original (
    sha256 TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size = length(content)),
    content BLOB NOT NULL
);

-- One workbook judged once. A returned one keeps its findings and nothing of it counts.
CREATE TABLE submission (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES original (sha256),
    file TEXT NOT NULL,
    reporter TEXT,
    year INTEGER,
    month INTEGER CHECK (month BETWEEN 1 AND 12),
    status TEXT NOT NULL CHECK (status IN ('accepted', 'returned')),
    received_at TEXT NOT NULL,
    who TEXT NOT NULL,
    reason TEXT NOT NULL,
    catalogue TEXT NOT NULL,
    CHECK ((year IS NULL) = (month IS NULL)),
    CHECK (status = 'returned' OR (reporter IS NOT NULL AND year IS NOT NULL))
);
CREATE INDEX submission_by_original ON submission (sha256);
CREATE INDEX submission_by_year ON submission (year, month);

-- One table of an accepted workbook: known by sender, period and table. It counts until another
-- submission takes its place; it is never changed or deleted. A table that a person let add to the
-- accepted ones has the next addition number. seal is the digest of the part's rows.
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
    UNIQUE (submission_id, table_id)
);
CREATE UNIQUE INDEX part_that_counts ON part (year, month, reporter, table_id, addition)
    WHERE superseded_by IS NULL;

CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    part_id INTEGER NOT NULL REFERENCES part (id),
    sheet TEXT NOT NULL,
    row_number INTEGER NOT NULL CHECK (row_number > 0),
    fields TEXT NOT NULL
);
CREATE INDEX record_by_part ON record (part_id);

-- The ledger: a whole number of the indicator's base unit and the cell it came from.
CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    part_id INTEGER NOT NULL REFERENCES part (id),
    record_id INTEGER NOT NULL REFERENCES record (id),
    area TEXT NOT NULL,
    indicator TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('actual', 'target')),
    value INTEGER NOT NULL CHECK (typeof(value) = 'integer'),
    industry TEXT,
    source TEXT,
    stage TEXT,
    construction TEXT,
    size TEXT,
    place TEXT,
    issuer TEXT,
    joint TEXT,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL CHECK (cell <> ''),
    conditions TEXT NOT NULL
);
CREATE INDEX observation_sums ON observation (part_id, role, indicator, area, value);
CREATE INDEX observation_joint ON observation (part_id) WHERE joint IS NOT NULL;

-- A decision of the office, bound to the values that it was given for.
CREATE TABLE waiver (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    reporter TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    fingerprint TEXT NOT NULL,
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    who TEXT NOT NULL CHECK (who <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    decided_at TEXT NOT NULL,
    UNIQUE (rule, reporter, year, month, fingerprint)
);

CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    rule TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('A', 'B', 'C', 'D')),
    outcome TEXT NOT NULL CHECK (outcome IN ('fail', 'undecided')),
    message TEXT NOT NULL,
    cells TEXT NOT NULL,
    shown TEXT NOT NULL,
    expected TEXT NOT NULL,
    difference TEXT NOT NULL,
    action TEXT NOT NULL,
    version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    waiver_id INTEGER REFERENCES waiver (id)
);
CREATE INDEX finding_by_submission ON finding (submission_id);
