-- A job that is due later is found by the next look for jobs, which comes at least every 10 seconds (data/job-worker.ts).
CREATE OR REPLACE FUNCTION "jobs_notify"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."next_at" <= now() + interval '10 seconds' THEN PERFORM pg_notify('jobs', NEW."queue"); END IF;
  RETURN NULL;
END $$;
