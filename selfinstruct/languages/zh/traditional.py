"""Chinese words in both forms: the lists are written in simplified characters, texts may be traditional."""

import re

from selfinstruct.text.patterns import pattern_of

# A simplified character, then its traditional forms, with those of Taiwan, Hong Kong and old prints.
_FORMS = """
    与與 专專 业業 个個箇 为為爲 么麼麽 乌烏 乐樂 书書 于於 产產産 亲親 仅僅 从從 们們 价價 优優
    会會 传傳 体體 兰蘭 关關 内內 写寫 准準 几幾 出齣 击擊 划劃 创創 别別彆 制製 剧劇 办辦 务務
    动動 区區 医醫 协協 单單 卷捲 县縣 参參 双雙 发發髮 只隻祇 台臺檯颱 后後 向嚮 吗嗎 听聽 启啟啓
    团團 国國 图圖 场場 声聲 处處 备備 复復複覆 够夠 学學 实實 对對 导導 尔爾 属屬 岁歲 师師
    帮幫 并並併 应應 开開 弃棄 张張 弹彈 当當噹 录錄録 总總 戏戲 户戶戸 执執 扩擴 报報 拟擬 拥擁
    择擇 换換 据據 摄攝 数數 断斷 无無 时時 暂暫 术術 机機 条條 来來 构構 标標 样樣 楼樓 气氣 汉漢
    没沒 注註 测測 浏瀏 润潤 满滿 点點 烦煩 爱愛 状狀 独獨 现現 电電 画畫 码碼 确確 礼禮 种種 称稱
    笔筆 签簽籤 简簡 类類 粤粵 系係繫 纠糾 级級 线線綫 练練 组組 细細 经經 结結 绘繪 给給 绝絕 统統
    继繼 续續 维維 缅緬 缩縮 网網 罗羅 职職 联聯 脚腳 腊臘 节節 范範 荐薦 获獲穫 虚虛 补補 表錶
    装裝 见見 观觀 规規 视視 览覽 计計 订訂 讨討 让讓 训訓 议議 讯訊 记記 讲講 论論 设設 访訪 评評
    识識 诉訴 词詞 译譯 试試 诗詩 话話 询詢 该該 详詳 语語 说說説 请請 诸諸 读讀 课課 调調 谚諺
    谢謝 谱譜 象像 责責 贴貼 资資 转轉 软軟 载載 辑輯 输輸 辞辭 过過 还還 这這 进進 适適 选選 遗遺
    采採 里裏裡 钢鋼 铃鈴 银銀 链鏈 镇鎮 长長 门門 问問 闻聞 难難 韩韓 页頁 项項 须須鬚 顾顧 预預
    领領 频頻 题題 颜顏 额額 饼餅 馆館 马馬 验驗 骤驟 万萬
    头頭 编編 风風 脑腦 违違 滤濾 删刪 义義 虑慮 显顯 欢歡 随隨 飞飛
    两兩 号號 毕畢 汇匯彙 约約 况況 则則 变變 围圍 将將 档檔 邮郵 键鍵 检檢 绍紹 归歸 较較 释釋
    达達 错錯 认認 刚剛 间間 终終
    兴興 陈陳 举舉擧 盖蓋 册冊 厅廳 员員 库庫 权權 栋棟 账賬帳 辆輛 钮鈕 颗顆 咨諮 习習
    众眾衆 响響 尝嘗嚐 尽盡儘 广廣 异異 态態 挤擠 溃潰 络絡 营營 误誤 负負 败敗 费費 赞贊讚 连連 销銷 错錯 饱飽
    夹夾 温溫 着著 纸紙 缓緩 虽雖 觉覺 谦謙 贺賀 赋賦 车車 轮輪 铺鋪 闯闖 际際 顺順 干幹乾
    侧側 压壓 纯純 阅閱 丽麗 华華 妈媽 护護 爷爺 红紅 证證 谁誰
    东東 叹嘆歎 纳納 绪緒 阶階 顿頓
    历歷曆 沟溝 炼煉鍊 纪紀 脱脫 腾騰 谈談 迟遲 齐齊
"""
OTHER_FORMS = {forms[0]: forms[1:] for forms in _FORMS.split()}
_PIECE = pattern_of(r"\\.|\[\^?|.", re.DOTALL)


def in_both_forms(pattern: str) -> re.Pattern[str]:
    """Return a pattern that is written in simplified characters, compiled to match traditional ones as well.

    Case does not matter. Each form is one character, so that lookbehinds keep their width.
    """
    pieces: list[str] = []
    in_class = False
    for piece in _PIECE.findall(pattern):
        others = OTHER_FORMS.get(piece, "")
        pieces.append(piece + others if in_class or not others else f"[{piece}{others}]")
        in_class = piece != "]" if in_class else piece.startswith("[")
    return pattern_of("".join(pieces), re.IGNORECASE)
