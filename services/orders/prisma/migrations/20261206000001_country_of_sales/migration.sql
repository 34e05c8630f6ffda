-- Where a sale was sent to, for the report by country; unknown of sales of before, whose orders know it.
ALTER TABLE "sales" ADD COLUMN "country" TEXT;
