"""What the generated enterprises are made of: posts, equipment, hazards, stocks, standards and clauses as small tables. All invented."""

SECTORS = {
    "hazardous-chemicals-production": "化工",
    "hazardous-chemicals-storage": "化工仓储",
    "metal-smelting": "金属制品",
    "hazardous-chemicals-use": "涂料",
}
PLACES = ("示例市东港区（虚构）", "示例市北山工业园（虚构）", "示例县临河镇（虚构）")

DEPARTMENTS = ("总经理办公室", "安全环保部", "生产部", "一车间", "二车间", "设备动力科", "仓储科")

# name, kind, department, duty
POSTS = (
    ("总经理", "principal", 0, "全面负责本企业安全生产"),
    ("安全总监", "safety", 1, "组织安全检查和隐患治理"),
    ("专职安全员", "safety", 1, "日常检查、隐患督办"),
    ("生产部部长", "manager", 2, "生产组织和工艺纪律"),
    ("调度员", "other", 2, "生产调度和应急联络"),
    ("一车间主任", "manager", 3, "车间安全生产"),
    ("二车间主任", "manager", 4, "车间安全生产"),
    ("设备科科长", "manager", 5, "设备完好和检维修"),
    ("仓储科科长", "manager", 6, "出入库和储存安全"),
    ("反应岗操作工", "operating", 3, "投料、升温、取样"),
    ("精馏岗操作工", "operating", 3, "塔釜控制和切换"),
    ("罐区操作工", "operating", 6, "收付、切水、巡检"),
    ("装卸工", "operating", 6, "槽车装卸和静电接地"),
    ("包装工", "operating", 4, "称量、封口、码垛"),
    ("打磨工", "operating", 4, "打磨和清灰"),
    ("锅炉操作工", "operating", 5, "锅炉运行和水质"),
    ("叉车司机", "operating", 6, "场内搬运"),
    ("电工", "special-operation", 5, "高低压配电运行和检修"),
    ("焊工", "special-operation", 5, "动火作业和焊机维护"),
    ("制冷工", "special-operation", 5, "制冷机组运行"),
    ("登高架设工", "special-operation", 5, "脚手架搭设"),
    ("巡检工", "operating", 3, "定时巡检和记录"),
    ("分析工", "operating", 2, "取样和气体分析"),
    ("污水处理工", "operating", 4, "有限空间和加药"),
)

# name, kind, special kind
EQUIPMENT = (
    ("压缩空气储罐", "special", "压力容器"),
    ("桥式起重机", "special", "起重机械"),
    ("内燃叉车", "special", "场(厂)内专用机动车辆"),
    ("蒸汽锅炉", "special", "锅炉"),
    ("液氯气化器", "special", "压力容器"),
    ("可燃气体报警器", "safety-device", None),
    ("有毒气体报警器", "safety-device", None),
    ("紧急切断阀", "safety-device", None),
    ("除尘器泄爆装置", "safety-device", None),
    ("冲床光栅保护装置", "safety-device", None),
    ("室内消火栓系统", "fire-facility", None),
    ("罐区泡沫灭火系统", "fire-facility", None),
    ("火灾自动报警系统", "fire-facility", None),
    ("反应釜", "production", None),
    ("精馏塔", "production", None),
    ("输送泵", "production", None),
    ("离心机", "production", None),
    ("螺杆空压机", "production", None),
    ("包装线", "production", None),
    ("砂光机", "production", None),
    ("冷冻机组", "production", None),
    ("配电柜", "production", None),
)

# name, type, level, measure
HAZARDS = (
    ("罐区切水泄漏起火", "fire", "red", "双人操作，切水不离人"),
    ("反应超温", "flammable-vapour-explosion", "red", "联锁停料，紧急冷却"),
    ("液氯泄漏", "poisoning", "orange", "负压罩、碱液吸收、双报警"),
    ("粉尘爆炸", "dust-explosion", "orange", "湿式清扫，泄爆隔爆"),
    ("污水池缺氧", "asphyxiation", "orange", "先通风、再检测、后作业"),
    ("槽车静电", "fire", "yellow", "接地确认，静置后作业"),
    ("叉车碰撞行人", "site-vehicle", "yellow", "人车分流，限速五公里"),
    ("锅炉超压", "vessel-explosion", "yellow", "安全阀校验，液位联锁"),
    ("离心机卷绕", "machinery", "yellow", "防护门联锁"),
    ("吊装坠物", "lifting", "yellow", "警戒区、专人指挥"),
    ("配电触电", "electric-shock", "yellow", "停电验电挂牌"),
    ("平台坠落", "fall-from-height", "blue", "护栏和安全带"),
    ("蒸汽烫伤", "burn", "blue", "保温和警示"),
    ("雨天滑倒", "low-fall", "blue", "防滑和清扫"),
)
EMERGENCY_EQUIPMENT = ("portable-detector", "breathing-apparatus", "leak-stopping", "protective-suit")
FREQUENCIES = ("shift", "daily", "weekly", "monthly")

# name, kind of unit, substance, its state, hazard class and process, CAS number, tonnes,
# grade by GB 18218 with 36 people within 500 m (None: no major hazard source)
UNITS = (
    ("液氯储存单元", "storage", "液氯", "liquefied-gas", "J2", None, "7782-50-5", 60, 2),
    ("苯精制生产单元", "production", "苯", "liquid", "易燃液体，类别2", "常温常压", "71-43-2", 50, 4),
    ("甲醇桶装库", "storage", "甲醇", "liquid", "易燃液体，类别2", None, "67-56-1", 40, None),
)

STANDARDS = (
    ("101", "动火作业管理标准", "management"),
    ("102", "受限空间作业标准", "work"),
    ("103", "设备维护保养规程", "technical"),
    ("104", "岗位操作规程", "work"),
    ("301", "安全生产责任制", "management"),
    ("302", "安全生产责任制考核办法", "management"),
    ("303", "重大危险源安全管理责任制", "management"),
    ("401", "专项应急预案", "management"),
)

# standard, number, text, what it implements, limit (parameter, scope, direction, value, unit); the implemented clauses are in the catalogue
CLAUSES = (
    (
        "101",
        "5.1",
        "取样分析与动火开始相隔不超过20分钟。",
        "gb-30871-2022/5.3.1-c",
        ("气体分析取样与动火开始的间隔", "动火", "upper-bound", 20, "min"),
    ),
    ("101", "6.1", "基坑边堆土不高于1.5米。", "gb-30871-2022/11.5", ("堆土高度", "动土", "upper-bound", 1.5, "m")),
    ("102", "4.1", "受限空间作业票最长24小时。", "gb-30871-2022/6.10", ("作业票有效期", "受限空间", "upper-bound", 24, "h")),
    ("102", "4.2", "作业前自然通风不少于半小时。", "gb-30871-2022/6.10", ("通风时间", "污水池", "lower-bound", 0.5, "h")),
    ("103", "4.1", "特种设备每月自行检查一次。", "特种设备安全监察条例/第二十七条", None),
    ("103", "4.2", "输送泵每周点检不少于2次。", "特种设备安全监察条例/第二十七条", ("点检次数", "输送泵", "lower-bound", 2, "次/周")),
    ("104", "3.1", "罐区每2小时巡检一次。", "安全生产法/第二十一条", ("巡检间隔", "罐区", "max-interval", 2, "h")),
    ("104", "3.2", "装车流速不超过4米每秒。", "安全生产法/第二十一条", ("装车流速", "槽车", "upper-bound", 4, "m/s")),
    ("301", "3.1", "主要负责人对本单位安全生产工作全面负责。", "安全生产法/第二十一条", None),
    ("301", "3.2", "各级管理人员按职责承担责任。", "安全生产法/第二十一条", None),
    ("302", "3.1", "每季度考核一次，结果与奖惩挂钩。", "安全生产法/第二十一条", None),
    ("303", "3.1", "三级包保责任人按职责每日承诺公告。", "安全生产法/第二十一条", None),
    ("401", "3.1", "发现泄漏立即停车并报警。", "安全生产法/第二十一条", None),
)
