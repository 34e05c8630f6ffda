-- In which trace stock moved, so that the history of an order can lead there.
ALTER TABLE "ledger" ADD COLUMN "trace_id" TEXT;
