import type { Texts } from '../../texts/english.js';
import type { overviewEnglish } from './texts.en.js';

/** The overview, in Simplified Chinese. */
export const overviewChinese: Texts<typeof overviewEnglish> = {
  title: '概览',
  attention: '需要关注',
  allWell: '没有需要关注的事项。',
  counts: {
    deployments: '就绪的部署',
    instances: '就绪的实例',
    workers: '就绪的工作节点',
    backends: '后端',
  },
  of: '{{part}} / {{total}}',
  cluster: '工作节点与 GPU',
  service: '服务 {{name}}',
  deployment: '部署 {{name}}',
  instance: '实例 {{name}}',
  worker: '工作节点 {{name}}',
  source: '来源 {{name}} 同步失败',
  key: '来源 {{name}} 使用了另一个密钥签名',
  roll: '{{name}} 的上次滚动更新已撤销',
  update: '有可用更新：{{name}}',
  first: {
    title: '欢迎。四步即可得到回答',
    done: '已完成',
    open: '尚未完成',
    progress: '已完成 {{done}} / {{total}}',
    allDone: '全部完成。其他功能都在菜单中。',
    dismiss: '收起入门步骤',
    worker: '添加工作节点',
    workerHint: '一台装有 Docker 的主机，最好带有 GPU。',
    backend: '准备后端',
    backendHint: 'vLLM、SGLang 等已内置；也可以从市场启用其他后端，或添加您自己的。',
    deploy: '部署模型',
    deployHint: '选择模型和后端，Enginehouse 会找到合适的位置。',
    chat: '向它提问',
    chatHint: '在试验场中，或使用任何 OpenAI 客户端。',
  },
};
