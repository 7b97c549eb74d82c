-- The hub, a topic and a list are followed by an address alone, too, as `follows` names them.
ALTER TABLE confirmations ADD COLUMN source text
    CONSTRAINT confirmations_source_known CHECK (source IN ('topic', 'hub', 'list'));
-- Its slug.
ALTER TABLE confirmations ADD COLUMN topic text CONSTRAINT confirmations_topic_given CHECK (topic <> '');
ALTER TABLE confirmations ADD COLUMN list_id uuid
    CONSTRAINT confirmations_list_fkey REFERENCES lists ON DELETE CASCADE;
ALTER TABLE confirmations DROP CONSTRAINT confirmations_of_one;
ALTER TABLE confirmations ADD CONSTRAINT confirmations_of_one CHECK (num_nonnulls(series_id, seminar_id, source) = 1);
-- Of a series or a seminar there is no source, which is no topic then, and no list.
ALTER TABLE confirmations ADD CONSTRAINT confirmations_source_whole
    CHECK ((source IS NOT DISTINCT FROM 'topic') = (topic IS NOT NULL)
        AND (source IS NOT DISTINCT FROM 'list') = (list_id IS NOT NULL));
CREATE UNIQUE INDEX confirmations_source_key
    ON confirmations (source, coalesce(topic, list_id::text, ''), lower(address)) WHERE source IS NOT NULL;
CREATE INDEX confirmations_list ON confirmations (list_id);
