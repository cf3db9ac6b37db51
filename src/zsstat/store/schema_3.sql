-- Version 3: rows are followed over periods and between reporters, findings can be made and settled
-- after a workbook was judged, and the office's decisions stand beside the ledger. Everything here is
-- added to; what is set later (closed_by) is set once.

-- What a row of a tracked table is known by. Made from the records and made anew when the catalogue
-- says otherwise; year and month are its part's, so that one index finds the same thing at everybody.
CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    part_id INTEGER NOT NULL REFERENCES part (id),
    record_id INTEGER NOT NULL REFERENCES record (id),
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    label TEXT NOT NULL,
    holder TEXT NOT NULL,
    code TEXT,
    credit TEXT,
    name TEXT,
    party TEXT,
    total INTEGER,
    flow INTEGER,
    balance INTEGER,
    stage TEXT,
    remark TEXT NOT NULL,
    cells TEXT NOT NULL
);
CREATE INDEX entity_by_part ON entity (part_id);
CREATE INDEX entity_by_record ON entity (record_id);
CREATE INDEX entity_by_code ON entity (code, year, month) WHERE code IS NOT NULL;
CREATE INDEX entity_by_credit ON entity (credit, year, month) WHERE credit IS NOT NULL;
CREATE INDEX entity_by_party ON entity (party, year, month) WHERE party IS NOT NULL;

CREATE INDEX part_by_sender ON part (reporter, year, month);

-- A workbook whose records were posted anew stands in the place of the one that arrived (of several
-- repostings: of the first), with what it counted for and in its order.
ALTER TABLE submission ADD COLUMN stands_for INTEGER REFERENCES submission (id);
CREATE INDEX submission_by_sender ON submission (reporter, year, month);
CREATE INDEX waiver_by_sender ON waiver (reporter, year, month);

-- An accepted workbook looked at again because something that it is compared with has changed. It
-- is not judged anew: findings are opened or closed, and the office decides.
CREATE TABLE examination (
    id INTEGER PRIMARY KEY,
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    cause TEXT NOT NULL,
    examined_at TEXT NOT NULL
);

ALTER TABLE finding ADD COLUMN opened_by INTEGER REFERENCES examination (id);
ALTER TABLE finding ADD COLUMN closed_by INTEGER REFERENCES examination (id);

-- Every decision of the office but waivers: who, when, why. subject says in words what was decided.
-- A lock without a month is of the whole year. A decision that another one revokes no longer holds.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK
        (kind IN ('answer', 'adjust', 'resolve', 'lock', 'unlock', 'restate', 'withdraw', 'revoke',
            'repost')),
    year INTEGER,
    month INTEGER CHECK (month BETWEEN 1 AND 12),
    reporter TEXT,
    subject TEXT NOT NULL,
    who TEXT NOT NULL CHECK (who <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    decided_at TEXT NOT NULL,
    revokes INTEGER UNIQUE REFERENCES decision (id)
);
CREATE INDEX decision_by_kind ON decision (kind, year, month);

-- What a county or the clerk says to a finding. It is bound to what the finding says, as a waiver is.
CREATE TABLE answer (
    decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
    rule TEXT NOT NULL,
    reporter TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    sha256 TEXT,
    file TEXT,
    sheet TEXT,
    cell TEXT
);
CREATE INDEX answer_by_finding ON answer (reporter, year, month);

-- A ledger line that no return carries: of the city itself or of one of its reporters. refs are the
-- cells that the office had in view.
CREATE TABLE adjustment (
    decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    area TEXT NOT NULL,
    indicator TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (typeof(value) = 'integer'),
    refs TEXT NOT NULL
);
CREATE INDEX adjustment_by_period ON adjustment (year, month);

-- One thing that several reporters sent. It holds from its period on, whatever the amounts become:
-- percent is the reporter's share in hundredths of a percent, NULL where all of them stand.
CREATE TABLE resolution (
    decision_id INTEGER NOT NULL REFERENCES decision (id),
    reporter TEXT NOT NULL,
    table_id TEXT NOT NULL,
    since_year INTEGER NOT NULL,
    since_month INTEGER NOT NULL,
    label TEXT NOT NULL,
    code TEXT,
    name TEXT,
    party TEXT,
    percent INTEGER CHECK (percent BETWEEN 0 AND 10000)
);
CREATE INDEX resolution_by_decision ON resolution (decision_id);

-- The officially restated figure of a period, kept beside what was reported. source says where it
-- was published; sha256, sheet and cell where it was read from a workbook.
CREATE TABLE restatement (
    decision_id INTEGER NOT NULL REFERENCES decision (id),
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    area TEXT NOT NULL,
    indicator TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (typeof(value) = 'integer'),
    source TEXT NOT NULL,
    sha256 TEXT REFERENCES original (sha256),
    file TEXT,
    sheet TEXT,
    cell TEXT,
    PRIMARY KEY (decision_id, area, indicator)
);
CREATE INDEX restatement_by_period ON restatement (year, month);

CREATE TABLE withdrawal (
    decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
    submission_id INTEGER NOT NULL REFERENCES submission (id)
);
