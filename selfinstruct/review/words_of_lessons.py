"""The words of the page on what decisions teach, in English and in Chinese."""

LESSONS = {
    "lessons": ("What decisions teach", "审阅决定说明了什么"),
    "lessons_rejected": ("Rejected by the run: how many reviewers restored", "运行淘汰的：审阅者恢复了多少"),
    "lessons_accepted": ("Accepted by the run: how many reviewers rejected", "运行选入的：审阅者淘汰了多少"),
    "lesson_share": ("{} of {}", "{} / {}"),
    "lesson_interval": ("{} % ({} to {})", "{}%（{} 至 {}）"),
    "no_lessons": ("Nothing is kept, restored or rejected yet.", "还没有保留、恢复或淘汰过任何内容。"),
    "no_previews": (
        "These decisions call for no other settings.",
        "从这些决定看，设置不需要改动。",
    ),
    "too_few_decided": (
        "Too few are decided to tell whether other settings would do better: where an interval reaches from below 50 %"
        " to above, it may be most of them or not.",
        "审过的还太少，看不出设置是否需要改动：区间跨过 50% 的，多半与否都有可能。",
    ),
    "between_sentences": (" ", ""),
    "at_most": ("up to {}", "最多 {}"),
    "at_least": ("at least {}", "至少 {}"),
    "about": ("about {}", "大约 {}"),
    "threshold_lets_in": (
        "With a similarity threshold of {threshold}, {count} of the {of} that were too similar would come in.",
        "相似度阈值改为 {threshold}：因太相似而被淘汰的 {of} 条中，{count} 条会入选。",
    ),
    "threshold_takes_out": (
        "With a similarity threshold of {threshold}, {count} of the {of} accepted tasks would go.",
        "相似度阈值改为 {threshold}：{of} 个入选任务中，{count} 个会落选。",
    ),
    "filter_lets_in": (
        "Without this filter, {count} of the {of} that it rejected would come in.",
        "去掉这个过滤器：被它淘汰的 {of} 条中，{count} 条会入选。",
    ),
    "filter_takes_out": (
        "With this filter, {count} of the {of} accepted tasks would go.",
        "加上这个过滤器：{of} 个入选任务中，{count} 个会落选。",
    ),
    "of_these_in": (
        "Reviewers restored {wanted} of these and rejected {unwanted}.",
        "其中审阅者恢复了 {wanted} 条，淘汰了 {unwanted} 条。",
    ),
    "of_these_out": (
        "Reviewers kept {wanted} of these and rejected {unwanted}.",
        "其中审阅者保留了 {wanted} 条，淘汰了 {unwanted} 条。",
    ),
    "of_these_bare": ("{bare} have no output yet: generate writes it.", "{bare} 条还没有输出，由 generate 补写。"),
    "of_these_avoided": (
        "{avoided} are near to an instruction to avoid, such as one of an evaluation set.",
        "{avoided} 条与需要避开的指令（例如评测集里的题目）太相似。",
    ),
    "lessons_note": (
        "Counted by what the run has stored. What comes in keeps out what is near to it; the replay, which asks no"
        " model, gives the exact numbers.",
        "以上按运行中已保存的内容统计。新入选的内容会挡住与之相似的内容，准确结果以 replay 为准；replay 不会请求模型。",
    ),
}
