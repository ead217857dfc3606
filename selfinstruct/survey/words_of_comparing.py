"""The words of the report on two datasets side by side, in English and in Chinese."""

COMPARING = {
    "compared": ("Side by side", "对比"),
    "about_compared": (
        "A difference is more than chance where its 95 % interval leaves out zero.",
        "95% 置信区间不含零的差异，才算不是偶然。",
    ),
    "from_to": ("{} to {}", "{} 至 {}"),
    "difference": ("difference", "差异"),
    "chance": ("more than chance", "是否显著"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "not_tested": ("not tested", "不检验"),
    "length_of_instruction": ("instruction, mean {}", "指令平均长度（{}）"),
    "length_of_input": ("input, mean {}", "输入平均长度（{}）"),
    "length_of_output": ("output, mean {}", "输出平均长度（{}）"),
    "mean_earlier": ("mean ROUGE-L F1 with the nearest earlier task", "与更早任务的最高 ROUGE-L F1（平均）"),
    "mean_seed": ("mean ROUGE-L F1 with the nearest seed task", "与种子任务的最高 ROUGE-L F1（平均）"),
}  # fmt: skip
