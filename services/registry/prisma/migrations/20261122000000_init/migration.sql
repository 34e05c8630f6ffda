CREATE TABLE "contracts" (
  "kind" TEXT NOT NULL CHECK ("kind" IN ('openapi', 'asyncapi')),
  "name" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "major" INTEGER NOT NULL,
  "minor" INTEGER NOT NULL,
  "patch" INTEGER NOT NULL,
  "prerelease" TEXT,
  "title" TEXT NOT NULL,
  "owner" TEXT,
  "sha256" TEXT NOT NULL,
  "document" JSONB NOT NULL,
  "git_revision" TEXT,
  "published_by" TEXT NOT NULL,
  "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "latest" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "contracts_pkey" PRIMARY KEY ("kind", "name", "version")
);
-- One version of a contract is its latest.
CREATE UNIQUE INDEX "contracts_latest_key" ON "contracts" ("kind", "name") WHERE "latest";
