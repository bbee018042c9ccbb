import type { Texts } from '../../texts/english.js';
import type { signInEnglish } from './texts.en.js';

/** Signing in, in Simplified Chinese. */
export const signInChinese: Texts<typeof signInEnglish> = {
  title: '登录 Enginehouse',
  token: '访问令牌',
  tokenHelp:
    '管理员可用 "enginehouse token create" 创建令牌。第一个令牌位于启动 Enginehouse 的文件夹中的 .enginehouse/bootstrap/admin-token；使用 Docker Compose 时，位于容器 api 的 /setup/bootstrap/admin-token。',
  over: {
    'signed-out': '您已退出登录。重新登录后将回到原来的页面。',
    'token-ended': '登录已失效：令牌不再有效，或有人退出了登录。重新登录后将回到原来的页面。',
  },
  submit: '登录',
  linkFailed: '此链接已被使用，或生成已超过一分钟。请重新获取链接，或使用令牌登录。',
  failed: '此令牌无效：未知、已过期或已被吊销。',
};
