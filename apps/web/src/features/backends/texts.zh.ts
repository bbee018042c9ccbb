import type { Texts } from '../../texts/english.js';
import type { backendsEnglish } from './texts.en.js';

/** Inference Backends, in Simplified Chinese. */
export const backendsChinese: Texts<typeof backendsEnglish> = {
  title: '推理后端',
  count_one: '{{count}} 个后端',
  count_other: '{{count}} 个后端',
  search: '搜索名称、描述',
  source: '来源',
  framework: '框架',
  sort: '排序',
  sorts: { name: '名称', changed: '最近更改', use: '使用最多' },
  any: '全部',
  empty: '还没有后端',
  emptyHint: '从市场启用一个，或通过表单或 YAML 添加您自己的后端。',
  noDescription: '没有描述',
  usedBy_zero: '未使用',
  usedBy_one: '{{count}} 个部署在使用',
  usedBy_other: '{{count}} 个部署在使用',
  usageUnknown: '使用情况未知：调度器没有响应',
  runsOn: '{{chips}}。所有版本：{{list}}',
  default: '{{version}}（默认）',
  moreVersions_one: '另有 {{count}} 个',
  moreVersions_other: '另有 {{count}} 个',
  allDeprecated: '所有版本均已弃用',
  changed: '更改于',
  list: '后端',
};
