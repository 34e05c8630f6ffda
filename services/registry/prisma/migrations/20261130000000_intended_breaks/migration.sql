-- The intended breaks that a version was published with: who stands for them, why, and until when.
ALTER TABLE "contracts" ADD COLUMN "intended_breaks" JSONB NOT NULL DEFAULT '[]';
