-- New messages wake the sender.
CREATE FUNCTION "messages_notify"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('messages', ''); RETURN NULL; END $$;
CREATE TRIGGER "messages_notify" AFTER INSERT ON "messages" FOR EACH STATEMENT EXECUTE FUNCTION "messages_notify"();
