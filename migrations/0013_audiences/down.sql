DROP TRIGGER addresses_of_no_list_changed ON addresses;
DROP TRIGGER addresses_of_no_list_new ON addresses;
DELETE FROM messages WHERE audience_id IS NOT NULL;
ALTER TABLE messages DROP CONSTRAINT messages_for_one;
ALTER TABLE messages DROP COLUMN audience_id;
ALTER TABLE messages ALTER COLUMN person_id SET NOT NULL;
DROP TABLE audiences;
DROP FUNCTION no_list_signs_in();
DROP FUNCTION no_person_is_told_as_a_list();
