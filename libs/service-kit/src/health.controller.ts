import { Controller, Get, Header, Headers, HttpCode, HttpException, Inject, Ip } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { register } from 'prom-client';
import { HealthRegistry } from './health.js';
import { METRICS_TOKEN } from './health.tokens.js';

const loopback = /^(::1|(::ffff:)?127\.)/;

/** `/healthz`: the process lives. `/readyz`: it can do its work, else why not. `/metrics`: Prometheus, from loopback or with the token. */
@Controller()
export class HealthController {
  constructor(
    @Inject(HealthRegistry) private readonly registry: HealthRegistry,
    @Inject(METRICS_TOKEN) private readonly token: string | null,
  ) {}

  @Get('healthz')
  healthz(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HttpCode(200)
  readyz(@Ip() ip: string, @Headers('authorization') authorization?: string): unknown {
    const report = this.registry.report();
    // The pid lets whoever started this process know that it is the one that answers.
    const answer = this.trusted(ip, authorization) ? { ...report, pid: process.pid } : { ready: report.ready };
    if (!report.ready) {
      throw new HttpException(answer, 503);
    }
    return answer;
  }

  @Get('metrics')
  // Prometheus reads nothing that says it is HTML.
  @Header('Content-Type', register.contentType)
  async metrics(@Ip() ip: string, @Headers('authorization') authorization?: string): Promise<string> {
    if (!this.trusted(ip, authorization)) {
      throw new HttpException(
        { code: 'unauthenticated', detail: 'metrics need METRICS_TOKEN from beyond loopback' },
        401,
      );
    }
    return register.metrics();
  }

  private trusted(ip: string, authorization = ''): boolean {
    if (loopback.test(ip)) {
      return true;
    }
    const given = Buffer.from(authorization.replace(/^Bearer /i, ''));
    const wanted = Buffer.from(this.token ?? '');
    return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
