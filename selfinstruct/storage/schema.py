"""The tables of the SQLite file of a run."""

VERSION = 14

REFUSALS = (
    "CREATE TABLE refusals (endpoint TEXT NOT NULL, model TEXT NOT NULL, parameter TEXT NOT NULL,"
    " PRIMARY KEY (endpoint, model, parameter)) WITHOUT ROWID"
)
# The request of a completion, compressed with that of the completion `base` as a dictionary, if there is one.
PROMPTS = "CREATE TABLE prompts (completion INTEGER PRIMARY KEY, base INTEGER, packed BLOB NOT NULL)"
# `others` are the instances of an instruction beside the first one; a reviewer need not look at what is folded.
REJECTED_WITH = (
    "item TEXT",
    "others TEXT",
    "similarity REAL",
    "nearest_kind TEXT",
    "nearest_id TEXT",
    "nearest_instruction TEXT",
    "folded INTEGER NOT NULL DEFAULT 0",
)
# What was rejected of a completion, and of an instruction that was claimed.
REJECTED_OF = (
    "CREATE INDEX rejections_of_completion ON rejections (completion)",
    "CREATE INDEX rejections_of_item ON rejections (item) WHERE item IS NOT NULL",
)
# What a reviewer decides on together: all that is near to one instruction, or was rejected for the same reason.
REJECTED_LIKE = "CREATE INDEX rejections_alike ON rejections (reason, nearest_id) WHERE NOT folded"
# Which accepted tasks a reviewer has decided on: decisions name them by their instruction.
ACCEPTED_AS = "CREATE INDEX IF NOT EXISTS items_accepted_as ON items (instruction) WHERE stage = 'accepted'"
# The share of the usual price that the tokens cost, and the list of prices that holds the usual one, 0 for none.
PRICE = "price REAL NOT NULL DEFAULT 1"
PRICES = "prices INTEGER NOT NULL DEFAULT 0"
# The prices at which a run has bought, one list after the other.
PRICE_LISTS = (
    "CREATE TABLE price_lists (id INTEGER PRIMARY KEY, prompt_price REAL NOT NULL, completion_price REAL NOT NULL,"
    " cached_price REAL NOT NULL)"
)
# How many instructions of a completion were only too near to one that its prompt did not show.
REPEATED = "repeated INTEGER NOT NULL DEFAULT 0"
# What a judge says of an item's instances, and the completion that holds these, where a step came after it.
JUDGED = ("scores TEXT NOT NULL DEFAULT ''", "written_in INTEGER")
# The same of an instance that was rejected.
REJECTED_SCORE = "score TEXT NOT NULL DEFAULT ''"
TABLES = (
    "settings", "sessions", "attempts", "completions", "prompts", "items", "instances", "rejections", "faults",
    "refusals", "batches", "batched", "numbered", "price_lists",
)  # fmt: skip
# Files of requests that an endpoint answers when it likes, and the requests of them that are out.
BATCHES = (
    "CREATE TABLE batches (id INTEGER PRIMARY KEY, name TEXT NOT NULL, endpoint TEXT NOT NULL, made_at REAL NOT NULL,"
    " file TEXT NOT NULL, remote TEXT NOT NULL)",
    "CREATE TABLE batched (attempt INTEGER PRIMARY KEY, batch INTEGER NOT NULL, request INTEGER NOT NULL,"
    " step TEXT NOT NULL, items TEXT NOT NULL, hint TEXT NOT NULL, lead TEXT NOT NULL, form TEXT NOT NULL,"
    " sent BLOB NOT NULL)",
)
# The tokens of the instructions up to the item of that row, as numbers of words.
NUMBERED = (
    "CREATE TABLE IF NOT EXISTS numbered (last INTEGER PRIMARY KEY, words TEXT NOT NULL, numbers BLOB NOT NULL,"
    " lengths BLOB NOT NULL)"
)
# What was written into the folder, and may still stand there; kept when a run begins anew.
FILES = (
    "CREATE TABLE files (name TEXT NOT NULL, digest TEXT NOT NULL, records INTEGER NOT NULL,"
    " PRIMARY KEY (name, digest)) WITHOUT ROWID"
)
SCHEMA = f"""
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sessions (id INTEGER PRIMARY KEY, started_at REAL NOT NULL, active_until REAL NOT NULL,
    dedup_seconds REAL NOT NULL DEFAULT 0);
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
    {PRICE}, {PRICES});
CREATE TABLE completions (
    id INTEGER PRIMARY KEY, request INTEGER NOT NULL, attempt INTEGER NOT NULL, step TEXT NOT NULL,
    items TEXT NOT NULL, hint TEXT NOT NULL, lead TEXT NOT NULL, body BLOB NOT NULL, received_at REAL NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0, finish_reason TEXT, model TEXT, prompt_tokens INTEGER,
    completion_tokens INTEGER, cached_tokens INTEGER, reasoning_tokens INTEGER,
    max_tokens INTEGER NOT NULL DEFAULT 0, form TEXT NOT NULL DEFAULT '', brought INTEGER NOT NULL DEFAULT 0,
    {PRICE}, {REPEATED}, {PRICES});
CREATE TABLE items (
    id TEXT PRIMARY KEY, instruction TEXT NOT NULL, stage TEXT NOT NULL, is_classification INTEGER NOT NULL,
    attempts INTEGER NOT NULL, hint TEXT NOT NULL, tokens TEXT NOT NULL, seed_similarity REAL NOT NULL,
    written TEXT NOT NULL DEFAULT '', {", ".join(JUDGED)});
CREATE TABLE instances (
    item TEXT NOT NULL, position INTEGER NOT NULL, accepted INTEGER NOT NULL, input TEXT NOT NULL,
    output TEXT NOT NULL, completion INTEGER NOT NULL, PRIMARY KEY (accepted, position)) WITHOUT ROWID;
CREATE TABLE rejections (
    id INTEGER PRIMARY KEY, completion INTEGER, subject TEXT NOT NULL, instruction TEXT NOT NULL,
    input TEXT, output TEXT, reason TEXT NOT NULL, detail TEXT NOT NULL, {", ".join(REJECTED_WITH)},
    {REJECTED_SCORE});
CREATE TABLE faults (cause TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
{REFUSALS};
{PROMPTS};
{FILES};
{"; ".join(BATCHES)};
{NUMBERED};
{PRICE_LISTS};
CREATE INDEX instances_of_item ON instances (item);
CREATE INDEX completions_unsettled ON completions (id) WHERE NOT settled;
{"; ".join(REJECTED_OF)};
{REJECTED_LIKE};
{ACCEPTED_AS};
"""
