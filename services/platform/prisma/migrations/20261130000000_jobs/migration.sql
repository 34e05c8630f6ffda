-- Work that is retried until it is finished or given up (data/jobs.ts): one row for each queue and key.
CREATE TABLE "jobs" (
  "id" UUID NOT NULL,
  "queue" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  -- Grows with every enqueue of the key, so that a run that began earlier does not finish the newer request.
  "version" INTEGER NOT NULL DEFAULT 1,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "lease" UUID,
  "leased_until" TIMESTAMPTZ(3),
  -- { kind: temporary | refused | misconfigured, code, message }
  "last_error" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "gave_up_at" TIMESTAMPTZ(3),
  CONSTRAINT "jobs_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "jobs_queue_key_key" UNIQUE ("queue", "key")
);
CREATE INDEX "jobs_next_at_idx" ON "jobs" ("queue", "next_at") WHERE "gave_up_at" IS NULL;
CREATE INDEX "jobs_gave_up_at_idx" ON "jobs" ("gave_up_at", "id") WHERE "gave_up_at" IS NOT NULL;
