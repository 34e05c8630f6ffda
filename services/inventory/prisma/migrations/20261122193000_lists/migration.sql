-- What is running low, without reading what is not. It costs the updates of levels their shortcut (HOT), since they change what it holds.
CREATE INDEX "levels_available_idx" ON "levels" (("on_hand" - "reserved"), "sku", "location");

-- Skus stand among words with a sign that no word has, so that looking for words does not come upon skus.
UPDATE "sku_words" SET "words" = array_to_tsvector(array_append(tsvector_to_array("words"), '#' || lower("sku")));
