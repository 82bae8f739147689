"""A scenario a workflow: from the first state to the last, and before each step one that is refused."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbooks import CODE, small_enterprise


@dataclass(frozen=True)
class Taken:
    """A step to take, and the state that it leads to; or, where `refused` says why, one that leads nowhere."""

    step: str
    by: str
    day: str
    role: str | None = None
    given: dict[str, str] = field(default_factory=dict)
    state: str = ""
    refused: str = ""


def take(step: str, by: str, day: str, state: str, role: str | None = None, **given: str) -> Taken:
    return Taken(step, by, day, role, given, state)


def refuse(step: str, by: str, day: str, said: str, role: str | None = None, **given: str) -> Taken:
    return Taken(step, by, day, role, given, refused=said)


FIVE = {"整改措施": "更换", "整改责任人": "G2", "整改资金": "500", "整改期限": "2026-12-01", "隐患应急预案": "现场处置方案"}
OFFICE = "authority"

SCENARIOS: dict[str, tuple[str, list[Taken]]] = {
    "rectification": (
        "Y1",
        [
            refuse("fix", "张三", "2026-11-03", "fix begins at 整改中 (under way); 接地线松动（Y1） stands at 未整改 (open)"),
            refuse("assign", "张三", "2026-11-03", "the step assign needs 整改措施 (rectificationMeasure), 整改责任人"),
            take("落实整改", "张三", "2026-11-03", "under-way", **FIVE),
            refuse("extend", "李四", "2026-11-20", "extend is for 安全管理人员 (safety management) and not for 企业人员 (enterprise)"),
            refuse("extend", "李四", "2026-12-02", "until 2026-12-01", "safety-management", 说明="备件未到", 整改期限="2026-12-20"),
            take("extend", "李四", "2026-11-20", "under-way", "safety-management", 说明="备件未到", 整改期限="2026-12-20"),
            refuse("fix", "张三", "2026-11-19", "the step before was taken on 2026-11-20; 2026-11-19 is earlier", 整改人="G2"),
            take("fix", "张三", "2026-12-10", "fixed", 整改人="G2"),
            refuse("accept", "张三", "2026-12-11", "张三 has signed fix, so somebody else has to take accept", 验收人="G1"),
            refuse("accept", "1002", "2026-12-11", "1002 has done the work", 验收人="G1"),
            refuse("accept", "李四", "2026-12-11", "1002 has done the work", 验收人="G2"),
            take("reject", "李四", "2026-12-11", "under-way", 说明="仍松动"),
            take("fix", "张三", "2026-12-12", "fixed", 整改人="G2"),
            refuse("close", "李四", "2026-12-12", "close begins at 验收合格 (accepted)", "safety-management"),
            take("accept", "李四", "2026-12-13", "accepted", 验收人="G1"),
            refuse("reopen", "王五", "2026-12-14", "needs 整改期限 (rectificationDue), 说明", OFFICE),
            take("close", "李四", "2026-12-14", "closed", "安全管理人员"),
            take("reopen", "王五", "2026-12-20", "under-way", "监管部门", 说明="又松动", 整改期限="2027-01-10"),
        ],
    ),
    "grading-seven": (
        "DJ-7",
        [
            refuse("apply", "张三", "2021-01-05", "apply begins at 自评环节 (self-evaluation step); DJ-7 stands at 未开始 (not begun)"),
            take("self-evaluate", "张三", "2021-01-05", "self-evaluation", 文件="自评报告"),
            refuse("apply", "某局", "2021-01-10", "apply is for 企业人员 (enterprise)", OFFICE),
            take("apply", "张三", "2021-01-10", "application"),
            refuse("review", "评审员", "2021-02-01", "the step review needs 文件 (paper); give paper=…", "review-body"),
            take("review", "评审员", "2021-02-01", "review", "review-body", 文件="评审报告"),
            refuse("organise", "评审员", "2021-02-20", "评审员 has signed review", "review-organiser", 文件="复核意见"),
            take("return", "协会", "2021-02-20", "self-evaluation", "review-organiser", 说明="缺附件"),
            take("apply", "张三", "2021-03-01", "application"),
            take("review", "评审员", "2021-03-10", "review", "review-body", 文件="评审报告二"),
            take("organise", "协会", "2021-03-15", "review-body", "review-organiser", 文件="复核意见"),
            refuse("announce", "某局", "2021-04-01", "has no field “公告”; it has: 定级部门 (decidedBy)", OFFICE, 公告="1号"),
            take("announce", "某局", "2021-04-01", "announcement-7", OFFICE, 定级部门="某市应急管理局"),
            refuse("certify", "协会", "2021-04-02", "certify begins at 审核公告", "review-organiser", 证书编号="Z1"),
            take("confirm", "某局", "2021-04-10", "checked-announcement", OFFICE),
            refuse("certify", "协会", "2021-04-20", "needs 证书编号 (gradeCertificate)", "review-organiser"),
            take("certify", "协会", "2021-04-20", "certificate", "review-organiser", 证书编号="Z1"),
        ],
    ),
    "grading-five": (
        "DJ-5",
        [
            refuse("self-evaluate", "某局", "2026-01-05", "self-evaluate is for", OFFICE, 文件="自评报告"),
            take("self-evaluate", "张三", "2026-01-05", "self-evaluation-5", 文件="自评报告"),
            refuse("review", "协会", "2026-01-10", "review begins at 申请（五环节）", "review-organiser", 文件="评审报告"),
            take("apply", "张三", "2026-01-10", "application-5"),
            take("return", "协会", "2026-01-12", "self-evaluation-5", "review-organiser", 说明="缺附件"),
            take("apply", "张三", "2026-01-14", "application-5"),
            refuse("review", "协会", "2026-02-01", "the step review needs 文件", "review-organiser"),
            take("review", "协会", "2026-02-01", "review-5", "review-organiser", 文件="评审报告"),
            refuse("publicise", "协会", "2026-02-10", "publicise is for 监管部门", "review-organiser", 文件="公示"),
            take("publicise", "某局", "2026-02-10", "publicity-5", OFFICE, 文件="公示"),
            refuse("announce", "某局", "2026-02-09", "2026-02-09 is earlier", OFFICE, 定级部门="某市应急管理局"),
            take("announce", "某局", "2026-02-20", "announcement-5", OFFICE, 定级部门="某市应急管理局"),
        ],
    ),
    "grading-three": (
        "DJ-3",
        [
            refuse("examine", "某局", "2026-01-05", "examine begins at 自评申请", OFFICE, 文件="审查意见"),
            take("apply", "张三", "2026-01-05", "self-evaluation-application", 文件="自评报告"),
            refuse("examine", "张三", "2026-01-15", "examine is for 监管部门", 文件="审查意见"),
            take("examine", "某局", "2026-01-15", "examination", OFFICE, 文件="审查意见"),
            take("return", "某局", "2026-01-16", "self-evaluation-application", OFFICE, 说明="缺附件"),
            take("examine", "某局", "2026-01-20", "examination", OFFICE, 文件="审查意见二"),
            refuse("announce", "某局", "2026-02-01", "needs 定级部门", OFFICE),
            take("announce", "某局", "2026-02-01", "announcement", OFFICE, 定级部门="某区应急管理局"),
        ],
    ),
    "announcement": (
        "DJ-OLD",
        [
            refuse("check", "张三", "2025-05-06", "check is for 监管部门", 核查结果="合格"),
            refuse("check", "某局", "2025-05-06", "“优秀” is no value of 核查结果", OFFICE, 核查结果="优秀"),
            take("check", "某局", "2025-05-06", "announced", OFFICE, 核查结果="合格"),
            refuse("order", "某局", "2026-05-06", "needs 说明 (stateNote), 环节期限 (stepDue)", OFFICE),
            take("order", "某局", "2026-05-06", "to-rectify", OFFICE, 说明="报警器停用", 环节期限="2026-07-01"),
            refuse("check", "某局", "2026-06-01", "check begins at 已公告", OFFICE, 核查结果="合格"),
            take("reinstate", "某局", "2026-06-20", "announced", OFFICE, 文件="复查意见"),
            refuse("expire", "某局", "2027-03-01", "on 2027-03-01 it is too early", OFFICE),
            refuse("check", "某局", "2027-03-02", "on 2027-03-02 it is too late", OFFICE, 核查结果="合格"),
            refuse("exit", "张三", "2026-09-01", "exit is for 主要负责人", 说明="停产"),
            refuse("withdraw", "某局", "2026-09-01", "needs 撤销原因", OFFICE),
            take("withdraw", "某局", "2026-09-01", "withdrawn", OFFICE, 撤销原因="达不到重点清单要求"),
            refuse("reinstate", "某局", "2026-09-02", "reinstate begins at 限期整改中", OFFICE, 文件="复查意见"),
        ],
    ),
    "conversion": (
        "ZH1",
        [
            refuse("recommend", "张三", "2026-02-01", "recommend is for 行业主管部门", 审核部门="某厅"),
            take("recommend", "某厅", "2026-02-01", "review", "industry-authority", 审核部门="某厅"),
            take("return", "某厅", "2026-02-10", "proposal", "industry-authority", 说明="补充试验数据"),
            take("recommend", "某厅", "2026-02-20", "review", "industry-authority"),
            refuse("approve", "标委", "2026-03-01", "needs 文件", "standards-authority"),
            take("approve", "标委", "2026-03-01", "approval", "standards-authority", 文件="计划2026-1"),
            refuse("draft", "标委", "2026-04-01", "draft is for 企业人员", "standards-authority", 文件="征求意见稿"),
            take("draft", "张三", "2026-04-01", "drafting", 文件="征求意见稿"),
            refuse("consult", "标委", "2026-05-01", "“六月” is no value of 环节期限", "standards-authority", 环节期限="六月"),
            take("consult", "标委", "2026-05-01", "comments", "standards-authority", 环节期限="2026-06-30"),
            refuse("examine", "张三", "2026-07-01", "examine is for 技术委员会", 文件="审查纪要"),
            take("examine", "委员会", "2026-07-01", "examination", "committee", 文件="审查纪要"),
            refuse(
                "adopt",
                "标委",
                "2026-09-01",
                "names no clause of the own standard",
                "标准化主管部门",
                结果="AQ 9999-2026",
                转入条款="9.9=4.2",
            ),
            take("adopt", "标委", "2026-09-01", "publication", "标准化主管部门", 结果="AQ 9999-2026", 转入条款="5.1=4.2；5.1=4.3"),
        ],
    ),
    "self-evaluation": (
        "ZP1",
        [
            refuse("publish", "张三", "2026-10-01", "publish begins at 已自评", 文件="报告"),
            refuse("evaluate", "张三", "2026-10-01", "“很高” is no value of 得分", 得分="很高", 满分="100"),
            take("evaluate", "张三", "2026-10-01", "evaluated", 得分="86", 满分="100"),
            take("redo", "张三", "2026-10-02", "planned", 说明="漏评两项"),
            refuse("evaluate", "张三", "2026-10-03", "the step evaluate needs 得分 (score)"),
            take("evaluate", "张三", "2026-10-03", "evaluated", 得分="84"),
            refuse("publish", "某局", "2026-10-10", "publish is for", OFFICE, 文件="报告"),
            take("publish", "张三", "2026-10-10", "published", 文件="报告"),
            refuse("submit", "张三", "2026-10-20", "submit is for 主要负责人", 文件="报告"),
            take("submit", "总经理", "2026-10-20", "submitted", "principal", 文件="报告"),
        ],
    ),
    "plan-filing": (
        "YA1",
        [
            refuse("sign", "总经理", "2026-10-01", "sign begins at 已评审", "principal", 签署岗位="G1"),
            take("review", "张三", "2026-10-01", "reviewed", 文件="评审纪要"),
            refuse("sign", "张三", "2026-10-08", "sign is for 主要负责人", 签署岗位="G1"),
            refuse("sign", "总经理", "2026-10-08", "numbered “G99” for 签署岗位", "principal", 签署岗位="G99"),
            take("sign", "总经理", "2026-10-08", "signed", "principal", 签署岗位="G1"),
            refuse("file", "张三", "2026-10-09", "file begins at 已公布", 备案编号="B1"),
            take("publish", "张三", "2026-10-09", "published"),
            refuse("file", "张三", "2026-10-20", "needs 备案编号"),
            take("file", "张三", "2026-10-20", "filed", 备案编号="B1"),
            take("revise", "张三", "2026-11-20", "drafted", 说明="工艺变更"),
        ],
    ),
    "self-report": (
        "ZB1",
        [
            refuse("acknowledge", "某局", "2026-11-02", "acknowledge begins at 已报送", OFFICE, 文件="回执"),
            refuse("send", "张三", "2026-09-30", "on 2026-09-30 it is too early", 接收单位="某局"),
            take("send", "张三", "2026-11-02", "sent", 接收单位="某局"),
            take("return", "某局", "2026-11-03", "due", OFFICE, 说明="缺重大隐患"),
            take("send", "张三", "2026-11-04", "sent", 接收单位="某局"),
            refuse("acknowledge", "张三", "2026-11-05", "acknowledge is for 监管部门", 文件="回执"),
            refuse("acknowledge", "某局", "2026-11-05", "nothing is left to be done", OFFICE, 文件="回执", 环节期限="2026-12-01"),
            take("acknowledge", "某局", "2026-11-05", "acknowledged", OFFICE, 文件="回执"),
        ],
    ),
}


def sheets(place: str = "深圳市") -> dict[str, list[list[Any]]]:
    """The small enterprise at a place, with a row for each scenario, as yet without what its steps state."""
    found = small_enterprise()
    found["企业"][1][found["企业"][0].index("所在地")] = place
    found["隐患"] = [["隐患编号", "描述", "所在部门", "级别", "排查日期"], ["Y1", "接地线松动", "B2", "一般", date(2026, 11, 2)]]
    found["定级"] = [
        ["定级编号", "等级", "状态", "公告日期", "有效期至"],
        *([number, grade, "", "", ""] for number, grade in (("DJ-7", "二级"), ("DJ-5", "二级"), ("DJ-3", "三级"))),
        ["DJ-OLD", "三级", "已公告", date(2024, 3, 1), date(2027, 3, 1)],
    ]
    found["标准转化"] = [["转化编号", "企业标准", "转化目标", "转化环节"], ["ZH1", "Q/XY 2-2024", "行业标准", "提出建议"]]
    found["自评"] = [["自评编号", "年度"], ["ZP1", 2026]]
    found["应急预案"] = [["预案编号", "预案名称", "预案类型"], ["YA1", "综合预案", "综合应急预案"]]
    found["隐患自报"] = [["自报编号", "报告期起", "报告期止"], ["ZB1", date(2026, 10, 1), date(2026, 10, 31)]]
    return found


__all__ = ["CODE", "SCENARIOS", "Taken", "sheets"]
