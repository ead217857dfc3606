"""The words of the page on its keys, in English and in Chinese."""

KEYS = {
    "keys_title": ("Keys", "按键"),
    "key_move": ("next, previous", "下一条、上一条"),
    "key_reject": ("reject; then 1 to 9 says why", "淘汰；之后按 1 至 9 注明原因"),
    "key_edit": ("edit; Ctrl-Enter saves, Esc cancels", "修改；Ctrl-Enter 保存，Esc 取消"),
    "key_doubt": (
        "doubtful: neither kept nor rejected; it waits in the queue “Doubtful”",
        "待定：既不保留也不淘汰，在“待定”队列里等待决定",
    ),
    "key_undo": ("undo the last decision", "撤销上一步"),
    "key_group": (
        "reject what goes together: what a search or a risk has found, instances of a task; of what was rejected, what"
        " is near the same instruction, alike, or of the same reason",
        "整组淘汰：搜索或按疑点筛选找到的、同一任务的实例；被淘汰的内容里，与同一条指令相似、开头相同，或原因相同的",
    ),
    "key_next_group": ("on to the next group", "跳到下一组"),
    "key_pick": ("where outputs conflict: pick one", "输出互相矛盾时：选用一个"),
    "key_anew": (
        "where no instance was sound: the next generate writes another",
        "没有合格实例时：下次运行 generate 时重写",
    ),
    "key_raw": ("the raw completion, with its prompt", "原始回复与提示词"),
    "space": ("Space", "空格"),
    "key_scroll": ("read on in a long record; back with Shift", "长记录向下翻；加 Shift 向上"),
    "key_queue": ("next, previous queue", "下一个、上一个队列"),
    "key_sample": ("in the sample: turn an answer over; Enter, a or x saves", "抽样时：切换回答；按回车、a 或 x 保存"),
}
