"""The tables of a talion database, and the version they have."""

from __future__ import annotations

#: Raised when a table changes; an older file is refused with a plain message.
VERSION = 1

TABLES = (
    "CREATE TABLE IF NOT EXISTS meta (key VARCHAR PRIMARY KEY, value VARCHAR)",
    "CREATE TABLE IF NOT EXISTS runs (run_id VARCHAR PRIMARY KEY, started TIMESTAMP, version VARCHAR, model VARCHAR, knowledge VARCHAR, options JSON)",
    "CREATE TABLE IF NOT EXISTS articles (article_id VARCHAR PRIMARY KEY, date DATE, title VARCHAR, source VARCHAR, url VARCHAR, path VARCHAR, text VARCHAR, text_hash VARCHAR, sentences JSON, run_id VARCHAR)",
    """CREATE TABLE IF NOT EXISTS events (
        event_id VARCHAR PRIMARY KEY, article_id VARCHAR, sentence INTEGER, "start" INTEGER, "end" INTEGER,
        "trigger" VARCHAR, event_type VARCHAR, about_type VARCHAR, mode VARCHAR, contexts VARCHAR[],
        quad_class INTEGER, score DOUBLE, actor JSON, recipient JSON,
        date_start DATE, date_end DATE, date_precision VARCHAR, date_text VARCHAR,
        place JSON, counts JSON, status VARCHAR, hedged BOOLEAN, attributed_to JSON,
        confidence DOUBLE, why JSON)""",
    """CREATE TABLE IF NOT EXISTS links (link_id VARCHAR PRIMARY KEY, kind VARCHAR, from_event VARCHAR, to_event VARCHAR,
        "start" INTEGER, "end" INTEGER, text VARCHAR, confidence DOUBLE, article_id VARCHAR)""",
    """CREATE TABLE IF NOT EXISTS ties (tie_id VARCHAR PRIMARY KEY, kind VARCHAR, from_actor JSON, to_actor JSON, article_id VARCHAR,
        "start" INTEGER, "end" INTEGER, text VARCHAR, attributed_to JSON, confidence DOUBLE)""",
    """CREATE TABLE IF NOT EXISTS claims (claim_id VARCHAR PRIMARY KEY, article_id VARCHAR, sentence INTEGER,
        "start" INTEGER, "end" INTEGER, text VARCHAR, kind VARCHAR, attributed_to JSON)""",
    """CREATE TABLE IF NOT EXISTS uncoded (article_id VARCHAR, sentence INTEGER, "start" INTEGER, "end" INTEGER, text VARCHAR, reason VARCHAR)""",
    """CREATE TABLE IF NOT EXISTS incidents (incident_id VARCHAR, event_id VARCHAR, PRIMARY KEY (incident_id, event_id))""",
)

#: Tables that hold rows of one article and are replaced when it is read again.
OF_ARTICLE = ("events", "links", "ties", "claims", "uncoded")
