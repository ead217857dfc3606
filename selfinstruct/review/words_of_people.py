"""The words of the page on who decided what, in English and in Chinese."""

PEOPLE = {
    "others_sign": ("({})", "（{}）"),
    "by_whom": ("{} · {}", "{} · {}"),
    "settled_by": ("settled by {}", "由 {} 定下"),
    "open_of": ("{} of {} open", "{} 条未定（共 {} 条）"),
    "you_did": ("you: {} decided · {} skipped · {} edited", "你：已审 {} 条 · 跳过 {} 条 · 修改 {} 条"),
    "dataset_changed": (
        "the dataset, by all: {} taken out · {} edited · {} brought in",
        "所有人对数据集的改动：移出 {} · 修改 {} · 恢复 {}",
    ),
}
