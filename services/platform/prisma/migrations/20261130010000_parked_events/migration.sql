-- Events of the outbox that Kafka refused (messaging/relay.ts). They wait here for a correction; the outbox goes on.
CREATE TABLE "parked_events" (
  "id" UUID NOT NULL,
  "aggregatetype" TEXT NOT NULL,
  "aggregateid" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "topic" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "time" TIMESTAMPTZ(3) NOT NULL,
  "traceparent" TEXT,
  "reason" TEXT NOT NULL,
  "attempts" INTEGER NOT NULL,
  "parked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "parked_events_pkey" PRIMARY KEY ("id")
);
