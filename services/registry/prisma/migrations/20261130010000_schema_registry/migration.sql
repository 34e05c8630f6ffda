-- JSON Schemas by subject and version, as the Confluent Schema Registry's protocol has them.
CREATE TABLE "registered_schemas" (
  "id" SERIAL NOT NULL,
  "sha256" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  CONSTRAINT "registered_schemas_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "registered_schemas_sha256_key" ON "registered_schemas" ("sha256");

CREATE TABLE "subject_versions" (
  "subject" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "schema_id" INTEGER NOT NULL,
  "contract" TEXT,
  CONSTRAINT "subject_versions_pkey" PRIMARY KEY ("subject", "version"),
  CONSTRAINT "subject_versions_schema_id_fkey" FOREIGN KEY ("schema_id") REFERENCES "registered_schemas" ("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "subject_versions_subject_schema_id_key" ON "subject_versions" ("subject", "schema_id");

CREATE TABLE "subject_configs" (
  "subject" TEXT NOT NULL,
  "compatibility" TEXT NOT NULL,
  CONSTRAINT "subject_configs_pkey" PRIMARY KEY ("subject")
);
