-- In how many answers or events it was watched which fields are read; none are known of what was measured before.
ALTER TABLE "usage_days" ADD COLUMN "samples" BIGINT NOT NULL DEFAULT 0;
