-- Named queries (aiosql). Portable SQL: no function or clause that only one database has.

-- name: meta_value(key)$
SELECT value FROM meta WHERE key = :key;

-- name: set_meta(key, value)!
INSERT INTO meta (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: original_exists(sha256)$
SELECT 1 FROM original WHERE sha256 = :sha256;

-- name: add_original(sha256, file, size, content)!
INSERT INTO original (sha256, file, size, content) VALUES (:sha256, :file, :size, :content);

-- name: original(sha256)^
SELECT file, content FROM original WHERE sha256 = :sha256;

-- name: original_hashes()
SELECT sha256 FROM original ORDER BY sha256;

-- name: last_ids()^
-- Ids are given out by the writer, inside its transaction, so that rows can be written in bulk.
SELECT
    (SELECT COALESCE(MAX(id), 0) FROM submission),
    (SELECT COALESCE(MAX(id), 0) FROM part),
    (SELECT COALESCE(MAX(id), 0) FROM record),
    (SELECT COALESCE(MAX(id), 0) FROM observation),
    (SELECT COALESCE(MAX(id), 0) FROM finding);

-- name: add_submission(id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue)!
INSERT INTO submission
    (id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue)
VALUES
    (:id, :sha256, :file, :reporter, :year, :month, :status, :received_at, :who, :reason, :catalogue);

-- name: supersede(submission, reporter, year, month, table_id)!
UPDATE part SET superseded_by = :submission
WHERE reporter = :reporter AND year = :year AND month = :month AND table_id = :table_id
    AND superseded_by IS NULL AND submission_id <> :submission;

-- name: counting_parts(reporter, year, month)
SELECT table_id, MAX(addition) FROM part
WHERE year = :year AND month = :month AND superseded_by IS NULL AND reporter = :reporter
GROUP BY table_id;

-- name: add_part(id, submission, table_id, reporter, year, month, addition, seal)!
INSERT INTO part (id, submission_id, table_id, reporter, year, month, addition, superseded_by, seal)
VALUES (:id, :submission, :table_id, :reporter, :year, :month, :addition, NULL, :seal);

-- name: seal_part(id, seal)!
UPDATE part SET seal = :seal WHERE id = :id;

-- name: add_records*!
INSERT INTO record (id, part_id, sheet, row_number, fields)
VALUES (:id, :part_id, :sheet, :row_number, :fields);

-- name: add_observations*!
INSERT INTO observation
    (id, part_id, record_id, area, indicator, role, value, industry, source, stage, construction,
     size, place, issuer, joint, sheet, cell, conditions)
VALUES
    (:id, :part_id, :record_id, :area, :indicator, :role, :value, :industry, :source, :stage,
     :construction, :size, :place, :issuer, :joint, :sheet, :cell, :conditions);

-- name: add_findings*!
INSERT INTO finding
    (id, submission_id, rule, level, outcome, message, cells, shown, expected, difference, action,
     version, fingerprint, waiver_id)
VALUES
    (:id, :submission_id, :rule, :level, :outcome, :message, :cells, :shown, :expected,
     :difference, :action, :version, :fingerprint, :waiver_id);

-- name: accepted_copy(sha256)$
-- The last accepted submission of these bytes all of whose parts still count.
SELECT MAX(s.id) FROM submission s
WHERE s.sha256 = :sha256 AND s.status = 'accepted'
    AND EXISTS (SELECT 1 FROM part p WHERE p.submission_id = s.id)
    AND NOT EXISTS
        (SELECT 1 FROM part p WHERE p.submission_id = s.id AND p.superseded_by IS NOT NULL);

-- name: submissions(id, year, reporter)
SELECT id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue
FROM submission
WHERE (:id IS NULL OR id = :id) AND (:year IS NULL OR year = :year)
    AND (:reporter IS NULL OR reporter = :reporter)
ORDER BY id;

-- name: submission_parts(id, year, reporter)
SELECT p.submission_id, p.table_id, p.superseded_by
FROM part p
WHERE (:id IS NULL OR p.submission_id = :id) AND (:year IS NULL OR p.year = :year)
    AND (:reporter IS NULL OR p.reporter = :reporter)
ORDER BY p.submission_id, p.id;

-- name: active_parts(reporter, year, month)
SELECT table_id, submission_id FROM part
WHERE year = :year AND month = :month AND superseded_by IS NULL AND reporter = :reporter
ORDER BY id;

-- name: received(year, month)
SELECT DISTINCT reporter, table_id FROM part
WHERE year = :year AND month = :month AND superseded_by IS NULL;

-- name: periods()
SELECT DISTINCT year, month FROM part WHERE superseded_by IS NULL ORDER BY year, month;

-- name: latest_period()^
SELECT year, month FROM part WHERE superseded_by IS NULL ORDER BY year DESC, month DESC LIMIT 1;

-- name: latest_period_of_facts()^
SELECT p.year, p.month FROM part p
WHERE p.superseded_by IS NULL
    AND EXISTS (SELECT 1 FROM observation o WHERE o.part_id = p.id AND o.role = 'actual')
ORDER BY p.year DESC, p.month DESC LIMIT 1;

-- name: sums(year, month)
SELECT o.area, o.indicator, o.role, SUM(o.value)
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL
GROUP BY o.area, o.indicator, o.role;

-- name: last_stated(year, month)
-- Where an area's indicator has several lines: the one that was written last.
SELECT o.area, o.indicator, o.value FROM observation o
WHERE o.id IN
    (SELECT MAX(l.id) FROM part p JOIN observation l ON l.part_id = p.id
    WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL AND l.role = 'actual'
    GROUP BY l.area, l.indicator HAVING COUNT(*) > 1);

-- name: targets(year, month)
-- Ordered so that the one that holds comes last: what was sent up to the month, the latest of it,
-- and before all that what was sent for a later month, the nearest of it.
SELECT o.area, o.indicator, SUM(o.value)
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.year = :year AND p.superseded_by IS NULL AND o.role = 'target'
GROUP BY p.month, o.area, o.indicator
ORDER BY CASE WHEN p.month <= :month THEN p.month ELSE -p.month END;

-- name: target_month(area, indicator, year, month)$
SELECT COALESCE(MAX(CASE WHEN p.month <= :month THEN p.month END), MIN(p.month))
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.year = :year AND p.superseded_by IS NULL AND o.role = 'target'
    AND o.indicator = :indicator AND (:area IS NULL OR o.area = :area);

-- name: groups(year, month, dimension)
SELECT o.area, o.indicator,
    CASE :dimension
        WHEN 'industry' THEN o.industry WHEN 'source' THEN o.source WHEN 'stage' THEN o.stage
        WHEN 'construction' THEN o.construction WHEN 'size' THEN o.size
        WHEN 'place' THEN o.place WHEN 'issuer' THEN o.issuer
    END AS member,
    SUM(o.value)
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL AND o.role = 'actual'
GROUP BY o.area, o.indicator, member;

-- name: joint(year, month)
SELECT o.area, o.indicator, o.joint, o.value, s.sha256, s.file, o.sheet, o.cell
FROM part p JOIN observation o ON o.part_id = p.id JOIN submission s ON s.id = p.submission_id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL AND o.role = 'actual'
    AND o.joint IS NOT NULL
ORDER BY o.indicator, o.joint, o.id;

-- name: sources(year, month, indicator, role, area, dimension, member, record)
SELECT o.area, o.value, o.sheet, o.cell, o.conditions, o.joint,
    p.table_id, p.reporter, r.id, r.sheet, r.row_number, r.fields, s.sha256, s.file
FROM part p JOIN observation o ON o.part_id = p.id JOIN record r ON r.id = o.record_id
    JOIN submission s ON s.id = p.submission_id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL
    AND o.role = :role AND o.indicator = :indicator
    AND (:area IS NULL OR o.area = :area)
    AND (:record IS NULL OR o.record_id = :record)
    AND (:dimension IS NULL OR :member =
        CASE :dimension
            WHEN 'industry' THEN o.industry WHEN 'source' THEN o.source WHEN 'stage' THEN o.stage
            WHEN 'construction' THEN o.construction WHEN 'size' THEN o.size
            WHEN 'place' THEN o.place WHEN 'issuer' THEN o.issuer
        END)
ORDER BY o.area, o.id;

-- name: largest(year, month, indicator, count)
SELECT o.area, o.value, o.sheet, o.cell, o.conditions, o.joint,
    p.table_id, p.reporter, r.id, r.sheet, r.row_number, r.fields, s.sha256, s.file
FROM part p JOIN observation o ON o.part_id = p.id JOIN record r ON r.id = o.record_id
    JOIN submission s ON s.id = p.submission_id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL
    AND o.role = 'actual' AND o.indicator = :indicator
ORDER BY o.value DESC, o.area, o.id
LIMIT :count;

-- name: table_records(table_id, year, month)
SELECT r.id, p.reporter, p.table_id, r.sheet, r.row_number, r.fields, s.sha256, s.file
FROM part p JOIN record r ON r.part_id = p.id JOIN submission s ON s.id = p.submission_id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL
    AND p.table_id = :table_id
ORDER BY p.reporter, r.id;

-- name: submission_records(submission)
SELECT r.id, p.reporter, p.table_id, r.sheet, r.row_number, r.fields, s.sha256, s.file
FROM part p JOIN record r ON r.part_id = p.id JOIN submission s ON s.id = p.submission_id
WHERE p.submission_id = :submission
ORDER BY r.id;

-- name: submission_observations(submission)
SELECT o.area, o.indicator, o.role, o.value, p.year, p.month, p.table_id, r.sheet, r.row_number,
    o.sheet, o.cell, o.conditions, o.joint, s.sha256, s.file,
    o.industry, o.source, o.stage, o.construction, o.size, o.place, o.issuer
FROM part p JOIN observation o ON o.part_id = p.id JOIN record r ON r.id = o.record_id
    JOIN submission s ON s.id = p.submission_id
WHERE p.submission_id = :submission
ORDER BY o.id;

-- name: findings(id, submission, reporter, year, month)
SELECT f.id, f.submission_id, s.reporter, s.year, s.month, s.sha256, s.file, f.rule, f.level,
    f.message, f.cells, f.shown, f.expected, f.difference, f.action, f.outcome, f.version,
    f.fingerprint, f.waiver_id
FROM finding f JOIN submission s ON s.id = f.submission_id
WHERE (:id IS NULL OR f.id = :id) AND (:submission IS NULL OR f.submission_id = :submission)
    AND (:reporter IS NULL OR s.reporter = :reporter) AND (:year IS NULL OR s.year = :year)
    AND (:month IS NULL OR s.month = :month)
ORDER BY f.id;

-- name: add_waiver(rule, reporter, year, month, fingerprint, finding, who, reason, decided_at)<!
INSERT INTO waiver (rule, reporter, year, month, fingerprint, finding_id, who, reason, decided_at)
VALUES (:rule, :reporter, :year, :month, :fingerprint, :finding, :who, :reason, :decided_at);

-- name: waivers(reporter, year, month)
SELECT id, rule, fingerprint, finding_id, who, reason, decided_at FROM waiver
WHERE reporter = :reporter AND year = :year AND month = :month
ORDER BY id;

-- name: all_parts()
SELECT p.id, p.table_id, p.reporter, p.year, p.month, p.seal, s.sha256, s.file, s.status
FROM part p JOIN submission s ON s.id = p.submission_id
ORDER BY p.id;

-- name: part_records(part)
SELECT id, sheet, row_number, fields FROM record WHERE part_id = :part ORDER BY id;

-- name: part_observations(part)
SELECT record_id, area, indicator, role, value, industry, source, stage, construction, size,
    place, issuer, joint, sheet, cell, conditions
FROM observation WHERE part_id = :part ORDER BY id;
