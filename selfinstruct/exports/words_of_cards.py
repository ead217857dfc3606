"""All words of the dataset card, in each of its languages."""

from collections.abc import Mapping

LANGUAGES = ("en", "zh")
_WORDS = {
    "title": ("Instruction-tuning tasks grown by selfinstruct", "由 selfinstruct 生成的指令微调任务"),
    "holds": (
        "{:record} of `instruction`, `input` and `output` ({}).",
        "共 {} 条记录，字段为 `instruction`、`input`、`output`（{}）。",
    ),
    "between": (", ", "，"),
    "in_part": ("{1} in {0}", "{0} {1} 条"),
    "named_count": ("{1} {0}", "{0} {1} 条"),
    "language": ("- **Language:** {}", "- **语言：** {}"),
    "recipe": ("- **Recipe:** {}", "- **配方：** {}"),
    "imported": ("imported", "导入"),
    "model": ("- **Model:** {} (backend: {})", "- **模型：** {}（后端：{}）"),
    "no_model": ("none, the tasks were imported", "无，任务是导入的"),
    "none": ("none", "无"),
    "more": ("and {} more", "另有 {} 个"),
    "judge": ("- **Judge:** {}; {}", "- **裁判：** {}；{}"),
    "rejects_nothing": ("its scores rejected nothing", "没有因为分数淘汰任何内容"),
    "rejects": (
        "an instance that scores below {} is rejected (here {})",
        "低于 {} 分的实例一律淘汰（共 {} 个）",
    ),
    "best_of": (
        "; of up to {:output} for each input, the one with the highest score is kept",
        "；每个输入最多写 {} 个输出，留下得分最高的",
    ),
    "seeds": ("- **Seed tasks:** {} given, {}", "- **种子任务：** {} 条，{}"),
    "seeds_in": ("in the data", "在数据里"),
    "seeds_out": ("not in the data", "不在数据里"),
    "filters": (
        "- **Filters:** {}; an instruction is kept only if its ROUGE-L F1 with\n"
        "  every earlier one, seed tasks included, is at most {}{}",
        "- **过滤器：** {}；一条指令与之前每一条（含种子任务）的 ROUGE-L F1 都不超过 {}，才会保留{}",
    ),
    "avoided": (
        "- **Kept away from:** {:instruction}, named beforehand, such as those of an evaluation set; candidates too\n"
        "  similar to one of them, which are not in the data: {}",
        "- **避开的指令：** 事先列出 {} 条（例如评测集里的题目）；有 {} 条候选与其中某条太相似，没有收进数据",
    ),
    "filters_of_import": ("as named at the import", "导入时所用的"),
    "but": (", unless a person restored or edited it", "，审阅者恢复或改过的除外"),
    "reviewed": (
        "- **Reviewed by hand:** {:record} rejected, {} edited, {} restored; {:task is/tasks are} left",
        "- **人工审阅：** 淘汰 {} 条记录，修改 {} 条，恢复 {} 条，还剩 {} 条任务",
    ),
    "selected": ("- **Selected:** {} ({} of {:task})", "- **筛选：** {0}（{2} 条任务中的 {1} 条）"),
    "licence": ("- **Licence:** {}", "- **许可证：** {}"),
    "other": ("other (`--license` of `export` names one)", "other（用 `export` 的 `--license` 填写）"),
    "terms": ("- **Terms of the teacher model:** {}", "- **教师模型的使用条款：** {}"),
    "no_terms": (
        "not stated by the author of this dataset (`--terms` of `export` states them)",
        "数据集作者没有说明（用 `export` 的 `--terms` 填写）",
    ),
    "statistics": ("Statistics", "统计"),
    "columns": (
        "| | records | characters, median | shortest | longest |",
        "| | 记录数 | 字符数（中位数） | 最短 | 最长 |",
    ),
    "how": ("How it came about", "来历"),
    "came": (
        "{:instruction} proposed or imported, {} of them sound and new; accepted as tasks: {}{}.\n"
        "Rejected: {}. Made with selfinstruct {}.",
        "提出或导入的指令共 {} 条，其中 {} 条合格且不重复，{} 条成为任务{}。淘汰：{}。由 selfinstruct {} 生成。",
    ),
    "beyond": (", {} more than the {} asked for", "（比要求的 {1} 条多 {0} 条）"),
    "nothing": ("nothing", "无"),
}


def words_in(language: str) -> Mapping[str, str]:
    """Return the words of a card in a language, in English if there are none."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    return {name: words[at] for name, words in _WORDS.items()}
