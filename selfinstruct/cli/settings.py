"""The options that stand for the fields of the settings, with what the help pages say of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from selfinstruct.cli import reading


class Setting(NamedTuple):
    """The option for a field of the settings; where two flags are joined by a slash, the second says no.

    The user gives a value of the `type`, if it is another than the field's, and `read` makes the field's value of it;
    `parser` makes a value of each text. `short` is a letter for what is typed often.
    """

    flag: str
    help: str
    metavar: str | None = None
    type: Any = None
    read: Callable[[Any], Any] | None = None
    envvar: str | None = None
    parser: Callable[[str], Any] | None = None
    short: str = ""


# By the names that messages have for the fields, as ‹caps.cost›.
SETTINGS = {
    "target": Setting("--n", "How many accepted tasks the run is to reach, earlier ones included.", short="-n"),
    "truncate": Setting(
        "--truncate", "If the training file holds more than --n, cut it to --n. Without this, no record is removed."
    ),
    "language": Setting("--lang", "Language of the dataset: {languages}.", None, str, reading.language),
    "recipe": Setting("--recipe", "How tasks are made: {recipes}."),
    "seed_only": Setting("--seed-only/--no-seed-only", "Show only seed tasks as demonstrations, no accepted ones."),
    "similarity_threshold": Setting(
        "--similarity-threshold",
        "An instruction is a near-duplicate if its ROUGE-L F1 with an earlier one is above this.",
    ),
    "filters": Setting(
        "--filters",
        "default: all filters; ancestor: those of the scripts that the recipe comes from; none: only near-duplicates,"
        " cut and empty outputs are rejected. Add or leave out single ones as in"
        " default,-too_long,+mypackage.rule: {filters}.",
    ),
    "instances_per_task": Setting(
        "--instances-per-task", "How many instances of a task may be kept, 1 to 5; each becomes a record."
    ),
    "judge": Setting(
        "--judge/--no-judge",
        "Let a model score each instance before it is accepted: three questions of yes or no, marks from 0 to 5.",
    ),
    "judges": Setting(
        "--judges",
        "Verdicts on each instance, of which the mean counts; more than one are asked for at temperature 0.7.",
        "N",
    ),
    "again": Setting(
        "--again", "Ask also about tasks on which three answers of this model held no verdict that could be read."
    ),
    "min_score": Setting(
        "--min-score", "Reject what the judge scores below this: the mean of its marks, 0 to 5.", "SCORE"
    ),
    "best_of": Setting(
        "--best-of",
        "Let K outputs be written for each input, 1 to 8, and keep the one that the judge scores highest; the others"
        " stay in the run, for export --format preference.",
        "K",
    ),
    "judging.model": Setting("--judge-model", "The model that judges. [default: --model]", "MODEL"),
    "judging.urls": Setting(
        "--judge-url",
        "Address of the judge, if it is another one; repeatable. The key is read from JUDGE_API_KEY, or else from"
        " OPENAI_API_KEY; --header, --extra-body and --lane do not go there. With --batch it judges in batches where"
        " they are known to be sold, and as usual elsewhere.",
        "URL",
        list[str],
        reading.addresses,
    ),
    "judging.reward_urls": Setting(
        "--reward-url",
        "Address of a reward model that vLLM serves, which judges in place of a chat model; repeatable. The key is read"
        " as that of --judge-url.",
        "URL",
        list[str],
        reading.addresses,
    ),
    "judging.reward_model": Setting(
        "--reward-model", "The reward model. [default: the only one that is served there]", "MODEL"
    ),
    "random_seed": Setting(
        "--random-seed", "Makes all random choices, such as those of demonstrations, and the demo backend repeatable."
    ),
    "seeds": Setting(
        "--seeds",
        "Seed file: JSON lines, a JSON array or a table such as CSV. [default: the run's, or those of selfinstruct]",
        "<path>",
        parser=reading.path,
    ),
    "avoid": Setting(
        "--avoid",
        "File of instructions to keep away from, such as those of an evaluation set: text with one a line (.txt), or"
        " any file that import reads. Repeatable; a run keeps it.",
        "<path>",
        list[Path],
        tuple,
        parser=reading.path,
    ),
    "about": Setting(
        "--about",
        'The field that all new tasks are to be about, in a few words, such as "customer service of a bank".'
        " [default: all that people ask]",
        "TEXT",
    ),
    "prompts": Setting(
        "--prompts",
        "Folder of prompt templates and lists, LANG/STEP.KIND.txt and LANG/topics.txt in it; what it lacks is taken"
        " from selfinstruct's own. [default: all]",
        "<path>",
        parser=reading.path,
    ),
    "backend": Setting("--backend", "How to reach the model: {backends}."),
    "options": Setting(
        "--backend-option",
        "Option of the backend; repeatable. {backend_options}",
        "NAME=VALUE",
        list[str],
        reading.pairs("--backend-option", "NAME=VALUE"),
    ),
    "model": Setting("--model", "Model name. [default: the run's own, or the only one that is served]"),
    "base_urls": Setting(
        "--base-url",
        "Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1; repeatable, they share the work."
        " The key is read from OPENAI_API_KEY, that of a judge elsewhere than the writer from JUDGE_API_KEY first."
        " [default: OpenAI's]",
        "URL",
        list[str],
        reading.addresses,
        "OPENAI_BASE_URL",
    ),
    "serving.server": Setting(
        "--serve",
        "Start a server for --model on this machine, wait for it, and stop it when the run ends: {servers}.",
        "SERVER",
    ),
    "serving.python": Setting(
        "--serve-python",
        "Interpreter of the environment that the server is installed in. [default: that of selfinstruct]",
        "<path>",
        parser=reading.path,
    ),
    "serving.args": Setting(
        "--serve-arg",
        "Argument that is passed to the server as it is; repeatable, write --serve-arg=--flag. A run stores them, so"
        " put tokens into the environment.",
        "ARG",
        list[str],
        tuple,
    ),
    "serving.replicas": Setting("--replicas", "How many servers to start. [default: one on each GPU, or one]", "N"),
    "serving.ray": Setting(
        "--serve-ray",
        "Start the servers on the nodes of a Ray cluster: one on each GPU or each node, or --replicas of them; auto:"
        " the cluster of this machine.",
        "ADDRESS|auto",
    ),
    "serving.context": Setting(
        "--serve-context",
        "How many tokens a prompt and its answer may have together. [default: the server's own, or 8192]",
        "TOKENS",
    ),
    "serving.log": Setting(
        "--serve-log", "File to which the server's messages are added.", "<path>", parser=reading.folder
    ),
    "headers": Setting(
        "--header", "HTTP header to send with every request; repeatable.", "NAME:VALUE", list[str], reading.headers
    ),
    "extra_body": Setting(
        "--extra-body", 'Fields for every request, such as {"enable_thinking": false}.', "JSON", str, reading.extra_body
    ),
    "timeout": Setting("--timeout", "How long to wait for an answer. [default: 600, in a lane 3600]", "SECONDS"),
    "lane": Setting(
        "--lane",
        "Wait longer and pay less: {lanes}; normal: as usual. Caps, --dry-run and the summary count with the price of"
        " the lane. [default: normal]",
        "LANE",
        str,
        reading.lane,
    ),
    "lane_price": Setting(
        "--lane-price",
        "Share of the usual price that tokens cost in the lane or in batches, such as 0.5. [default: 0.5 where it is"
        " known, else 1]",
        "SHARE",
    ),
    "lane_fallback": Setting(
        "--lane-fallback/--no-lane-fallback",
        "If the lane has no room, ask outside it, at the usual price and within the caps.",
    ),
    "batch": Setting(
        "--batch",
        "Let requests leave in files that are answered within a day, at half the price where that is known: those of"
        " steps that feed no prompts (steps), or all; end the command when you like, the same one collects."
        " [default: none]",
        "steps|all|none",
        str,
        reading.batch,
    ),
    "batch_leave": Setting(
        "--batch-leave",
        "End, with exit code 0, once all that can be asked is out in batches; the same command collects the answers.",
    ),
    "form": Setting(
        "--ask",
        "How to ask: json, text, short (few words, few items) or continuation (for base models); auto: in JSON if the"
        " endpoint takes it, and in another form where that brings more.",
    ),
    "system": Setting("--system", "System message that goes before every prompt.", "TEXT"),
    "models": Setting(
        "--step-model",
        "Another model for a step, such as instances=MODEL; repeatable. STEP: {steps}.",
        "STEP=MODEL",
        list[str],
        reading.pairs("--step-model", "STEP=MODEL"),
    ),
    "sampling": Setting(
        "--sampling",
        "Sampling of a step, such as instructions.temperature=0.8; repeatable. STEP: {steps}; NAME: temperature,"
        " top_p, max_tokens, presence_penalty. [default: the recipe's]",
        "STEP.NAME=VALUE",
        list[str],
        reading.sampling,
    ),
    "concurrency": Setting(
        "--concurrency",
        "How many requests each endpoint works on at a time; auto: as many as it takes without slowing down."
        " [default: auto]",
        "N|auto",
        str,
        reading.concurrency,
    ),
    "requests_a_minute": Setting("--rpm", "Most requests a minute at each endpoint. [default: no limit]"),
    "tokens_a_minute": Setting("--tpm", "Most tokens a minute at each endpoint. [default: no limit]"),
    "give_up_after": Setting(
        "--give-up-after",
        "Stop when nothing has been answered for this long. [default: 600 for most backends]",
        "SECONDS",
    ),
    "caps.requests": Setting(
        "--max-requests", "Stop before the run sends more requests than this, in all its sessions together."
    ),
    "caps.tokens": Setting(
        "--max-tokens",
        "Stop before prompts and completions could take more tokens than this, in all sessions together.",
    ),
    "caps.cost": Setting(
        "--max-cost", "Stop before the run could cost more than this; needs --price-in and --price-out.", "MONEY"
    ),
    "sharding.workers": Setting(
        "--dedup-workers",
        "Keep the index of near-duplicates in N processes, for pools of a million and more. [default: none]",
        "N",
    ),
    "sharding.ray": Setting(
        "--ray",
        "Keep the index of near-duplicates on the nodes of a Ray cluster, in --dedup-workers parts or one a node; auto:"
        " the cluster of this machine.",
        "ADDRESS|auto",
    ),
    "prices.prompt": Setting(
        "--price-in", "Price of a million prompt tokens, in any currency: the same for all prices and caps.", "MONEY"
    ),
    "prices.completion": Setting("--price-out", "Price of a million completion tokens.", "MONEY"),
    "prices.cached": Setting(
        "--price-cached", "Price of a million cached prompt tokens. [default: --price-in]", "MONEY"
    ),
}
