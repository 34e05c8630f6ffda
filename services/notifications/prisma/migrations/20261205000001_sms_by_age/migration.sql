-- What the local SMS provider has, by age, for retention.
CREATE INDEX CONCURRENTLY "sms_log_at_idx" ON "sms_log" ("at");
