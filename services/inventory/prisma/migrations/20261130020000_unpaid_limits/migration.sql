-- Who reserves without having paid, as hashes: so many reservations each, and a share of the stock together.
ALTER TABLE "reservations" ADD COLUMN "holders" TEXT[];
CREATE INDEX "reservations_holders_idx" ON "reservations" USING GIN ("holders") WHERE "status" = 'held';
CREATE INDEX "reservations_unpaid_idx" ON "reservations" ("id") WHERE "status" = 'held' AND "holders" IS NOT NULL;
