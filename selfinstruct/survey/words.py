"""All words of the report, in each of its languages."""

from collections.abc import Mapping

from selfinstruct.pool.reason_names import reasons_in
from selfinstruct.report.course import ENGLISH
from selfinstruct.survey.words_of_comparing import COMPARING
from selfinstruct.survey.words_of_quality import QUALITY

LANGUAGES = ("en", "zh")
_WORDS = {
    # The frame.
    "title": ("Report on {}", "数据报告：{}"),
    "made_by": ("{} · made with selfinstruct {}", "{} · 由 selfinstruct {} 生成"),
    "back": ("Back to the review", "返回审阅"),
    "numbers": ("The numbers", "查看数据"),
    "no_charts": (
        "There are no charts on this page, only their numbers, because matplotlib is not installed: pip install"
        " 'selfinstruct[report]'.",
        "没有安装 matplotlib，所以这一页只有数据，没有图。安装命令：pip install 'selfinstruct[report]'。",
    ),
    "contents": ("Contents", "目录"),
    "of_sample": ("of {} drawn at random from {}", "从 {1} 条中随机抽取 {0} 条"),
    "of_all": ("of all {}", "全部 {} 条"),
    "tasks": ("tasks", "任务"),
    "records": ("records", "记录"),
    "task": ("task", "任务"),
    "others": ("others", "其他"),
    # The chapter of a dataset card.
    "this_run": ("this run", "这次运行"),
    "card_chapter": ("What the run is like", "数据概况"),
    "about_card_chapter": (
        "Of all tasks of the run from which the data was taken.",
        "以下说的是产生这份数据的整次运行，包括没有导出的任务。",
    ),
    "labelled": ("{}: {}", "{}：{}"),
    # At a glance.
    "glance": ("At a glance", "概览"),
    "acceptance": ("candidates that became tasks, of those finished", "候选指令成为任务的比例（未处理完的不计）"),
    "with_input": ("tasks with an input", "带输入的任务"),
    "questions": ("instructions that end with a question mark", "以问号结尾的指令"),
    "limits": ("instructions that limit the length", "限定篇幅的指令"),
    "classification": ("classification tasks", "分类任务"),
    "not_asked": ("not asked", "未判断"),
    "median_earlier": (
        "median ROUGE-L F1 with the nearest earlier task",
        "与更早任务的最高 ROUGE-L F1（中位数）",
    ),
    "median_seed": ("median ROUGE-L F1 with the nearest seed task", "与种子任务的最高 ROUGE-L F1（中位数）"),
    "distinct": ("different n-grams, n = 1 · 2 · 3", "不重复的 n 元组占比，n = 1 · 2 · 3"),
    "compression": ("times smaller by zlib (lower is more varied)", "zlib 压缩倍数（越低越多样）"),
    "tokens_a_task": ("tokens for each accepted task", "每条入选任务消耗的 token"),
    "judging_a_task": ("of these, for the judge", "其中用于评判的 token"),
    "money_a_task": ("cost of each accepted task", "每条入选任务的花费"),
    "money": ("cost in all", "总花费"),
    "money_at_most": ("{} (at most {})", "{}（最多 {}）"),
    # The funnel.
    "funnel": ("From candidates to tasks", "从候选到任务"),
    "about_funnel": (
        "What the model proposed or an import brought, and what was left after each stage.",
        "模型提出（或导入）的候选指令，以及每道关口之后还剩多少。",
    ),
    "candidates": ("candidates", "候选指令"),
    "claimed": ("claimed: sound and new", "通过：合格且不重复"),
    "waiting": ("waiting for a step", "等待下一步"),
    "accepted": ("accepted", "入选"),
    "kept": ("kept after review", "审阅后保留"),
    "reasons": ("Why things were rejected", "淘汰原因"),
    "about_reasons": (
        "For every hundred candidates. Instances are counted here, too: a task may lose one and keep another.",
        "按每一百条候选指令计。实例也算在内：一条任务可能丢掉一个实例，保留另一个。",
    ),
    "percent_of_candidates": ("% of the candidates", "占候选指令的百分比"),
    "examples": ("Examples", "例子"),
    "subject_instruction": ("instructions", "指令"),
    "subject_task": ("tasks", "任务"),
    "subject_instance": ("instances", "实例"),
    "subject_completion": ("completions", "回复"),
    # The course.
    "course": ("How it went", "运行过程"),
    "course_chart": ("What became of the candidates", "候选指令的去向"),
    "about_course": (
        "What became of the candidates, in the order in which they were proposed. A share of tasks that falls says that"
        " the model runs out of new ideas.",
        "按提出的先后顺序，看候选指令的去向。任务占比一路走低，说明模型的新点子快用完了。",
    ),
    "candidates_so_far": ("candidates so far", "累计候选指令"),
    "became_tasks": ("became tasks", "成为任务"),
    "on_their_way": ("on their way", "处理中"),
    "requests": ("requests", "请求数"),
    "tasks_a_request": ("tasks a request", "每次请求得到的任务"),
    "trend": (
        ENGLISH.trend,
        "最初 {} 条候选指令里，合格且不重复的占 {}，最近同样多的候选里占 {}。",
    ),
    "recent": (ENGLISH.recent, "最近 {} 条用了 {} 次请求，得到 {} 条任务。"),
    "outlook_target": (
        ENGLISH.to_target,
        "照此速度，还差的 {} 条任务大约需要再请求 {} 次，消耗 {} token{}。",
    ),
    "outlook_double": (
        ENGLISH.to_double,
        "照此速度，再得到 {} 条任务大约需要请求 {} 次，消耗 {} token{}。",
    ),
    "of_money": (ENGLISH.of_money, "，花费约 {}"),
    # Novelty.
    "novelty": ("How new", "新颖度"),
    "novelty_earlier": ("The nearest earlier task", "与更早任务的相似度"),
    "about_novelty_earlier": (
        "ROUGE-L F1 of each task with the most similar one before it, seed tasks included; exact. What is just at the"
        " threshold, and may be kept, falls to its left. Much of it close to the threshold says that the pool circles"
        " around the same tasks.",
        "每条任务与更早的任务（含种子任务）里最相似的一条的 ROUGE-L F1，精确计算。恰好等于阈值的可以入选，画在左边。"
        "大量贴近阈值，说明任务池在兜圈子。",
    ),
    "novelty_seed": ("The nearest seed task", "与种子任务的相似度"),
    "about_novelty_seed": (
        "ROUGE-L F1 of each task with the most similar seed task, as in the figure of the Self-Instruct paper.",
        "每条任务与最相似的种子任务之间的 ROUGE-L F1，即 Self-Instruct 论文中的那张图。",
    ),
    "score": ("ROUGE-L F1", "ROUGE-L F1"),
    "threshold": ("threshold", "阈值"),
    "closest": ("The pairs that are nearest to each other", "最相似的几对"),
    "avoided": (
        "The run keeps away from {:instruction}; {:candidate was/candidates were} too similar to one of these and"
        " rejected.",
        "这次运行要避开 {} 条指令；有 {} 条候选指令与其中某条太相似，被淘汰。",
    ),
    "avoided_examples": ("Some of them, each with the instruction to avoid", "其中几条，以及各自要避开的指令"),
    "seed": ("seed task", "种子任务"),
    # Variety.
    "variety": ("How varied", "多样性"),
    "phrases": ("What the instructions ask for", "指令要求做什么"),
    "about_phrases": (
        "The most frequent verbs, each with the nouns that follow it most often; the gaps are all other nouns."
        " After the figure of the Self-Instruct paper.",
        "最常见的动词（内圈），以及各自最常搭配的名词（外圈）；外圈的空白是其余名词。仿照 Self-Instruct 论文中的图。",
    ),
    "with_pair": (
        "{}: {} clearly begin with a verb and its noun, in {:different pair}. Questions, as people ask them, mostly"
        " have none: a low share is no fault.",
        "{}：{} 能明确分析出动词和名词，共 {} 种搭配。口语问句多半分析不出来，比例低不说明数据有问题。",
    ),
    "too_few_pairs": (
        " A chart of verbs and nouns needs {:instruction} with both.",
        "有动词和名词的指令不到 {} 条，不画图。",
    ),
    "verb": ("verb", "动词"),
    "nouns": ("nouns", "名词"),
    "category": ("Kinds", "类型"),
    "about_category": (
        "How many tasks are of each kind, of those whose kind is known: it was imported with them, or a prompt asked"
        " for a single one of that kind, which a model may not heed.",
        "各类型的任务占多少。只计类型已知的任务：导入时带有类型的，以及提示词指定了类型、只要一条的（模型未必照办）。",
    ),
    "kind_brainstorming": ("brainstorming", "头脑风暴"),
    "kind_classification": ("classification", "分类"),
    "kind_closed_qa": ("closed_qa", "据文作答"),
    "kind_code": ("code", "代码"),
    "kind_data": ("data", "数据"),
    "kind_editing": ("editing", "修改"),
    "kind_extraction": ("extraction", "信息提取"),
    "kind_generation": ("generation", "写作"),
    "kind_knowledge": ("knowledge", "知识"),
    "kind_mathematics": ("mathematics", "数学"),
    "kind_open_qa": ("open_qa", "开放问答"),
    "kind_planning": ("planning", "建议与安排"),
    "kind_reasoning": ("reasoning", "推理"),
    "kind_rewriting": ("rewriting", "改写"),
    "kind_role_play": ("role_play", "角色扮演"),
    "kind_safety": ("safety", "安全"),
    "kind_summarisation": ("summarisation", "摘要"),
    "kind_translation": ("translation", "翻译"),
    "topic": ("Topics", "话题"),
    "about_topic": ("The most frequent topics, where they are known.", "最常见的话题，只计话题已知的任务。"),
    "form": ("Forms", "写法"),
    "about_form": (
        "The most frequent forms of an instruction, where they are known.",
        "最常见的指令写法，只计写法已知的任务。",
    ),
    "asked_for": ("requests", "提示词指定的占比"),
    "evenness": ("evenness {} (1: all alike)", "均匀度 {}（1 表示完全均匀）"),
    "apart": ("How far meanings lie apart", "语义之间的距离"),
    "about_apart": (
        "For each instruction of the sample, how far the nearest other one is, by its embedding.",
        "抽样中每条指令与语义上最近的另一条之间的距离（按向量计算）。",
    ),
    "cosine_distance": ("1 − cosine", "1 − 余弦相似度"),
    "vendi": ("Vendi score of the sample", "抽样的 Vendi 分数"),
    "novelsum": ("NovelSum of the sample", "抽样的 NovelSum"),
    "embedded": ("{}: {}.", "{}：{}。"),
    # Lengths.
    "makeup": ("What the tasks are like", "任务概况"),
    "length_instruction": ("Length of the instructions", "指令长度"),
    "length_input": ("Length of the inputs", "输入长度"),
    "length_output": ("Length of the outputs", "输出长度"),
    "about_length_instruction": ("Bars grow wider to the right.", "越往右，每一格的范围越宽。"),
    "about_length_input": ("Of the records that have one.", "只计有输入的记录。"),
    "about_length_output": ("Of all records.", "全部记录。"),
    "words": ("words", "单词"),
    "characters": ("characters", "字"),
    "labels": ("Labels of classification tasks", "分类任务的标签"),
    "about_labels": (
        "The most frequent outputs of classification tasks. If one outweighs the others, a model learns to say it"
        " always.",
        "分类任务中最常见的输出。某个标签独大，模型就会学着总是回答它。",
    ),
    "times": ("times", "次数"),
    # Costs.
    "costs": ("What it took", "花费"),
    "costs_chart": ("Tokens by step and model", "各步骤、各模型的 token"),
    "about_costs": (
        "Tokens of all answers: those of prompts, which vendors call input, and of completions, their output.",
        "所有回复消耗的 token：提示词就是厂商计费的输入，回复就是输出。",
    ),
    "prompt": ("prompt", "提示词"),
    "completion": ("completion", "回复"),
    "cached": ("cached", "缓存命中"),
    "reasoning": ("reasoning", "思考"),
    "step": ("step", "步骤"),
    "step_instructions": ("instructions", "写指令"),
    "step_classification": ("classification", "分类判断"),
    "step_input_first": ("input_first", "写实例（先写输入）"),
    "step_output_first": ("output_first", "写实例（先写标签）"),
    "step_output": ("output", "再写一个输出"),
    "step_tasks": ("tasks", "写整条任务"),
    "step_judge": ("judge", "打分"),
    "model": ("model", "模型"),
    "price": ("money", "金额"),
    "each_task": ("tokens a task", "每条任务的 token"),
    "thousand_tokens": ("thousand tokens", "千 token"),
    "took": ("{:request was/requests were} sent in {}.", "共发出 {} 次请求，用时 {}。"),
    "took_rebuilt": (
        "{:request was/requests were} sent, by the run that this one was rebuilt from and later; since the rebuilding"
        " began, {} of work.",
        "共发出 {} 次请求（包括重建所依据的那次运行）；从开始重建算起，用时 {}。",
    ),
    "failed": ("Failed requests: {}.", "失败的请求：{}。"),
    "between": (", ", "、"),
    "named_count": ("{1} {0}", "{0} {1} 次"),
    "perhaps": (
        "Requests without an answer may have been billed for up to {:more token}.",
        "没有得到回复的请求可能另外计费，至多 {} token。",
    ),
}  # fmt: skip
_WORDS |= QUALITY | COMPARING


def words_in(language: str) -> Mapping[str, str]:
    """Return the words of the report in a language, in English if there are none."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    reasons = {f"reason_{id_}": name for id_, name in reasons_in(LANGUAGES[at]).items()}
    return {name: words[at] for name, words in _WORDS.items()} | reasons
