"""The words of the page on who decided what, in English and in Chinese."""

PEOPLE = {
    "others_sign": ("({})", "({})"),
    "by_whom": ("{} · {}", "{} · {}"),
    "settled_by": ("settled by {}", "由 {} 定下"),
    "open_of": ("{} of {} open", "{} 条未定（共 {} 条）"),
    "you_did": ("you: {}", "你：{}"),
    "n_judged": ("{} judged", "已审 {} 条"),
    "n_answered": ("{} answered", "答题 {} 条"),
    "n_skipped": ("{} skipped", "跳过 {} 条"),
    "n_doubtful": ("{} doubtful", "待定 {} 条"),
    "n_edited": ("{} edited", "修改 {} 条"),
    "dataset_changed": ("changed by all: {}", "所有人对数据集的改动：{}"),
    "n_taken_out": ("{} taken out", "移出 {} 条"),
    "n_brought_in": ("{} brought in", "恢复 {} 条"),
    "n_brought_in_waiting": ("{} brought in ({} waiting)", "恢复 {} 条（{} 条等待补写输出）"),
    # What became of a record, in the past.
    "did_keep": ("kept", "保留"),
    "did_reject": ("rejected", "淘汰"),
    "did_restore": ("restored", "恢复"),
    "did_skip": ("skipped", "跳过"),
    "did_doubt": ("doubtful", "待定"),
    "did_written_anew": ("to be written anew", "等待重写"),
    "did_edit": ("edited", "已修改"),
    "did_comment": ("comment", "备注"),
    "did_answer": ("answers", "回答"),
}
