-- What the contract of an order, and of its lines, has beside the columns: a field that it gains is kept without a change here.
ALTER TABLE "orders" ADD COLUMN "more" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "order_lines" ADD COLUMN "more" JSONB NOT NULL DEFAULT '{}';
