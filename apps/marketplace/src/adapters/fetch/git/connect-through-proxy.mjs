#!/usr/bin/env node
// Git calls this with host and port for git:// addresses: it connects through the fenced proxy, and copies bytes.
import http from 'node:http';

const [host = '', port = '9418'] = process.argv.slice(2);
// oxlint-disable-next-line node/no-process-env -- git hands on nothing but host, port and environment
const proxy = new URL(process.env['FENCED_PROXY'] ?? '');
const account = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
const request = http.request({
  host: proxy.hostname,
  port: proxy.port,
  method: 'CONNECT',
  path: `${host.includes(':') ? `[${host}]` : host}:${port}`,
  headers: { 'proxy-authorization': `Basic ${account}` },
});
const fail = () => process.exit(1);
request.once('error', fail);
request.once('connect', (answer, socket, head) => {
  if (answer.statusCode !== 200) fail();
  process.stdout.write(head);
  process.stdout.on('error', fail);
  socket.on('error', fail);
  socket.pipe(process.stdout);
  process.stdin.pipe(socket);
});
request.end();
