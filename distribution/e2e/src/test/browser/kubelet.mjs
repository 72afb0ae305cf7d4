// An API server and kubelet in one, on loopback, with a pod whose programs run on this machine: for tests of terminals and logs alone.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from 'node:net';

const KIND = (name, kind, namespaced) => ({ name, kind, namespaced, singularName: kind.toLowerCase(), verbs: ['get', 'list', 'watch', 'create', 'delete'] });

/** @param {object} status what is said of its one container */
export function pod(name, status = { ready: true, restartCount: 0, state: { running: {} } }) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: '2026-01-31T12:00:00Z', labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'web:1', stdin: true, ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'app', ...status }],
    },
  };
}

/**
 * @param {{ports?: Record<number, number>, logs?: (wanted: URLSearchParams, response: import('node:http').ServerResponse, pod: string) => void, pods?: object[]}} options
 *   ports: where ports of the pod really are
 *   logs: answers what is asked of a pod's log
 *   pods: which there are; default one
 */
export async function startKubelet({ ports = {}, logs, pods = [pod('web')] } = {}) {
  const sockets = new Set();
  const programs = new Set();
  const json = (response, body, status = 200) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://kubelet');
    const path = url.pathname;
    if (path === '/version') return json(response, { major: '1', minor: '36', gitVersion: 'v1.36.1' });
    if (path === '/api') return json(response, { kind: 'APIVersions', versions: ['v1'] });
    if (path === '/apis') return json(response, { kind: 'APIGroupList', apiVersion: 'v1', groups: [] });
    if (path === '/api/v1')
      return json(response, { kind: 'APIResourceList', groupVersion: 'v1', resources: [KIND('pods', 'Pod', true), KIND('nodes', 'Node', false)] });
    if (request.method === 'POST' && path.includes('selfsubjectaccessreviews'))
      return json(response, { kind: 'SelfSubjectAccessReview', status: { allowed: true } }, 201);
    const [, name, part] = /\/pods\/([^/]+)(\/log)?$/.exec(path) ?? [];
    const found = pods.find((one) => one.metadata.name === name);
    if (logs && found && part) return logs(url.searchParams, response, name);
    if (found && !part) return json(response, found);
    if (path.endsWith('/pods')) {
      // as a server of before streamed lists: whoever waits for one would wait long
      if (url.searchParams.has('sendInitialEvents')) return json(response, { kind: 'Status', status: 'Failure', code: 422, message: 'no streamed lists' }, 422);
      if (url.searchParams.get('watch')) return response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      return json(response, { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items: pods });
    }
    return json(response, { kind: 'Status', status: 'Failure', code: 404, message: `no ${path}` }, 404);
  });
  server.on('upgrade', (request, socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('end', () => socket.destroy());
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url, 'http://kubelet');
    const wire = accept(request, socket);
    if (url.pathname.endsWith('/portforward')) forward(wire, Number(url.searchParams.get('ports')), ports);
    else if (url.pathname.includes('/pods/bare/')) missing(wire, url.searchParams.get('command'));
    else programs.add(run(wire, url.searchParams.getAll('command'), url.searchParams.get('tty') === 'true'));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  return {
    kubeconfig: `apiVersion: v1
kind: Config
current-context: fake
clusters: [{name: fake, cluster: {server: "http://127.0.0.1:${port}"}}]
users: [{name: me, user: {}}]
contexts: [{name: fake, context: {cluster: fake, user: me}}]
`,
    sockets,
    programs,
    stop() {
      for (const program of programs) program.kill('SIGKILL');
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The server's side of a WebSocket (RFC 6455), messages of binary frames. */
function accept(request, socket) {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const protocol = (request.headers['sec-websocket-protocol'] ?? '').split(',')[0].trim();
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
  );
  const wire = { onMessage: () => undefined, onClose: () => undefined, send, close: () => frame(8, Buffer.from([3, 232])) };
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let taken = take(); taken; taken = take()) {
      if (taken.code === 2) wire.onMessage(taken.payload);
      else if (taken.code === 9) frame(10, taken.payload);
      else if (taken.code === 8) socket.end();
    }
  });
  socket.on('close', () => wire.onClose());
  return wire;

  function take() {
    if (rest.length < 6) return undefined;
    let length = rest[1] & 127;
    let head = 2;
    if (length === 126) {
      length = rest.readUInt16BE(2);
      head = 4;
    } else if (length === 127) {
      if (rest.length < 10) return undefined;
      length = Number(rest.readBigUInt64BE(2));
      head = 10;
    }
    if (rest.length < head + 4 + length) return undefined;
    const mask = rest.subarray(head, head + 4);
    const payload = Buffer.from(rest.subarray(head + 4, head + 4 + length)).map((byte, index) => byte ^ mask[index % 4]);
    const code = rest[0] & 15;
    rest = rest.subarray(head + 4 + length);
    return { code, payload };
  }

  function send(channel, payload) {
    frame(2, Buffer.concat([Buffer.from([channel]), payload]));
  }

  function frame(code, payload) {
    if (socket.destroyed) return;
    const size = payload.length;
    const head = size < 126 ? Buffer.from([128 | code, size]) : size < 65_536 ? Buffer.from([128 | code, 126, size >> 8, size & 255]) : Buffer.alloc(10);
    if (size >= 65_536) {
      head[0] = 128 | code;
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(size), 2);
    }
    socket.write(Buffer.concat([head, payload]));
  }
}

/** The image of the pod `bare` has no program but its own; as a runtime says it. */
function missing(wire, program) {
  const message = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH: unknown`;
  wire.send(3, Buffer.from(JSON.stringify({ status: 'Failure', message })));
  wire.close();
}

function run(wire, command, tty) {
  const [program, ...args] = command.length === 0 ? ['cat'] : command;
  // A shell without a terminal of its own shows what it runs, so that a page has something to show.
  const child = spawn(program, args, { env: { PATH: process.env.PATH, PS1: '$ ' } });
  child.on('error', (error) => {
    wire.send(3, Buffer.from(JSON.stringify({ status: 'Failure', message: `exec failed: ${error.message}: no such file or directory` })));
    wire.close();
  });
  child.stdout.on('data', (bytes) => wire.send(1, bytes));
  child.stderr.on('data', (bytes) => wire.send(tty ? 1 : 2, bytes));
  child.stdin.on('error', () => undefined);
  child.on('close', (code) => {
    const causes = [{ reason: 'ExitCode', message: String(code) }];
    wire.send(3, Buffer.from(JSON.stringify(code === 0 ? { status: 'Success' } : { status: 'Failure', message: `exit ${code}`, details: { causes } })));
    wire.close();
  });
  wire.onMessage = (message) => {
    if (message[0] === 0) child.stdin.write(Buffer.from(message.subarray(1).toString('binary').replaceAll('\r', '\n'), 'binary'));
    else if (message[0] === 255) child.stdin.end();
  };
  wire.onClose = () => child.kill('SIGKILL');
  return child;
}

function forward(wire, port, ports) {
  const number = Buffer.from([port & 255, port >> 8]);
  wire.send(0, number);
  wire.send(1, number);
  const to = connect(ports[port] ?? port, '127.0.0.1');
  to.on('data', (bytes) => wire.send(0, bytes));
  to.on('error', (error) => wire.send(1, Buffer.from(`error forwarding port ${port}: ${error.message}`)));
  to.on('close', () => wire.close());
  wire.onMessage = (message) => message[0] === 0 && to.write(message.subarray(1));
  wire.onClose = () => to.destroy();
}
