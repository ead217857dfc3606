"""Short names of reasons to reject, beside their ids, in Chinese; in English the ids are words already."""

from collections.abc import Mapping

_CHINESE = {
    "acts_in_the_world": "要求实际动作",
    "alternatives": "给出几个版本",
    "asks_for_a_program": "要求写程序",
    "asks_for_input": "反问要素材",
    "asks_for_media": "要求图片等",
    "asks_nothing": "没有要求",
    "avoided": "与要避开的相似",
    "breaks_off": "没写完",
    "cannot_be_done": "无法完成",
    "chat": "夹带客套话",
    "conflicting_outputs": "输出互相矛盾",
    "cut_by_content_filter": "被内容审核截断",
    "cut_by_endpoint": "被端点截断",
    "cut_by_length": "超长截断",
    "duplicate_instance": "实例重复",
    "echoes_instruction": "照抄指令",
    "echoes_prompt": "照抄提示词",
    "empty_output": "输出为空",
    "ends_with_colon": "以冒号结尾",
    "garbled": "乱码",
    "input_equals_output": "输入等于输出",
    "input_is_link": "输入只是链接",
    "label_not_named": "标签不在选项中",
    "lost_heading": "可能混入下一条",
    "low_score": "评分低",
    "missing_input": "缺少输入",
    "near_duplicate": "近似重复",
    "no_answer": "没有回答",
    "no_instructions": "没有指令",
    "no_sound_instance": "没有合格实例",
    "not_the_best": "不是最好的",
    "placeholder": "有待填空处",
    "prompt_refused": "提示词被拒绝",
    "refusal": "拒答",
    "repeats_itself": "内容重复",
    "scaffolding": "混入提示词内容",
    "service_note": "服务提示或广告",
    "speaks_of_a_model": "提到模型",
    "starts_with_non_ascii": "以非 ASCII 字符开头",
    "starts_with_punctuation": "以标点开头",
    "surplus_instance": "实例超额",
    "too_long": "太长",
    "too_long_to_compare": "太长，无法比较",
    "too_short": "太短",
    "unclassified": "未分类",
    "unjudged": "未评判",
    "unreadable": "读不出",
    "wrong_language": "语言不符",
}


def reasons_in(language: str) -> Mapping[str, str]:
    """Return the names of reasons in a language, by their ids; none where the ids do."""
    return _CHINESE if language == "zh" else {}
