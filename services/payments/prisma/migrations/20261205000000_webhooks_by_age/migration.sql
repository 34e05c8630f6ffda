-- Webhooks by age, for retention.
CREATE INDEX CONCURRENTLY "webhooks_received_at_idx" ON "webhooks" ("received_at");
