-- What staff put on orders.
CREATE TABLE "order_tags" (
  "order_id" UUID NOT NULL,
  "tag_key" TEXT NOT NULL,
  "tag" TEXT NOT NULL,
  CONSTRAINT "order_tags_pkey" PRIMARY KEY ("order_id", "tag_key"),
  CONSTRAINT "order_tags_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "order_tags_tag_key_order_id_idx" ON "order_tags" ("tag_key", "order_id");
