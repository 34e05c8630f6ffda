-- A statement that inserts no event notifies nobody: statements that change an aggregate insert its events too, often none.
CREATE OR REPLACE FUNCTION "outbox_notify"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added) THEN PERFORM pg_notify('outbox', ''); END IF;
  RETURN NULL;
END $$;
DROP TRIGGER "outbox_notify" ON "outbox";
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "outbox" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "outbox_notify"();
