-- Named queries (aiosql). Portable SQL: no function or clause that only one database has, but for
-- json_each, by which a list of keys is handed in at once.

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

-- name: add_submission(id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue, stands_for)!
INSERT INTO submission
    (id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue, stands_for)
VALUES
    (:id, :sha256, :file, :reporter, :year, :month, :status, :received_at, :who, :reason,
     :catalogue, :stands_for);

-- name: arrived_as(submission)$
-- The submission by which a workbook arrived, whose records may have been posted anew since.
SELECT COALESCE(stands_for, id) FROM submission WHERE id = :submission;

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
     version, fingerprint, waiver_id, opened_by)
VALUES
    (:id, :submission_id, :rule, :level, :outcome, :message, :cells, :shown, :expected,
     :difference, :action, :version, :fingerprint, :waiver_id, :opened_by);

-- name: accepted_copy(sha256)$
-- The last accepted submission of these bytes all of whose parts still count.
SELECT MAX(s.id) FROM submission s
WHERE s.sha256 = :sha256 AND s.status = 'accepted'
    AND EXISTS (SELECT 1 FROM part p WHERE p.submission_id = s.id)
    AND NOT EXISTS
        (SELECT 1 FROM part p WHERE p.submission_id = s.id AND p.superseded_by IS NOT NULL);

-- name: returned_copy(sha256)$
SELECT MAX(id) FROM submission WHERE sha256 = :sha256 AND status = 'returned';

-- name: submissions(year, reporter)
SELECT id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue
FROM submission
WHERE (:year IS NULL OR year = :year) AND (:reporter IS NULL OR reporter = :reporter)
ORDER BY id;

-- name: submission_numbered(id)
SELECT id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue
FROM submission WHERE id = :id;

-- name: submissions_of(reporter, year)
SELECT id, sha256, file, reporter, year, month, status, received_at, who, reason, catalogue
FROM submission WHERE reporter = :reporter AND (:year IS NULL OR year = :year)
ORDER BY id;

-- name: submission_parts(year, reporter)
SELECT p.submission_id, p.table_id, p.superseded_by
FROM part p
WHERE (:year IS NULL OR p.year = :year) AND (:reporter IS NULL OR p.reporter = :reporter)
ORDER BY p.submission_id, p.id;

-- name: parts_numbered(id)
SELECT submission_id, table_id, superseded_by FROM part WHERE submission_id = :id ORDER BY id;

-- name: parts_of_sender(reporter, year)
SELECT submission_id, table_id, superseded_by FROM part
WHERE reporter = :reporter AND (:year IS NULL OR year = :year)
ORDER BY submission_id, id;

-- name: active_parts(reporter, year, month)
SELECT table_id, submission_id FROM part
WHERE year = :year AND month = :month AND superseded_by IS NULL AND reporter = :reporter
ORDER BY id;

-- name: parts_of(reporter, year, month)
SELECT submission_id, table_id, superseded_by FROM part
WHERE year = :year AND month = :month AND reporter = :reporter
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
-- Where an area's indicator has several lines: the one of the workbook that arrived last.
SELECT area, indicator, value FROM
    (SELECT o.area AS area, o.indicator AS indicator, o.value AS value,
        ROW_NUMBER() OVER (PARTITION BY o.area, o.indicator
            ORDER BY COALESCE(s.stands_for, s.id) DESC, o.id DESC) AS place,
        COUNT(*) OVER (PARTITION BY o.area, o.indicator) AS lines
    FROM part p JOIN observation o ON o.part_id = p.id JOIN submission s ON s.id = p.submission_id
    WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL AND o.role = 'actual')
WHERE place = 1 AND lines > 1;

-- name: target_months(year)
SELECT DISTINCT o.area, o.indicator, p.month
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.year = :year AND p.superseded_by IS NULL AND o.role = 'target';

-- name: targets_ever_sent(reporter, year, month)
-- Whether they count today or not: what was replaced may come back.
SELECT DISTINCT o.area, o.indicator
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.reporter = :reporter AND p.year = :year AND p.month = :month AND o.role = 'target';

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
ORDER BY o.area, COALESCE(s.stands_for, s.id), o.id;

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

-- name: finding_numbers(submission)
SELECT id FROM finding WHERE submission_id = :submission;

-- name: finding_numbers_of(reporter, year, month)
SELECT f.id FROM submission s JOIN finding f ON f.submission_id = s.id
WHERE s.reporter = :reporter AND (:year IS NULL OR s.year = :year)
    AND (:month IS NULL OR s.month = :month);

-- name: all_finding_numbers()
SELECT id FROM finding;

-- name: finding_numbers_in(year, month)
SELECT f.id FROM submission s JOIN finding f ON f.submission_id = s.id
WHERE s.year = :year AND s.month = :month;

-- name: findings(numbers)
SELECT f.id, f.submission_id, s.reporter, s.year, s.month, s.sha256, s.file, f.rule, f.level,
    f.message, f.cells, f.shown, f.expected, f.difference, f.action, f.outcome, f.version,
    f.fingerprint,
    COALESCE(f.waiver_id,
        (SELECT w.id FROM waiver w
        WHERE w.rule = f.rule AND w.fingerprint = f.fingerprint AND w.reporter = s.reporter
            AND w.year = s.year AND w.month = s.month)),
    f.closed_by IS NOT NULL,
    (SELECT d.reason FROM answer a JOIN decision d ON d.id = a.decision_id
    WHERE a.reporter = s.reporter AND a.year = s.year AND a.month = s.month
        AND a.rule = f.rule AND a.fingerprint = f.fingerprint
    ORDER BY d.id DESC LIMIT 1)
FROM json_each(:numbers) n JOIN finding f ON f.id = n.value
    JOIN submission s ON s.id = f.submission_id
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

-- name: drop_entities()!
DELETE FROM entity;

-- name: add_entities*!
INSERT INTO entity
    (part_id, record_id, year, month, label, holder, code, credit, name, party, total, flow,
     balance, stage, remark, cells)
VALUES
    (:part_id, :record_id, :year, :month, :label, :holder, :code, :credit, :name, :party, :total,
     :flow, :balance, :stage, :remark, :cells);

-- name: accepted_parts()
SELECT id, reporter, year, month FROM part ORDER BY id;

-- name: records_of_part(part)
SELECT r.id, p.reporter, p.table_id, r.sheet, r.row_number, r.fields, s.sha256, s.file
FROM part p JOIN record r ON r.part_id = p.id JOIN submission s ON s.id = p.submission_id
WHERE p.id = :part
ORDER BY r.id;

-- name: entities(everybody, reporter, codes, credits, parties, numbers, year, month)
-- Followed rows that count, with where they stand: of everybody or of one reporter in a period,
-- those of a period that have one of some keys, those of some numbers. What is not asked for is NULL
-- and finds nothing; each way to find them has its index.
SELECT e.id, p.reporter, p.table_id, p.year, p.month, r.sheet, r.row_number, s.sha256, s.file,
    e.label, e.holder, e.code, e.credit, e.name, e.party, e.total, e.flow, e.balance, e.stage,
    e.remark, e.cells
FROM entity e JOIN part p ON p.id = e.part_id JOIN record r ON r.id = e.record_id
    JOIN submission s ON s.id = p.submission_id
WHERE p.superseded_by IS NULL AND e.id IN (
    SELECT x.id FROM part q JOIN entity x ON x.part_id = q.id
    WHERE :everybody = 1 AND q.year = :year AND q.month = :month AND q.superseded_by IS NULL
    UNION ALL
    SELECT x.id FROM part q JOIN entity x ON x.part_id = q.id
    WHERE q.reporter = :reporter AND q.year = :year AND q.month = :month
    UNION ALL
    SELECT x.id FROM json_each(:codes) k JOIN entity x ON x.code = k.value
    WHERE x.year = :year AND x.month = :month
    UNION ALL
    SELECT x.id FROM json_each(:credits) k JOIN entity x ON x.credit = k.value
    WHERE x.year = :year AND x.month = :month
    UNION ALL
    SELECT x.id FROM json_each(:parties) k JOIN entity x ON x.party = k.value
    WHERE x.year = :year AND x.month = :month
    UNION ALL
    SELECT value FROM json_each(:numbers))
ORDER BY e.id;

-- name: entity_keys(year, month)
SELECT e.id, p.reporter, e.code, e.credit, e.party
FROM part p JOIN entity e ON e.part_id = p.id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL;

-- --- decisions --------------------------------------------------------------------------------

-- name: last_decision()$
SELECT COALESCE(MAX(id), 0) FROM decision;

-- name: add_decision(id, kind, year, month, reporter, subject, who, reason, decided_at, revokes)!
INSERT INTO decision
    (id, kind, year, month, reporter, subject, who, reason, decided_at, revokes)
VALUES
    (:id, :kind, :year, :month, :reporter, :subject, :who, :reason, :decided_at, :revokes);

-- name: decision(id)^
SELECT d.id, d.kind, d.year, d.month, d.reporter, d.subject, d.who, d.reason, d.decided_at,
    (SELECT r.id FROM decision r WHERE r.revokes = d.id)
FROM decision d WHERE d.id = :id;

-- name: locks()
SELECT kind, year, month, who, reason, decided_at FROM decision
WHERE kind IN ('lock', 'unlock') ORDER BY id;

-- name: add_answer(decision, rule, reporter, year, month, fingerprint, sha256, file, sheet, cell)!
INSERT INTO answer (decision_id, rule, reporter, year, month, fingerprint, sha256, file, sheet, cell)
VALUES (:decision, :rule, :reporter, :year, :month, :fingerprint, :sha256, :file, :sheet, :cell);

-- name: answer(rule, reporter, year, month, fingerprint)$
SELECT d.reason FROM answer a JOIN decision d ON d.id = a.decision_id
WHERE a.rule = :rule AND a.reporter = :reporter AND a.year = :year AND a.month = :month
    AND a.fingerprint = :fingerprint
ORDER BY d.id DESC LIMIT 1;

-- name: add_adjustment(decision, year, month, area, indicator, value, refs)!
INSERT INTO adjustment (decision_id, year, month, area, indicator, value, refs)
VALUES (:decision, :year, :month, :area, :indicator, :value, :refs);

-- name: adjustments(year, month)
SELECT a.decision_id, a.area, a.indicator, a.year, a.month, a.value, d.reason, d.who, a.refs
FROM adjustment a JOIN decision d ON d.id = a.decision_id
WHERE a.year = :year AND a.month <= :month
    AND NOT EXISTS (SELECT 1 FROM decision r WHERE r.revokes = d.id)
ORDER BY a.decision_id;

-- name: add_resolution(decision, reporter, table_id, since_year, since_month, label, code, name, party, percent)!
INSERT INTO resolution
    (decision_id, reporter, table_id, since_year, since_month, label, code, name, party, percent)
VALUES
    (:decision, :reporter, :table_id, :since_year, :since_month, :label, :code, :name, :party,
     :percent);

-- name: resolutions(year, month)
SELECT v.decision_id, v.since_year, v.since_month, v.reporter, v.table_id, v.label, v.code, v.name,
    v.party, v.percent, d.reason, d.who
FROM resolution v JOIN decision d ON d.id = v.decision_id
WHERE v.since_year * 100 + v.since_month <= :year * 100 + :month
    AND NOT EXISTS (SELECT 1 FROM decision r WHERE r.revokes = d.id)
ORDER BY v.decision_id, v.reporter, v.label;

-- name: lines_of_rows(reporter, table_id, year, month, code, name, party)
-- Every ledger line of a reporter's followed rows, with what the row is known by.
SELECT e.code, e.name, e.party, o.indicator, o.value, o.area, s.sha256, s.file, o.sheet, o.cell
FROM part p JOIN entity e ON e.part_id = p.id JOIN observation o ON o.record_id = e.record_id
    AND o.part_id = p.id JOIN submission s ON s.id = p.submission_id
WHERE p.reporter = :reporter AND p.year = :year AND p.month = :month AND p.table_id = :table_id
    AND p.superseded_by IS NULL AND o.role = 'actual'
    AND ((:code IS NOT NULL AND e.code = :code)
        OR ((:code IS NULL OR e.code IS NULL) AND e.name = :name AND e.party IS :party))
ORDER BY o.id;

-- name: add_restatement(decision, year, month, area, indicator, value, source, sha256, file, sheet, cell)!
INSERT INTO restatement
    (decision_id, year, month, area, indicator, value, source, sha256, file, sheet, cell)
VALUES
    (:decision, :year, :month, :area, :indicator, :value, :source, :sha256, :file, :sheet, :cell);

-- name: restatements(year, month)
-- In the order of decisions: of several the last holds.
SELECT t.area, t.indicator, t.year, t.month, t.value, t.source, t.sha256, t.file, t.sheet, t.cell,
    t.decision_id, d.who, d.reason
FROM restatement t JOIN decision d ON d.id = t.decision_id
WHERE t.year = :year AND t.month = :month
    AND NOT EXISTS (SELECT 1 FROM decision r WHERE r.revokes = d.id)
ORDER BY t.decision_id;

-- name: add_withdrawal(decision, submission)!
INSERT INTO withdrawal (decision_id, submission_id) VALUES (:decision, :submission);

-- name: counting_parts_of(submission)
SELECT id, table_id, reporter, year, month, addition FROM part
WHERE submission_id = :submission AND superseded_by IS NULL;

-- name: take_out(part, submission)!
-- A part gives way to a submission; one that gives way to its own was withdrawn.
UPDATE part SET superseded_by = :submission WHERE id = :part;

-- name: replaced_by(submission, table_id, reporter, year, month)
-- What a submission had taken the place of, and whether that was itself withdrawn, under whichever
-- number it was posted.
SELECT p.id, p.submission_id, p.addition,
    EXISTS (SELECT 1 FROM withdrawal w JOIN submission x ON x.id = w.submission_id
        WHERE COALESCE(x.stands_for, x.id) = COALESCE(s.stands_for, s.id))
FROM part p JOIN submission s ON s.id = p.submission_id
WHERE p.superseded_by = :submission AND p.submission_id <> :submission
    AND p.table_id = :table_id AND p.reporter = :reporter AND p.year = :year AND p.month = :month
ORDER BY p.addition, p.id;

-- name: additions_taken(table_id, reporter, year, month)
SELECT addition FROM part
WHERE reporter = :reporter AND year = :year AND month = :month AND table_id = :table_id
    AND superseded_by IS NULL;

-- name: bring_back(part, addition)!
UPDATE part SET superseded_by = NULL, addition = :addition WHERE id = :part;

-- name: log(year, reporter)
-- Everything that somebody decided. Waivers, imports with a reason and publications stand in tables
-- of their own.
SELECT 'waive' AS kind, w.id AS id, w.year AS year, w.month AS month, w.reporter AS reporter,
    f.message AS subject, w.who AS who, w.reason AS reason, w.decided_at AS at, NULL AS revoked_by,
    f.id AS finding
FROM waiver w JOIN finding f ON f.id = w.finding_id
WHERE (:year IS NULL OR w.year = :year) AND (:reporter IS NULL OR w.reporter = :reporter)
UNION ALL
SELECT 'import', s.id, s.year, s.month, s.reporter, s.file, s.who, s.reason, s.received_at, NULL, NULL
FROM submission s
WHERE s.reason <> '' AND s.status = 'accepted'
    AND (:year IS NULL OR s.year = :year) AND (:reporter IS NULL OR s.reporter = :reporter)
UNION ALL
SELECT 'publish', p.id, p.year, p.month, p.area, '第' || p.id || '号通报《' || p.title || '》', p.who, p.reason, p.published_at, NULL, NULL
FROM publication p
WHERE (:year IS NULL OR p.year = :year) AND (:reporter IS NULL OR p.area = :reporter)
UNION ALL
SELECT d.kind, d.id, d.year, d.month, d.reporter, d.subject, d.who, d.reason, d.decided_at,
    (SELECT r.id FROM decision r WHERE r.revokes = d.id), NULL
FROM decision d
WHERE (:year IS NULL OR d.year = :year) AND (:reporter IS NULL OR d.reporter = :reporter)
ORDER BY 9, 2;

-- --- looked at again --------------------------------------------------------------------------

-- name: add_examination(submission, cause, at)<!
INSERT INTO examination (submission_id, cause, examined_at) VALUES (:submission, :cause, :at);

-- name: close_finding(id, examination)!
UPDATE finding SET closed_by = :examination WHERE id = :id AND closed_by IS NULL;

-- name: sums_of(reporter, year, month)
SELECT o.area, o.indicator, SUM(o.value)
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.reporter = :reporter AND p.year = :year AND p.month = :month AND p.superseded_by IS NULL
    AND o.role = 'actual'
GROUP BY o.area, o.indicator;

-- name: senders_periods(reporter)
SELECT DISTINCT year, month, table_id FROM part
WHERE reporter = :reporter AND superseded_by IS NULL
ORDER BY year, month;

-- name: active_files(reporter, year, month)
SELECT p.table_id, s.file FROM part p JOIN submission s ON s.id = p.submission_id
WHERE p.reporter = :reporter AND p.year = :year AND p.month = :month AND p.superseded_by IS NULL
ORDER BY p.id;

-- --- the lines themselves ---------------------------------------------------------------------

-- name: lines(year, month, role)
-- What all lines of a part or a record share is asked for once, by the two queries after this one.
SELECT o.id, o.part_id, o.area, o.indicator, o.role, o.value, o.record_id, o.joint, o.sheet, o.cell,
    o.industry, o.source, o.stage, o.construction, o.size, o.place, o.issuer
FROM part p JOIN observation o ON o.part_id = p.id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL
    AND (:role IS NULL OR o.role = :role)
ORDER BY o.id;

-- name: line_parts(year, month)
SELECT p.id, COALESCE(s.stands_for, s.id), p.reporter, p.table_id, s.sha256, s.file
FROM part p JOIN submission s ON s.id = p.submission_id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL;

-- name: line_records(year, month, role)
-- The rows of the parts that those lines stand in, each once.
SELECT r.id, p.table_id, r.sheet, r.row_number, r.fields
FROM part p JOIN record r ON r.part_id = p.id
WHERE p.year = :year AND p.month = :month AND p.superseded_by IS NULL
    AND EXISTS (SELECT 1 FROM observation o WHERE o.part_id = p.id
        AND (:role IS NULL OR o.role = :role));

-- --- what was published -----------------------------------------------------------------------

-- name: counting_until(year)
-- Everything that counts of the periods up to a year, as it stands.
SELECT p.submission_id, p.table_id, p.reporter, p.year, p.month, p.addition, p.seal, s.sha256, s.file
FROM part p JOIN submission s ON s.id = p.submission_id
WHERE p.superseded_by IS NULL AND p.year <= :year
ORDER BY p.year, p.month, p.reporter, p.table_id, p.addition;

-- name: standing_until(year)
-- The decisions by which figures are computed that are in force.
SELECT d.id, d.kind, d.subject, d.who, d.reason FROM decision d
WHERE d.kind IN ('adjust', 'resolve', 'restate') AND d.year <= :year
    AND NOT EXISTS (SELECT 1 FROM decision r WHERE r.revokes = d.id)
ORDER BY d.id;

-- name: last_publication()^
SELECT id, seal FROM publication ORDER BY id DESC LIMIT 1;

-- name: add_publication(id, year, month, area, title, audience, who, reason, published_at, corrects, figures, program, catalogue, state, file, file_sha256, content, seal)!
INSERT INTO publication
    (id, year, month, area, title, audience, who, reason, published_at, corrects, figures, program,
     catalogue, state, file, file_sha256, content, seal)
VALUES
    (:id, :year, :month, :area, :title, :audience, :who, :reason, :published_at, :corrects,
     :figures, :program, :catalogue, :state, :file, :file_sha256, :content, :seal);

-- name: publications(year)
SELECT id, year, month, area, title, audience, who, reason, published_at, corrects, figures,
    program, catalogue, state, file, seal
FROM publication WHERE :year IS NULL OR year = :year
ORDER BY id;

-- name: publication_row(id)^
SELECT id, year, month, area, title, audience, who, reason, published_at, corrects, figures,
    program, catalogue, state, file, seal
FROM publication WHERE id = :id;

-- name: publications_sent_as(sha256)
SELECT id, year, month, area, title, audience, who, reason, published_at, corrects, figures,
    program, catalogue, state, file, seal
FROM publication WHERE file_sha256 = :sha256
ORDER BY id;

-- name: publication(id)^
SELECT id, year, month, area, title, audience, who, reason, published_at, corrects, figures,
    program, catalogue, state, file, file_sha256, content, seal
FROM publication WHERE id = :id;

-- name: every_publication()
SELECT id, year, month, area, title, audience, who, reason, published_at, corrects, figures,
    program, catalogue, state, file, file_sha256, content, seal
FROM publication ORDER BY id;
