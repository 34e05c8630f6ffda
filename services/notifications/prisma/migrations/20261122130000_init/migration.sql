-- replaces sha256:dbf6ae8d3d775eae3fe466177737669eb227b37ecb63e35ac8e1aab30eab70a4
-- That version also created the tables of the platform, which services/platform/prisma/migrations creates now.

CREATE TYPE "channel" AS ENUM ('email', 'sms');
CREATE TYPE "message_status" AS ENUM ('queued', 'sending', 'sent', 'failed');

-- Messages to customers: the delivery log, and the queue of what is still to be sent.
CREATE TABLE "messages" (
  "id" UUID NOT NULL,
  "serial" BIGSERIAL NOT NULL,
  "cause" TEXT NOT NULL,
  "channel" "channel" NOT NULL,
  "recipient" TEXT NOT NULL,
  "template" TEXT NOT NULL,
  "data" JSONB NOT NULL,
  "order_id" UUID NOT NULL,
  "subject" TEXT,
  "status" "message_status" NOT NULL DEFAULT 'queued',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "sent_at" TIMESTAMPTZ(3),
  "resend_of" UUID,
  CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "messages_serial_key" ON "messages" ("serial");
-- One message an event, channel and recipient, however often the event is told.
CREATE UNIQUE INDEX "messages_cause_channel_recipient_key" ON "messages" ("cause", "channel", "recipient");
CREATE INDEX "messages_order_id_serial_idx" ON "messages" ("order_id", "serial" DESC);
CREATE INDEX "messages_recipient_serial_idx" ON "messages" ("recipient", "serial" DESC);
CREATE INDEX "messages_status_serial_idx" ON "messages" ("status", "serial" DESC);
CREATE INDEX "messages_queue_idx" ON "messages" ("due_at") WHERE "status" IN ('queued', 'sending');

-- Templates that a merchant changed; the others are files.
CREATE TABLE "templates" (
  "id" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "mjml" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "sms" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "templates_pkey" PRIMARY KEY ("id")
);

-- What the local SMS provider would have sent.
CREATE TABLE "sms_log" (
  "id" UUID NOT NULL,
  "serial" BIGSERIAL NOT NULL,
  "to" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "sms_log_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "sms_log_serial_key" ON "sms_log" ("serial");
