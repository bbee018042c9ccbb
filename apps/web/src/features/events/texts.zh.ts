import type { Texts } from '../../texts/english.js';
import type { eventsEnglish } from './texts.en.js';

/** Events, in Simplified Chinese. */
export const eventsChinese: Texts<typeof eventsEnglish> = {
  title: '事件',
  subtitle: '按日志顺序实时显示发生的一切。',
  log: '日志',
  logs: { catalog: '目录', scheduling: '调度', marketplace: '市场' },
  allLogs: '所有日志',
  search: '搜索类型、对象、操作者',
  pause: '暂停',
  resume: '继续',
  waiting_one: '{{count}} 个新事件',
  waiting_other: '{{count}} 个新事件',
  older: '显示更早的事件',
  empty: '还没有发生任何事件',
  emptyHint: '在此处或通过命令行所做的更改会立即出现。',
  columns: { position: '位置', at: '时间', what: '内容', subject: '对象', actor: '操作者' },
  details: '{{log}} 的事件 {{position}}',
  chain: '相关事件',
  chainHint: '同一请求或决定的事件，按顺序排列；缩进在其原因之下。',
  data: '数据',
  reason: '原因',
  version: '在其流中的版本',
  id: '标识',
  correlation: '关联标识',
  verify: '检查日志',
  verifyOk_one: '{{count}} 个日志自第一个事件起未被改动。',
  verifyOk_other: '{{count}} 个日志自第一个事件起均未被改动。',
};
