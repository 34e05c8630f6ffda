-- Pacts, their verification, environments and deployments: what the Pact Broker's clients publish and ask (broker/).
CREATE TABLE "pacticipant_versions" (
  "pacticipant" TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "branch" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "pacticipant_versions_pkey" PRIMARY KEY ("pacticipant", "number")
);
CREATE INDEX "pacticipant_versions_pacticipant_created_at_idx" ON "pacticipant_versions" ("pacticipant", "created_at");

CREATE TABLE "pacts" (
  "consumer" TEXT NOT NULL,
  "provider" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "content" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "pacts_pkey" PRIMARY KEY ("consumer", "provider", "sha256")
);

CREATE TABLE "pact_publications" (
  "consumer" TEXT NOT NULL,
  "consumer_version" TEXT NOT NULL,
  "provider" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  CONSTRAINT "pact_publications_pkey" PRIMARY KEY ("consumer", "consumer_version", "provider"),
  CONSTRAINT "pact_publications_consumer_provider_sha256_fkey" FOREIGN KEY ("consumer", "provider", "sha256")
    REFERENCES "pacts" ("consumer", "provider", "sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "pact_publications_provider_idx" ON "pact_publications" ("provider");

CREATE TABLE "pact_verifications" (
  "consumer" TEXT NOT NULL,
  "provider" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "provider_version" TEXT NOT NULL,
  "success" BOOLEAN NOT NULL,
  "build_url" TEXT,
  "verified_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "pact_verifications_pkey" PRIMARY KEY ("consumer", "provider", "sha256", "provider_version"),
  CONSTRAINT "pact_verifications_consumer_provider_sha256_fkey" FOREIGN KEY ("consumer", "provider", "sha256")
    REFERENCES "pacts" ("consumer", "provider", "sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "environments" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "display_name" TEXT NOT NULL,
  "production" BOOLEAN NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "environments_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "environments_name_key" ON "environments" ("name");

CREATE TABLE "deployments" (
  "id" UUID NOT NULL,
  "pacticipant" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "environment_id" UUID NOT NULL,
  "instance" TEXT NOT NULL DEFAULT '',
  "deployed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "undeployed_at" TIMESTAMPTZ(3),
  CONSTRAINT "deployments_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "deployments_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments" ("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "deployments_environment_id_pacticipant_idx" ON "deployments" ("environment_id", "pacticipant");
