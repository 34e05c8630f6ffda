-- What a dispute has come to, in our terms; disputes of before by Stripe's statuses, as in stripe-state.ts.
CREATE TYPE "dispute_state" AS ENUM ('open', 'won', 'lost');
ALTER TABLE "disputes" ADD COLUMN "state" "dispute_state", ADD COLUMN "decided_at" TIMESTAMPTZ(3);
UPDATE "disputes" SET "state" = CASE
  WHEN "status" IN ('needs_response', 'warning_needs_response', 'under_review', 'warning_under_review') THEN 'open'::"dispute_state"
  WHEN "status" = 'lost' THEN 'lost'::"dispute_state" ELSE 'won'::"dispute_state" END;
ALTER TABLE "disputes" ALTER COLUMN "state" SET NOT NULL;
