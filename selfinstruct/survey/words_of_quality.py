"""The words of the report on how good judges and reviewers find the data, in English and in Chinese."""

QUALITY = {
    "quality": ("How good people found it", "人工审阅的结果"),
    "quality_chart": ("What they said of the sample", "对抽样的评价"),
    "about_quality": (
        "Self-Instruct’s questions as reviewers answered them, and what they kept of the records that they looked at in"
        " the sample, with the interval that holds the true share in 95 of 100 samples, beside what the paper found.",
        "审阅者对 Self-Instruct 三个问题的回答，以及抽样里看过的有多少没有淘汰，附 95% 置信区间，并与论文的结果对照。",
    ),
    "valid": ("The instruction is valid", "指令成立"),
    "input_fits": ("The input fits", "输入合适"),
    "output_right": ("The output is right and acceptable", "输出可用"),
    "all": ("All of them", "三项都对"),
    "judged": ("How good a judge found it", "裁判模型的评判"),
    "about_judged": (
        "{:record was/records were} judged, by {}. Marks go from 0 to 5; the score is their mean, and the last columns"
        " count the records by it. A judge is a model, and errs: compare it with people before you trust it.",
        "共评判 {} 条记录，裁判是 {}。各项从 0 到 5 分，总分取平均，右侧各列是各分数段的记录数。"
        "裁判也是模型，也会出错，请先与人工审阅对照，再决定信它几分。",
    ),
    "about_verdicts": (
        "Of {:record} the judge gave several verdicts, which lie {} apart on average.",
        "其中 {} 条记录评了不止一次，高低平均相差 {} 分。",
    ),
    "judge": ("judge", "裁判"),
    "judge_named": ("judge: {}", "裁判：{}"),
    "people": ("people", "人工"),
    "helpfulness": ("helpfulness", "有用"),
    "correctness": ("correctness", "正确"),
    "clarity": ("clarity", "清楚"),
    "mean_mark": ("score", "总分"),
    "marks_from_to": ("{} to under {}", "{} 至 {}（不含）"),
    "here": ("here", "本数据"),
    "paper": ("paper", "论文"),
    "interval": ("interval", "区间"),
    "good": (
        "good by all of Self-Instruct’s questions ({} to {}, answered for: {})",
        "三项都对（{} 至 {}，已答 {} 条）",
    ),
    "kept_of": (
        "not rejected, of those looked at in the sample ({} to {}, looked at: {})",
        "抽样里看过的没有淘汰（{} 至 {}，已看 {} 条）",
    ),
    "answered": ("{} ({} to {}, answered for: {})", "{}（{} 至 {}，已答 {} 条）"),
    "kept_in_sample": ("Not rejected, of those looked at", "看过的没有淘汰"),
    "looked_at": ("looked at", "已看"),
    "reviewed": (
        "What review changed in the dataset: {} taken out, {} edited, {} brought in.",
        "审阅对数据集的改动：移出 {} 条，修改 {} 条，恢复 {} 条。",
    ),
    "reviewer": ("reviewer", "审阅者"),
    "judged_by": ("judged", "已审"),
    "kept_by": ("kept", "保留"),
    "rejected_by": ("rejected", "淘汰"),
    "restored_by": ("restored", "恢复"),
    "skipped_by": ("only skipped", "只跳过"),
    "edited_by": ("edited", "修改"),
    "answered_by": ("answered for", "答题"),
    "work": (
        "{}  judged by {}: {} kept, {} rejected, {} restored; {} only skipped",
        "{}  由 {} 审过：保留 {}，淘汰 {}，恢复 {}；只跳过 {}",
    ),
    "agreed": ("{} and {} both judged {:record} and agree on {}.", "{} 与 {} 共同审过 {} 条，其中 {} 条一致。"),
    "answered_both": (
        "{} and {} both answered for {:record}: {} of {:answer} agree. Of each record, the last answers count.",
        "{} 与 {} 都答过 {} 条：一致的回答 {} 个（共 {} 个）。每条以最后一次回答为准。",
    ),
    "kappa": ("{} Cohen’s kappa {}.", "{}Cohen’s kappa {}。"),
    "too_few": (
        "{} Too few to tell more: Cohen’s kappa is told from {} on.",
        "{}太少，还说明不了什么：满 {} 条才给出 Cohen’s kappa。",
    ),
    "disputes": (
        "They disagree, or did, on {:record}; not settled yet: {}.",
        "意见不一的共 {} 条，其中 {} 条还没有定下。",
    ),
    "doubtful": ("{} doubtful, not decided.", "待定 {} 条，尚未决定。"),
    "no_review": (
        "Nobody has looked through it yet: selfinstruct review {}",
        "还没有人审阅过，可以运行：selfinstruct review {}",
    ),
}  # fmt: skip
