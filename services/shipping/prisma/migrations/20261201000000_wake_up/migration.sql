-- A parcel that becomes due wakes the worker that hands it to the carrier.
CREATE FUNCTION "shipments_notify"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('shipments', ''); RETURN NULL; END $$;
CREATE TRIGGER "shipments_notify_insert" AFTER INSERT ON "shipments" FOR EACH ROW WHEN (NEW."due_at" IS NOT NULL)
  EXECUTE FUNCTION "shipments_notify"();
CREATE TRIGGER "shipments_notify_update" AFTER UPDATE OF "due_at" ON "shipments" FOR EACH ROW
  WHEN (NEW."status" = 'ready' AND NEW."due_at" IS NOT NULL AND OLD."due_at" IS NULL) EXECUTE FUNCTION "shipments_notify"();
