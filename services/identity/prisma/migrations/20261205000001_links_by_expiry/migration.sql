-- Links and verifications by their end, for retention: short tables, indexed at once.
CREATE INDEX "account_links_expires_at_idx" ON "account_links" ("expires_at");
CREATE INDEX "verifications_expires_at_idx" ON "verifications" ("expires_at");
