-- A mail about an account is about no order; its link has a token that identity gives out when it is sent.
ALTER TABLE "messages" ALTER COLUMN "order_id" DROP NOT NULL;
ALTER TABLE "messages" ADD COLUMN "link_id" UUID;
