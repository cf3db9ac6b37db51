"""The columns of every reporter's project ledger, in its own words and order.

See :mod:`sample_data._layouts` for the notation.
"""

HANBIN = """
ordinal 序号
number 项目编号
name 项目名称
investor 投资方
credit_code 统一社会信用代码
source 来源地
capital 内外资
contract_type 合同类型
total 总投资
signed 时间节点>签约时间
started 时间节点>开工时间
produced 时间节点>投产时间
construction 建设性质
industry 产业类别
stage 阶段
funds 到位资金>本年情况>本年到位资金
interprov 到位资金>本年情况>其中省际
intraprov 到位资金>本年情况>其中省内
cumulative 到位资金>自签约累计到位
returnee 是否返乡创业
contact 联系人
phone 联系电话
note 备注
"""
HANYIN = """
ordinal 序号
name 项目名称
investor 投资主体
source 投资方所在地
contract_type 合同类型
total 计划总投资（亿元） 亿元
signed 签订时间
construction 建设性质
industry 所属产业
stage 项目进展
started 开工时间
produced 投产时间
funds 当年到位（万元） 万元
interprov 省际到位（万元） 万元
intraprov 其中省内（万元） 万元
cumulative 累计到位（万元） 万元
returnee 是否返乡创业
note 备注
"""
SHIQUAN = """
number 项目编号
name 项目名称
investor 投资单位
credit_code 统一社会信用代码
source 资金来源
capital 内外资
signed 签约时间
started 开工时间
produced 投产时间
construction 建设性质
industry 产业类别
stage 项目状态
total 投资总额
funds 本年累计到位
interprov 省外资金
intraprov 其中省内
cumulative 累计到位
returnee 是否返乡创业
"""
NINGSHAN = """
ordinal 序号
name 项目名称
investor 投资方
source 来源地
industry 产业类别
total 总投资
signed 日期>签约时间
started 日期>开工时间
produced 日期>投产时间
construction 建设性质
stage 阶段
funds 到位资金>本年到位资金
interprov 到位资金>其中省际
intraprov 到位资金>其中省内
cumulative 到位资金>自签约累计到位
returnee 是否返乡创业
"""
ZIYANG = """
ordinal 序号
number 项目编号
name 项目名称
investor 客商
source 来源地
capital 内外资
contract_type 合同类型
total 合同金额
signed 签订时间
construction 建设性质
industry 所属产业
stage 项目进展
started 开工时间
produced 投产时间
funds 本年到位资金
interprov 其中：省际
intraprov 其中：省内
cumulative 自签约累计到位
returnee 是否返乡创业
phone 联系电话
"""
LANGAO = """
ordinal 序号
name 项目名称
investor 投资主体
source 资金来源
total 总投资（万元）
signed 签约时间
stage 项目状态
started 开工时间
produced 投产时间
construction 建设性质
industry 产业类别
funds 本年到位资金（万元）
interprov 其中省际（万元）
intraprov 其中省内（万元）
cumulative 自签约累计到位（万元）
returnee 是否返乡创业
note 备注
"""
PINGLI = """
number 项目编号
name 项目名称
credit_code 统一社会信用代码
investor 投资方
source 来源地
capital 内外资
total 计划总投资
funds 到位资金（万元）>本年累计到位
interprov 到位资金（万元）>省际到位
intraprov 到位资金（万元）>其中省内
cumulative 到位资金（万元）>累计到位
signed 签约时间
started 开工时间
produced 投产时间
construction 建设性质
industry 产业类别
stage 阶段
returnee 是否返乡创业
"""
ZHENPING = """
name 项目名称
investor 投资方
source 来源地
total 总投资
signed 签约时间
started 开工时间
produced 投产时间
construction 建设性质
industry 产业类别
stage 阶段
funds 本年到位资金
interprov 其中省际
intraprov 其中省内
cumulative 自签约累计到位
returnee 是否返乡创业
"""
XUNYANG = """
ordinal 序号
number 项目编号
name 项目基本情况>项目名称
investor 项目基本情况>投资方
credit_code 项目基本情况>统一社会信用代码
source 项目基本情况>来源地
capital 项目基本情况>内外资
industry 项目基本情况>产业类别
contract_type 合同情况>合同类型
total 合同情况>总投资
signed 合同情况>签约时间
construction 建设性质
stage 建设进度>阶段
started 建设进度>时间>开工时间
produced 建设进度>时间>投产时间
funds 到位资金>本年>本年到位资金
interprov 到位资金>本年>其中省际
intraprov 到位资金>本年>其中省内
cumulative 到位资金>自签约累计到位
returnee 是否返乡创业
note 备注
"""
BAIHE = """
ordinal 序号
name 项目名称
investor 投资单位
source 投资方所在地
total 投资总额（万元）
signed 签约时间
started 开工时间
produced 投产时间
construction 建设性质
industry 所属产业
stage 项目进展
funds 本年到位资金（万元）
interprov 省外资金（万元）
intraprov 其中省内（万元）
cumulative 累计到位（万元）
returnee 是否返乡创业
"""
GAOXIN = """
number 项目编号
name 项目名称
investor 投资方
credit_code 统一社会信用代码
source 来源地
capital 内外资
contract_type 合同类型
industry 产业类别
total 总投资
signed 签约时间
started 开工时间
produced 投产时间
construction 建设性质
stage 阶段
funds 本年到位资金
interprov 其中省际
intraprov 其中省内
cumulative 自签约累计到位
returnee 是否返乡创业
note 备注
"""
HENGKOU = """
ordinal 序号
number 项目编号
name 项目名称
investor 投资方
source 来源地
contract_type 合同类型
total 计划总投资|（万元）
signed 签约时间
construction 建设性质
industry 产业类别
stage 项目状态
started 开工时间
produced 投产时间
funds 到位资金>本年到位资金|（万元）
interprov 到位资金>其中省际|（万元）
intraprov 到位资金>其中省内|（万元）
cumulative 到位资金>自签约累计到位|（万元）
returnee 是否返乡创业
contact 联系人
phone 联系电话
"""
YINGHU = """
ordinal 序号
name 项目名称
investor 投资方
source 来源地
total 总投资（万元）
signed 签约时间
industry 产业类别
stage 阶段
started 开工时间
produced 投产时间
funds 本年到位资金（万元）
interprov 其中省际（万元）
intraprov 其中省内（万元）
cumulative 自签约累计到位（万元）
returnee 是否返乡创业
"""
