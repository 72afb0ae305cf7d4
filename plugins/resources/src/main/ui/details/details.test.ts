import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffLines } from './diff';
import { few } from './Events';
import { nextRun } from './parts/cronjob';
import { metricsOf } from './parts/scaling';
import { usageOf } from './pod/usage';
import { probeWords, tolerationWords } from './pod/words';
import { amountOf, bytes, cores } from './quantities';
import { certificatesIn, requestIn } from './x509';

describe('words of describe', () => {
  it('for probes', () => {
    expect(probeWords({ httpGet: { path: 'healthz', port: 8080, scheme: 'HTTPS' }, periodSeconds: 13 })).toBe(
      'http-get https://:8080/healthz delay=0s timeout=1s period=13s #success=1 #failure=3',
    );
    expect(probeWords({ exec: { command: ['cat', '/ready'] } })).toMatch(/^exec \[cat \/ready\]/);
  });

  it('for tolerations', () => {
    expect(tolerationWords({ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })).toBe('a:NoExecute op=Exists for 300s');
    expect(tolerationWords({ key: 'a', value: 'b', effect: 'NoSchedule' })).toBe('a=b:NoSchedule');
    expect(tolerationWords({ operator: 'Exists' })).toBe('op=Exists');
  });

  it('for metrics of an autoscaler', () => {
    const spec = { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 65 } } }] };
    expect(metricsOf({ spec })).toMatchObject([{ what: 'Resource cpu', current: '<unknown>', target: '65%' }]);
    const status = { currentMetrics: [{ resource: { current: { averageUtilization: 40, averageValue: '20m' } } }] };
    expect(metricsOf({ spec, status })).toMatchObject([{ current: '40% (20m)' }]);
  });
});

it('quantities are numbers', () => {
  expect([amountOf('500m'), amountOf('1Gi'), amountOf('2k'), amountOf('1e3'), amountOf('x')]).toEqual([0.5, 2 ** 30, 2000, 1000, undefined]);
  expect([cores(0.15), cores(2), bytes(320 * 2 ** 20), bytes(1.5 * 2 ** 30)]).toEqual(['150m', '2', '320Mi', '1.5Gi']);
});

it('a diff shows what changed and a little around it', () => {
  const before = 'a\nb\nc\nd\ne\nf';
  expect(diffLines(before, before)).toEqual([]);
  expect(diffLines(before, 'a\nb\nc\nX\ne\nf').map((line) => line.sign + line.text)).toEqual([' b', ' c', '-d', '+X', ' e', ' f']);
});

describe('a schedule', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  it('is read in its zone', () => {
    expect(nextRun('15 3 * * *', '', now)).toBe('2026-01-01T03:15:00.000Z');
    expect(nextRun('15 3 * * *', 'Asia/Tokyo', now)).toBe('2026-01-01T18:15:00.000Z');
    expect(nextRun('@hourly', '', now)).toBe('2026-01-01T01:00:00.000Z');
  });
  it('that cannot be read has no next run', () => {
    expect(nextRun('every day', '', now)).toBeUndefined();
  });
});

describe('certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fresnel-x509-'));
  const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const made = (() => {
    try {
      writeFileSync(
        join(folder, 'c.cnf'),
        '[req]\ndistinguished_name=d\nreq_extensions=e\nx509_extensions=e\n[d]\n[e]\nsubjectAltName=DNS:a.example,DNS:b.example,IP:192.0.2.1\n',
      );
      openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'k', '-out', 'c', '-days', '40', '-subj', '/O=Team/CN=a.example', '-config', 'c.cnf');
      openssl(
        'req',
        '-new',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        'k2',
        '-out',
        'r',
        '-subj',
        '/CN=jane',
        '-config',
        'c.cnf',
      );
      return { certificate: readFileSync(join(folder, 'c'), 'utf8'), request: readFileSync(join(folder, 'r'), 'utf8') };
    } catch {
      return undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  })();

  it.skipIf(made === undefined)('say whom they are for and how long they hold', () => {
    const [found] = certificatesIn(`text before\n${made!.certificate}`);
    expect(found).toMatchObject({
      subject: 'O=Team, CN=a.example',
      issuer: 'O=Team, CN=a.example',
      names: ['a.example', 'b.example', '192.0.2.1'],
      key: 'RSA 2048',
    });
    expect(Math.round((found!.notAfter - found!.notBefore) / 86_400_000)).toBe(40);
    expect(requestIn(made!.request)).toEqual({ subject: 'CN=jane', names: ['a.example', 'b.example', '192.0.2.1'], key: 'ECDSA P-256' });
  });

  it('of nonsense are none', () => {
    expect(certificatesIn('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toEqual([]);
    expect(certificatesIn('nothing')).toEqual([]);
    expect(requestIn('nothing')).toBeUndefined();
  });
});

it('use of containers is read from what the cluster measured', () => {
  const usage = usageOf({ containers: [{ name: 'app', usage: { cpu: '12500000n', memory: '64Mi' } }] });
  expect(usage.get('app')).toEqual({ cpu: 0.0125, memory: 64 * 2 ** 20 });
  expect(usageOf({}).size).toBe(0);
});

describe('events beside the object', () => {
  const row = (n: number, s: 'ok' | 'warning') => ({ n, s });
  it('are the newest, and no warning stays out for what is fine', () => {
    const rows = [...Array.from({ length: 9 }, (_, n) => row(n, 'ok')), row(9, 'warning'), row(10, 'ok')];
    expect(few(rows, 4).map((one) => one.n)).toEqual([0, 1, 2, 9]);
    expect(few(rows.slice(0, 3), 4).map((one) => one.n)).toEqual([0, 1, 2]);
    expect(few([row(0, 'warning'), row(1, 'warning'), row(2, 'warning')], 2).map((one) => one.n)).toEqual([0, 1]);
  });
});
