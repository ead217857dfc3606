"""How models speak in Chinese of what they have delivered elsewhere: in a file, on a canvas, as an attachment."""

from selfinstruct.languages.zh.traditional import in_both_forms

_FILE = (
    r"(?:文件|附件|文档|表格|画布|图片|图表|压缩包|工作表|海报|音频|视频|PPT|PDF|Word|Excel|\w{1,20}\.(?:xlsx?"
    r"|csv|docx?|pdf|pptx?|png|jpg|html|md|py|zip|txt))"
)
_MADE = r"(?:生成|创建|制作|保存|导出|上传|放[入到在]|写[入到]|添加[到至]|做[好成]|整理[好成]|输出[到至])"
DELIVERS = in_both_forms(
    rf"(?:已经?|我)(?:成功)?(?:[为帮给替][您你])?(?:[将把][^。！？\n]{{0,20}})?{_MADE}(?:了"
    rf"|好了?)?[^。！？\n]{{0,16}}?{_FILE}"
    rf"|\A\W{{0,3}}{_FILE}(?:[^，。！？\n]{{0,6}})?(?:已经?)(?:成功)?(?:[为帮给替][您你])?(?:{_MADE}|上传|准备好|发送)"
    r"|请(?:您|你)?(?:点击|打开)?(?:下方|上方|右侧|以下)?(?:查收|查看|下载|参见|见|参考)(?:下方|右侧|上方"
    r"|我的)?的?(?:附件|画布|文件|压缩包)"
    r"|(?:点击|通过)(?:下方|上方|此处|以下|这里)?的?(?:链接|按钮|此处|这里)?(?:即可|可以|可|进行)?(?:下载|查看文件)"
    r"|\A\W{0,3}(?:详)?见(?:右侧|上方|左侧)?的?(?:画布|附件)|(?:右侧|上方)的?画布[中里上]",
)
