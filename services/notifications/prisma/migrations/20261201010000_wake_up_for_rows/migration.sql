-- A statement that adds no message wakes nobody.
CREATE OR REPLACE FUNCTION "messages_notify"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added) THEN PERFORM pg_notify('messages', ''); END IF;
  RETURN NULL;
END $$;
DROP TRIGGER "messages_notify" ON "messages";
CREATE TRIGGER "messages_notify" AFTER INSERT ON "messages" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "messages_notify"();
