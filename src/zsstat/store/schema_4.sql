-- Version 4: what was published. A publication is written once: content is all of it as JSON (text,
-- figures with their sources, what counted in the database), seal the SHA-256 of content, so that
-- anybody can compute it again with nothing but SQL and a digest. The other columns repeat what lists
-- and questions need.

CREATE TABLE publication (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    area TEXT,
    title TEXT NOT NULL,
    audience TEXT NOT NULL,
    who TEXT NOT NULL CHECK (who <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    published_at TEXT NOT NULL,
    corrects INTEGER REFERENCES publication (id),
    figures INTEGER NOT NULL,
    program TEXT NOT NULL,
    catalogue TEXT NOT NULL,
    state TEXT NOT NULL,
    file TEXT,
    file_sha256 TEXT,
    content TEXT NOT NULL,
    seal TEXT NOT NULL UNIQUE CHECK (length(seal) = 64),
    CHECK ((file IS NULL) = (file_sha256 IS NULL))
);
CREATE INDEX publication_by_period ON publication (year, month);
CREATE INDEX publication_by_file ON publication (file_sha256);

-- What went out cannot be called back: a correction is another publication.
CREATE TRIGGER publication_is_final BEFORE UPDATE ON publication
BEGIN
    SELECT RAISE(ABORT, 'a publication is never changed');
END;

CREATE TRIGGER publication_stays BEFORE DELETE ON publication
BEGIN
    SELECT RAISE(ABORT, 'a publication is never deleted');
END;
