-- One row a checkout, under the Idempotency-Key it came with. `state` says how far it has come; `step` is its recovery point. While a run works on
-- it, `run` names that run and `locked_until` lies ahead; who else would save is refused.
CREATE TABLE "checkouts" (
  "id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "request" JSONB NOT NULL,
  "shopper_id" TEXT,
  "order_id" UUID NOT NULL,
  "order_token" TEXT NOT NULL,
  "step" TEXT NOT NULL,
  "state" JSONB NOT NULL,
  "run" UUID,
  "locked_until" TIMESTAMPTZ(3) NOT NULL,
  -- When the completer takes it up, if nobody else has finished it by then.
  "attend_at" TIMESTAMPTZ(3) NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  -- When the reconciler looks at it next; null before it is finished and once everybody agrees on how it ended.
  "check_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "checkouts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "checkouts_key_key" UNIQUE ("key"),
  CONSTRAINT "checkouts_order_id_key" UNIQUE ("order_id"),
  CONSTRAINT "checkouts_step_check" CHECK ("step" IN ('started', 'priced', 'reserved', 'ordered', 'undoing', 'finished'))
);
CREATE INDEX "checkouts_attend_at_idx" ON "checkouts" ("attend_at") WHERE "step" <> 'finished';
CREATE INDEX "checkouts_check_at_idx" ON "checkouts" ("check_at") WHERE "check_at" IS NOT NULL;
CREATE INDEX "checkouts_finished_at_idx" ON "checkouts" ("finished_at");
