-- Somebody may shop here and work here with one address: a stranger who signs up with it keeps nobody from being invited.
CREATE UNIQUE INDEX "users_kind_email_key" ON "users" ("kind", "email");
DROP INDEX "users_email_key";

-- Of a member of staff who has not chosen a password yet: until when the link of the invitation works.
ALTER TABLE "users" ADD COLUMN "invited_until" TIMESTAMPTZ(3);

-- Links by mail that let somebody choose a password; at most one for each purpose.
CREATE TABLE "account_links" (
  "id" UUID NOT NULL,
  "user_id" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "account_links_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "account_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "account_links_user_id_purpose_key" ON "account_links" ("user_id", "purpose");

-- The tokens of a link, one for each attempt at sending its mail: hashes alone.
CREATE TABLE "link_tokens" (
  "hash" TEXT NOT NULL,
  "link_id" UUID NOT NULL,
  CONSTRAINT "link_tokens_pkey" PRIMARY KEY ("hash"),
  CONSTRAINT "link_tokens_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "account_links" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "link_tokens_link_id_idx" ON "link_tokens" ("link_id");
