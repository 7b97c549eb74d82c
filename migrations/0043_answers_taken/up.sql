-- When the answer in a mail was taken that has words for a person besides: these may wait or fail, and the answer is taken once.
ALTER TABLE inbound_mails ADD COLUMN answered_at timestamptz;
UPDATE inbound_mails SET answered_at = received_at WHERE state <> 'done' AND outcome LIKE '%; its words are not passed on: %';
