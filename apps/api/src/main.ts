import { connectBus } from '@enginehouse/messaging';
import { createLogger, HealthRegistry, runService } from '@enginehouse/service-kit';
import { NatsKeyMirror } from './adapters/nats/nats-key-mirror.js';
import { openDatabaseWhenThere, watchDatabase } from './adapters/typeorm/database.js';
import { TypeormJoinTokenStore } from './adapters/typeorm/typeorm-join-token-store.js';
import { TypeormSignInCodeStore } from './adapters/typeorm/typeorm-sign-in-code-store.js';
import { TypeormTokenStore } from './adapters/typeorm/typeorm-token-store.js';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { configureHttp } from './http/configure-http.js';

const config = readConfig();
const logger = createLogger({ service: 'api', level: config.LOG_LEVEL });
const health = new HealthRegistry();

const database = await openDatabaseWhenThere(
  { url: config.DATABASE_URL, migrationUrl: config.DATABASE_MIGRATION_URL },
  (error) => logger.warn({ err: error }, 'PostgreSQL is not there yet; trying again'),
);
const bus = await connectBus({ url: config.NATS_URL, service: 'api', credsFile: config.NATS_CREDS_FILE });
const keyMirror = new NatsKeyMirror(bus, logger);
const databaseHealth = watchDatabase(database);
health.add('nats', () => ({ ok: bus.state().connected, detail: bus.state().detail }));
health.add('postgres', () => databaseHealth.status());

const module = AppModule.forRoot({
  bus,
  logger,
  health,
  metricsToken: config.METRICS_TOKEN,
  tokens: new TypeormTokenStore(database),
  joinTokens: new TypeormJoinTokenStore(database),
  signInCodes: new TypeormSignInCodeStore(database),
  keyMirror,
  firstTokens: { directory: config.BOOTSTRAP_DIR ?? null, print: (line) => void process.stdout.write(`${line}\n`) },
  gatewayUrl: config.GATEWAY_URL,
  join: {
    natsUrl: config.WORKER_NATS_URL ?? config.NATS_URL,
    installation: config.INSTALLATION_ID,
    secretsKey: config.SECRETS_KEY_FILE,
    accountSeed: config.NATS_ACCOUNT_SIGNING_KEY_FILE ?? null,
    issuerAccount: config.NATS_ACCOUNT_PUBLIC_KEY,
  },
});

await runService({
  service: 'api',
  module,
  http: { host: config.HTTP_HOST, port: config.HTTP_PORT },
  logger,
  configure: (app) => configureHttp(app, { webDirectory: config.WEB_DIR, trustedProxies: config.TRUST_PROXY }),
  onStop: async () => {
    keyMirror.stop();
    databaseHealth.stop();
    await bus.close();
    await database.destroy();
  },
});
