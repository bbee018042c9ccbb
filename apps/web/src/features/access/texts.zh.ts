import type { Texts } from '../../texts/english.js';
import type { accessEnglish } from './texts.en.js';

/** Access, in Simplified Chinese. */
export const accessChinese: Texts<typeof accessEnglish> = {
  title: '访问控制',
  tabs: { tokens: '访问令牌', join: '加入令牌', webhooks: 'Webhook' },
  adminOnly: '只有管理员可以查看和更改访问权限。',
  tokensHint: '人员、流水线和程序使用访问令牌，其角色决定可以做什么。',
  joinHint: '主机凭加入令牌成为工作节点，它不能用于其他用途。',
  columns: { name: '名称', role: '角色', created: '创建', expires: '到期', used: '使用者', action: '操作' },
  never: '永不',
  by: '由 {{name}}',
  notUsed: '尚未使用',
  singleUse: '一次性',
  add: '创建令牌',
  addTitle: '创建访问令牌',
  addJoinTitle: '创建加入令牌',
  name: '名称',
  nameHelp: '小写字母、数字、“.”、“_”和“-”。用它完成的一切都会在历史中显示此名称。',
  role: '角色',
  roles: {
    viewer: '查看者：可查看除机密外的一切',
    operator: '操作员：可更改后端和部署',
    admin: '管理员：还可管理访问和工作节点',
  },
  expires: '有效期',
  periods: { hour: '1 小时', day: '1 天', month: '30 天', year: '1 年', never: '永不过期' },
  once: '只能使用一次',
  secret: '这是令牌，仅此一次显示：请复制到需要的地方。',
  revoke: '吊销',
  revoked: '令牌 {{name}} 已失效',
  revokeTitle: '吊销令牌 {{name}}？',
  revokeText: '使用它的人会立即失去访问权限。此操作无法撤销，但可以创建新的令牌。',
  revokeJoinText: '不能再用它加入主机。已加入的工作节点不受影响。',
  lastAdmin:
    '这是唯一永不过期的管理员令牌，因此不能吊销：否则再也没有人能以管理员身份登录，系统也不会自动生成新的令牌。请先创建另一个永不过期的管理员令牌并用它登录。',
  own: '您正以此令牌登录。',
  emptyTokens: '没有令牌',
  emptyJoin: '没有加入令牌。“工作节点”页面的“添加工作节点”会为单个主机创建一个。',
};
