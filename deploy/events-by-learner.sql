-- The table of events in 32 parts, by whom they are about: for a house whose events no longer fit a server's memory.
--
--   psql -v ON_ERROR_STOP=1 -1 -f deploy/events-by-learner.sql "$DATABASE_URL"
--
-- Once, with pages and workers stopped; docs/reference/scale.md says when it pays and what it costs. What a learner sees of
-- their own events, and what erasing asks for, is then in one part. The keys over all parts go: an id is drawn at random, a
-- sequence number from one sequence, so both stay different by how they are made.
LOCK TABLE trail_event IN ACCESS EXCLUSIVE MODE;
ALTER TABLE trail_event RENAME TO trail_event_whole;
CREATE TABLE trail_event (LIKE trail_event_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
    PARTITION BY HASH (about);
DO $$
BEGIN
    FOR part IN 0..31 LOOP
        EXECUTE format(
            'CREATE TABLE trail_event_%s PARTITION OF trail_event FOR VALUES WITH (MODULUS 32, REMAINDER %s)', part, part
        );
        -- Who names a part by itself is refused as well.
        EXECUTE format(
            'CREATE TRIGGER trail_event_table_stays BEFORE TRUNCATE ON trail_event_%s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()', part
        );
    END LOOP;
END
$$;
INSERT INTO trail_event SELECT * FROM trail_event_whole;
DO $$
DECLARE
    theirs record;
BEGIN
    -- Every index as it was, but for being unique.
    FOR theirs IN SELECT indexname AS name, indexdef AS text FROM pg_indexes WHERE tablename = 'trail_event_whole' LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', theirs.name, theirs.name || '_whole');
        EXECUTE replace(replace(theirs.text, 'CREATE UNIQUE INDEX', 'CREATE INDEX'), '.trail_event_whole', '.trail_event');
    END LOOP;
END
$$;
CREATE TRIGGER trail_event_rows_stay BEFORE DELETE OR UPDATE ON trail_event
    FOR EACH ROW EXECUTE FUNCTION trail_refuse_change();
CREATE TRIGGER trail_event_table_stays BEFORE TRUNCATE ON trail_event
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change();
-- A sequence that belonged to the old table would go with it.
ALTER SEQUENCE trail_event_sequence OWNED BY NONE;
DROP TABLE trail_event_whole;
ANALYZE trail_event;
