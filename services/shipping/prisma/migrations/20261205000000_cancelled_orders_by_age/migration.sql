-- Cancelled orders by age, for retention.
CREATE INDEX CONCURRENTLY "order_news_cancelled_idx" ON "order_news" ("cancelled" COLLATE "C") WHERE "cancelled" IS NOT NULL;
