"""The nouns that name who acts, by their last characters: authorities, roles in an enterprise, other bodies."""

import re
from functools import lru_cache

from duibiao.loaders.documents.demands.words import BRACKETED, NAMED, Word

_AUTHORITIES = """
政府 部门 局 厅 委 机关 国务院 安委会 安委办 消安委 专委会 办公室 法院 检察院 镇街 乡镇 街道 办事处 各地 各级 指挥部 领导小组
工作组 专班 管委会 主管单位 国家 政府部门 党委 监管局 安监局 应急局 住建局 执法局 财政部 应急部 支队 大队
"""
_ROLES = """
人员 负责人 责任人 员工 职工 工人 班组 科室 班组长 总监 主任 厂长 矿长 经理 班长 队长 组长 站长 工段长 司机 驾驶员 电工 焊工 工程师 领导
监护人 投资人 控制人 代表人 作业人 操作者 劳动者 从业者 安全员 监护员 操作员 管理员 保管员 押运员 装卸工 第一责任人 值班长 当班人 实习生
学员 团队 管理者
"""
_BODIES = """
任何人 专人 作坊 商户 住户 农户 租户 门店 商店 物业 组 值班室 调度室 监控室 管理部 生产部 设备部 工程部 单位 企业 公司 集团 机构 组织
协会 学会 商会 工会 联合会 委员会 居委会 村委会 董事会 中心 学校 院校 高校 医院 银行 承包商 供应商 运营商 相关方 承包方 发包方 承租方
出租方 受托方 委托方 建设方 施工方 双方 各方 甲方
乙方 用户 业主 个人 法人 当事人 申请人 管理人 受托人 共有人 设计人 总部 项目部 团体 媒体 小组 专家 专家组 队伍 救援队 者 员
工厂 煤矿 保险公司 场站
"""
_NOT_ACTING = """
机组 分组 编组 词组 或者 前者 后者 再者 全员 动员 人员密集 布局 结局 格局 定局 全局 大局 原委 成员 编委 餐厅 大厅 客厅 展厅 定员 超员
减员 裁员 复员 满员 机器人 成年人 未成年人 残疾人 年轻人 老年人 外国人 每个人 一个人 两个人 中国人 当地人 所有的人
"""
_NO_HEADS = frozenset(_NOT_ACTING.split())
_KINDS = {
    head: kind for kind, heads in (("authority", _AUTHORITIES), ("enterprise_role", _ROLES), ("body", _BODIES)) for head in heads.split()
}
_DEPARTMENT = (
    "(?:安全|环保|安环|安监|安保|生产|设备|工程|技术|质量|质检|人事|人力资源|财务|后勤|保卫|采购|供应|仓储|综合|运营|市场|行政|维修|机修|动力|电气|消防"
    "|法规|法务|基础|信息|党群|调度|监察|执法|应急|销售|物资|物流|基建|项目|培训)(?:管理|监督|保障)?[部科处室股]"
)
"""Departments of an enterprise or an authority."""
_HEAD = re.compile(
    rf"[^{BRACKETED}{NAMED}]*?(?P<head>{_DEPARTMENT}|{'|'.join(sorted(_KINDS, key=len, reverse=True))}|(?<=[\u4e00-\u9fff]{{2}})人)"
)
_PLACES = re.compile("(?:省级?|自治区|直辖市|设区|地级?|市|州|盟|县级?|旗|区|区县|乡|镇|村|园区|开发区|高新区|地区|车间|市县|县区|县市区)+")


def is_head(word: Word) -> bool:
    """Whether the word names a body or a role."""
    return _is_head(word.text, word.tag)


@lru_cache(maxsize=4096)
def _is_head(text: str, tag: str) -> bool:
    return text not in _NO_HEADS and (tag == "nt" or bool(_HEAD.fullmatch(text)))


def is_place(word: Word) -> bool:
    """Whether the word is one by which each of several governments is meant (各县, 各区)."""
    return bool(_PLACES.fullmatch(re.sub("^(?:各|其他|全)", "", word.text)))


def kind(name: str) -> str:
    """authority, enterprise_role or body, by the last characters of a name."""
    found = _HEAD.fullmatch(re.sub(r"[（(][^（）()]*[）)]$", "", name))
    return _KINDS.get(found["head"], "body") if found else "authority"
