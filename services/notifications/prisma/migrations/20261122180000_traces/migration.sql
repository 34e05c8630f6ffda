-- In which trace a message was asked for, so that the history of an order can lead there.
ALTER TABLE "messages" ADD COLUMN "trace_id" TEXT;
