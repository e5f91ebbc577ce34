-- A small project of schema 1 with rows in it, dumped: what an upgrade finds.

PRAGMA application_id=1097756276;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE account (
	annotator INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	disabled_at TEXT, 
	PRIMARY KEY (annotator), 
	CONSTRAINT role_is_known CHECK (role IN ('labeller', 'reviewer', 'admin')), 
	FOREIGN KEY(annotator) REFERENCES annotator (number)
)
 STRICT

;
INSERT INTO "account" VALUES(2,'admin','','2026-11-22T17:21:40Z',NULL);
CREATE TABLE action (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	annotator INTEGER NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id), 
	FOREIGN KEY(annotator) REFERENCES annotator (number)
)
 STRICT

;
INSERT INTO "action" VALUES(1,'21489247-d3e9-46d3-8a72-9bf7cecd7936',2,'2026-11-22T17:21:40Z');
INSERT INTO "action" VALUES(2,'75bce299-91b5-4118-a3eb-9aae0ee47065',2,'2026-11-22T17:21:40Z');
INSERT INTO "action" VALUES(3,'58d0ec8e-56c2-43ad-b981-8b7651174ab0',2,'2026-11-22T17:21:40Z');
INSERT INTO "action" VALUES(4,'b12bbec9-a337-4ec0-b615-2576f3e1c5c4',2,'2026-11-22T17:21:40Z');
INSERT INTO "action" VALUES(5,'fdb0847e-ad5e-41b1-be85-a67b64721d3e',2,'2026-11-22T17:21:40Z');
INSERT INTO "action" VALUES(6,'b29169ed-46fb-402e-bce8-468de54972a8',2,'2026-11-22T17:21:40Z');
INSERT INTO "action" VALUES(7,'5c9e98fe-8a94-4e01-8c0f-107ed8c21152',2,'2026-11-22T17:21:41Z');
INSERT INTO "action" VALUES(8,'64d58fdb-2053-4c38-81ae-87d122961093',3,'2026-11-22T17:21:41Z');
INSERT INTO "action" VALUES(9,'cc15dee7-2721-40a2-90c3-c3ec90dfe3cd',3,'2026-11-22T17:21:41Z');
INSERT INTO "action" VALUES(10,'5c69fe35-1557-4517-a0c0-d4415d39d2a9',3,'2026-11-22T17:21:41Z');
INSERT INTO "action" VALUES(11,'a69c4849-37f5-4d2d-b271-8a1ea497dbaf',2,'2026-11-22T17:21:41Z');
CREATE TABLE annotator (
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (number), 
	CONSTRAINT name_fits CHECK (length(name) BETWEEN 1 AND 64), 
	UNIQUE (name)
)
 STRICT

;
INSERT INTO "annotator" VALUES(1,'gold','2026-11-22T17:21:40Z');
INSERT INTO "annotator" VALUES(2,'robin','2026-11-22T17:21:40Z');
INSERT INTO "annotator" VALUES(3,'bob','2026-11-22T17:21:41Z');
CREATE TABLE api_token (
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	annotator INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	revoked_at TEXT, 
	PRIMARY KEY (number), 
	CONSTRAINT scope_is_known CHECK (scope IN ('read', 'write')), 
	FOREIGN KEY(annotator) REFERENCES account (annotator), 
	UNIQUE (hash)
)
 STRICT

;
CREATE TABLE article (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	meta TEXT NOT NULL, 
	text_sha256 TEXT NOT NULL, 
	length INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	sample INTEGER NOT NULL, 
	created_at TEXT NOT NULL, 
	deleted_at TEXT, 
	text TEXT NOT NULL, 
	CONSTRAINT id_fits CHECK (length(id) BETWEEN 1 AND 200), 
	CONSTRAINT sha256_fits CHECK (length(text_sha256) = 64), 
	CONSTRAINT not_empty CHECK (length > 0), 
	CONSTRAINT sample_is_known CHECK (sample IN (0, 1)), 
	UNIQUE (id)
)
 STRICT

;
INSERT INTO "article" VALUES(1,'flood','Prices and the naïve 🌊','{}','9c6ffa47d565a1025bd1ab3ebd78e4b4fc3a7d85880688f40598e59ed82b1ccc',73,14,0,'2026-11-22T17:21:40Z',NULL,'“Prices 📈 rose,” an official said. “And fell,” Ana Ruiz said.
שלום é 🇳🇱');
INSERT INTO "article" VALUES(2,'port','The port 👩‍👧 will close. Nobody knows why, said Zoë Müller.','{}','79d7e51d1fd671cf9051a1d5a2f3048ae65742e3bee2ded91764f0a1e766fc6e',59,11,0,'2026-11-22T17:21:40Z',NULL,'The port 👩‍👧 will close. Nobody knows why, said Zoë Müller.');
INSERT INTO "article" VALUES(3,'gone','The port was never here.','{}','fe5e044c7eeef46afa048b87700ca39336a8d03e0aadf1a97535124fd8b0a5db',24,5,0,'2026-11-22T17:21:40Z','2026-11-22T17:21:41Z','The port was never here.');
CREATE TABLE journal (
	seq INTEGER NOT NULL, 
	action INTEGER NOT NULL, 
	layer INTEGER, 
	object TEXT NOT NULL, 
	object_id TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(action) REFERENCES action (number), 
	FOREIGN KEY(layer) REFERENCES layer (number)
)
 STRICT

;
INSERT INTO "journal" VALUES(1,1,NULL,'article','flood',NULL,'{"id":"flood","title":"Prices and the naïve 🌊","meta":"{}","text_sha256":"9c6ffa47d565a1025bd1ab3ebd78e4b4fc3a7d85880688f40598e59ed82b1ccc","length":73,"words":14,"sample":0,"created_at":"2026-11-22T17:21:40Z"}');
INSERT INTO "journal" VALUES(2,2,NULL,'article','port',NULL,'{"id":"port","title":"The port 👩‍👧 will close. Nobody knows why, said Zoë Müller.","meta":"{}","text_sha256":"79d7e51d1fd671cf9051a1d5a2f3048ae65742e3bee2ded91764f0a1e766fc6e","length":59,"words":11,"sample":0,"created_at":"2026-11-22T17:21:40Z"}');
INSERT INTO "journal" VALUES(3,3,NULL,'article','gone',NULL,'{"id":"gone","title":"The port was never here.","meta":"{}","text_sha256":"fe5e044c7eeef46afa048b87700ca39336a8d03e0aadf1a97535124fd8b0a5db","length":24,"words":5,"sample":0,"created_at":"2026-11-22T17:21:40Z"}');
INSERT INTO "journal" VALUES(4,4,1,'span','00000000-0000-4000-8000-000000000001',NULL,'{"id":"00000000-0000-4000-8000-000000000001","note":"","flags":[],"origin":"human","derived_from":[],"label":"claim","start":1,"end":14,"fragments":[[1,14]],"text":"Prices 📈 rose","verdict":"","reviewer":"","comment":"","reply":"","created_at":"2026-11-22T17:21:40Z","updated_at":"2026-11-22T17:21:40Z","version":1}');
INSERT INTO "journal" VALUES(5,5,1,'span','00000000-0000-4000-8000-000000000002',NULL,'{"id":"00000000-0000-4000-8000-000000000002","note":"","flags":[],"origin":"human","derived_from":[],"label":"anonymous_source","start":17,"end":28,"fragments":[[17,28]],"text":"an official","verdict":"","reviewer":"","comment":"","reply":"","created_at":"2026-11-22T17:21:40Z","updated_at":"2026-11-22T17:21:40Z","version":1}');
INSERT INTO "journal" VALUES(6,6,1,'span','00000000-0000-4000-8000-000000000003',NULL,'{"id":"00000000-0000-4000-8000-000000000003","note":"","flags":[],"origin":"human","derived_from":[],"label":"named_source","start":47,"end":55,"fragments":[[47,55]],"text":"Ana Ruiz","verdict":"","reviewer":"","comment":"","reply":"","created_at":"2026-11-22T17:21:40Z","updated_at":"2026-11-22T17:21:40Z","version":1}');
INSERT INTO "journal" VALUES(7,7,1,'relation','00000000-0000-4000-8000-000000000004',NULL,'{"id":"00000000-0000-4000-8000-000000000004","type":"attributed_to","from":"00000000-0000-4000-8000-000000000001","to":"00000000-0000-4000-8000-000000000002","version":1}');
INSERT INTO "journal" VALUES(8,8,2,'span','00000000-0000-4000-8000-000000000005',NULL,'{"id":"00000000-0000-4000-8000-000000000005","note":"Which one? 🤔","flags":[],"origin":"human","derived_from":[],"label":"claim","start":0,"end":24,"fragments":[[0,24]],"text":"The port 👩‍👧 will close.","verdict":"","reviewer":"","comment":"","reply":"","created_at":"2026-11-22T17:21:41Z","updated_at":"2026-11-22T17:21:41Z","version":1}');
INSERT INTO "journal" VALUES(9,9,2,'span','00000000-0000-4000-8000-000000000006',NULL,'{"id":"00000000-0000-4000-8000-000000000006","note":"","flags":[],"origin":"human","derived_from":[],"label":"speculation","start":26,"end":41,"fragments":[[26,41]],"text":"obody knows why","verdict":"","reviewer":"","comment":"","reply":"","created_at":"2026-11-22T17:21:41Z","updated_at":"2026-11-22T17:21:41Z","version":1}');
INSERT INTO "journal" VALUES(10,10,2,'span','00000000-0000-4000-8000-000000000006','{"id":"00000000-0000-4000-8000-000000000006","label":"speculation","start":26,"end":41,"fragments":[[26,41]],"text":"obody knows why","note":"","flags":[],"origin":"human","derived_from":[],"verdict":"","reviewer":"","comment":"","reply":"","created_at":"2026-11-22T17:21:41Z","updated_at":"2026-11-22T17:21:41Z","version":1}',NULL);
INSERT INTO "journal" VALUES(11,11,NULL,'article','gone','{"deleted_at":null}','{"deleted_at":"2026-11-22T17:21:41Z"}');
CREATE TABLE label (
	"key" TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	question TEXT NOT NULL, 
	shortcut TEXT NOT NULL, 
	pattern TEXT NOT NULL, 
	line TEXT NOT NULL, 
	tint TEXT NOT NULL, 
	dark_line TEXT NOT NULL, 
	dark_tint TEXT NOT NULL, 
	retired INTEGER NOT NULL, 
	PRIMARY KEY ("key"), 
	CONSTRAINT pattern_is_known CHECK (pattern IN ('solid', 'dashed', 'double', 'dotted')), 
	CONSTRAINT retired_is_known CHECK (retired IN (0, 1))
)
 STRICT

;
INSERT INTO "label" VALUES('claim',1,'Claim','Does someone commit to this as true?','1','solid','#082e61','#d9e8fb','#b5d4ff','#1b3553',0);
INSERT INTO "label" VALUES('speculation',2,'Speculation','Put forward without commitment?','2','dashed','#a63500','#ffe3c7','#f79a3e','#4a2c10',0);
INSERT INTO "label" VALUES('named_source',3,'Named source','Who told us, and exactly who?','3','double','#006f4b','#d2f1e6','#63e2a6','#0f3d33',0);
INSERT INTO "label" VALUES('anonymous_source',4,'Anonymous source','Who told us, known only by kind?','4','dotted','#b300a9','#f9dcf3','#e07fee','#452148',0);
CREATE TABLE layer (
	number INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	annotator INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (article, annotator), 
	CONSTRAINT status_is_known CHECK (status IN ('open', 'submitted', 'reviewed')), 
	FOREIGN KEY(article) REFERENCES article (number), 
	FOREIGN KEY(annotator) REFERENCES annotator (number)
)
 STRICT

;
INSERT INTO "layer" VALUES(1,1,2,'open',4,'2026-11-22T17:21:40Z','2026-11-22T17:21:41Z');
INSERT INTO "layer" VALUES(2,2,3,'open',3,'2026-11-22T17:21:41Z','2026-11-22T17:21:41Z');
CREATE TABLE project (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
)
 STRICT

;
INSERT INTO "project" VALUES('id','b859b315-67ac-4733-b8bc-b256957daf7c');
CREATE TABLE relation (
	number INTEGER NOT NULL, 
	layer INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	from_span TEXT NOT NULL, 
	to_span TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	deleted_at TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (layer, id), 
	FOREIGN KEY(layer, from_span) REFERENCES span (layer, id), 
	FOREIGN KEY(layer, to_span) REFERENCES span (layer, id), 
	CONSTRAINT not_to_itself CHECK (from_span <> to_span), 
	FOREIGN KEY(layer) REFERENCES layer (number)
)
 STRICT

;
INSERT INTO "relation" VALUES(1,1,'00000000-0000-4000-8000-000000000004','attributed_to','00000000-0000-4000-8000-000000000001','00000000-0000-4000-8000-000000000002',1,NULL);
CREATE TABLE relation_rule (
	type TEXT NOT NULL, 
	from_label TEXT NOT NULL, 
	to_label TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (type, from_label, to_label), 
	FOREIGN KEY(from_label) REFERENCES label ("key"), 
	FOREIGN KEY(to_label) REFERENCES label ("key")
)
 STRICT

;
INSERT INTO "relation_rule" VALUES('attributed_to','claim','named_source',1);
INSERT INTO "relation_rule" VALUES('attributed_to','claim','anonymous_source',1);
INSERT INTO "relation_rule" VALUES('attributed_to','speculation','named_source',1);
INSERT INTO "relation_rule" VALUES('attributed_to','speculation','anonymous_source',1);
CREATE TABLE session (
	hash TEXT NOT NULL, 
	annotator INTEGER NOT NULL, 
	created_at TEXT NOT NULL, 
	seen_at TEXT NOT NULL, 
	PRIMARY KEY (hash), 
	FOREIGN KEY(annotator) REFERENCES account (annotator)
)
 STRICT

;
CREATE TABLE signin_key (
	hash TEXT NOT NULL, 
	annotator INTEGER NOT NULL, 
	expires_at TEXT NOT NULL, 
	used_at TEXT, 
	PRIMARY KEY (hash), 
	FOREIGN KEY(annotator) REFERENCES account (annotator)
)
 STRICT

;
CREATE TABLE source (
	number INTEGER NOT NULL, 
	layer INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	spans TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	deleted_at TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (layer, id), 
	CONSTRAINT kind_is_known CHECK (kind IN ('named', 'anonymous', '')), 
	CONSTRAINT spans_is_a_list CHECK (spans >= '[' AND spans < '\'), 
	FOREIGN KEY(layer) REFERENCES layer (number)
)
 STRICT

;
CREATE TABLE span (
	number INTEGER NOT NULL, 
	layer INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	label TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	fragments TEXT NOT NULL, 
	text TEXT NOT NULL, 
	note TEXT NOT NULL, 
	flags TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	derived_from TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	deleted_at TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (layer, id), 
	CONSTRAINT start_before_end CHECK (0 <= start AND start < "end"), 
	CONSTRAINT fragments_is_a_list CHECK (fragments >= '[[' AND fragments < '[\'), 
	CONSTRAINT flags_is_a_list CHECK (flags >= '[' AND flags < '\'), 
	CONSTRAINT derived_from_is_a_list CHECK (derived_from >= '[' AND derived_from < '\'), 
	CONSTRAINT text_is_there CHECK (text <> ''), 
	CONSTRAINT origin_is_known CHECK (origin IN ('human', 'import', 'suggestion')), 
	FOREIGN KEY(layer) REFERENCES layer (number), 
	FOREIGN KEY(label) REFERENCES label ("key")
)
 STRICT

;
INSERT INTO "span" VALUES(1,1,'00000000-0000-4000-8000-000000000001','claim',1,14,'[[1,14]]','Prices 📈 rose','','[]','human','[]','2026-11-22T17:21:40Z','2026-11-22T17:21:40Z',1,NULL);
INSERT INTO "span" VALUES(2,1,'00000000-0000-4000-8000-000000000002','anonymous_source',17,28,'[[17,28]]','an official','','[]','human','[]','2026-11-22T17:21:40Z','2026-11-22T17:21:40Z',1,NULL);
INSERT INTO "span" VALUES(3,1,'00000000-0000-4000-8000-000000000003','named_source',47,55,'[[47,55]]','Ana Ruiz','','[]','human','[]','2026-11-22T17:21:40Z','2026-11-22T17:21:40Z',1,NULL);
INSERT INTO "span" VALUES(4,2,'00000000-0000-4000-8000-000000000005','claim',0,24,'[[0,24]]','The port 👩‍👧 will close.','Which one? 🤔','[]','human','[]','2026-11-22T17:21:41Z','2026-11-22T17:21:41Z',1,NULL);
INSERT INTO "span" VALUES(5,2,'00000000-0000-4000-8000-000000000006','speculation',26,41,'[[26,41]]','obody knows why','','[]','human','[]','2026-11-22T17:21:41Z','2026-11-22T17:21:41Z',2,'2026-11-22T17:21:41Z');
CREATE TABLE verdict (
	span INTEGER NOT NULL, 
	verdict TEXT NOT NULL, 
	reviewer INTEGER, 
	comment TEXT NOT NULL, 
	reply TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (span), 
	CONSTRAINT verdict_is_known CHECK (verdict IN ('accepted', 'rejected', 'changed', '')), 
	FOREIGN KEY(span) REFERENCES span (number), 
	FOREIGN KEY(reviewer) REFERENCES annotator (number)
)
 STRICT

;
CREATE INDEX ix_layer_annotator ON layer (annotator);
CREATE INDEX ix_session_annotator ON session (annotator);
CREATE UNIQUE INDEX api_token_live_name ON api_token (name) WHERE revoked_at IS NULL;
CREATE INDEX journal_of_layer ON journal (layer, seq);
CREATE INDEX journal_of_action ON journal (action);
CREATE TRIGGER article_text_never_changes
    BEFORE UPDATE OF id, text, text_sha256, length ON article
    WHEN old.id <> new.id OR old.text <> new.text OR old.text_sha256 <> new.text_sha256
      OR old.length <> new.length
    BEGIN SELECT RAISE(ABORT, 'an article''s text never changes'); END;
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('article',3);
COMMIT;
