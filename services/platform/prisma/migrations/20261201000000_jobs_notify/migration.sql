-- A job that becomes due wakes the workers of its queue (data/job-worker.ts). Claims and ends of runs do not set `next_at`.
CREATE FUNCTION "jobs_notify"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('jobs', NEW."queue"); RETURN NULL; END $$;
CREATE TRIGGER "jobs_notify_insert" AFTER INSERT ON "jobs" FOR EACH ROW EXECUTE FUNCTION "jobs_notify"();
CREATE TRIGGER "jobs_notify_update" AFTER UPDATE OF "next_at" ON "jobs" FOR EACH ROW
  WHEN (NEW."gave_up_at" IS NULL AND (NEW."next_at" < OLD."next_at" OR OLD."gave_up_at" IS NOT NULL OR NEW."version" <> OLD."version"))
  EXECUTE FUNCTION "jobs_notify"();
