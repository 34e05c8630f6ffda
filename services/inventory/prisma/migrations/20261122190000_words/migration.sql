-- What the product of a sku is called, as catalog tells it, so that stock is found by it. A sku that moves to another product has two rows until
-- the first one tells that it is gone.
CREATE TABLE "sku_words" (
  "sku" TEXT COLLATE "C" NOT NULL,
  "product_id" UUID NOT NULL,
  "version" INTEGER NOT NULL,
  "words" tsvector NOT NULL,
  CONSTRAINT "sku_words_pkey" PRIMARY KEY ("sku", "product_id")
);
CREATE INDEX "sku_words_words_idx" ON "sku_words" USING gin ("words");
