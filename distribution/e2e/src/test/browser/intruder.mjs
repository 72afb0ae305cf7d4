// A program in a cluster that answers with a page which tries to reach what is Fresnel's, and remembers what it was sent.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

/** Runs in the page: everything that it could try against the origin that it was told, and against its own. */
async function intrude() {
  const ours = new URLSearchParams(location.search).get('at');
  const said = (work) => Promise.race([work, new Promise((late) => setTimeout(() => late('nothing'), 60_000))]).catch((no) => `refused: ${no}`);
  const socket = (url) =>
    new Promise((done) => {
      const one = new WebSocket(url);
      one.onmessage = ({ data }) => done(`said ${data}`);
      one.onclose = () => done('closed');
    });
  const set = (cookie) => {
    // biome-ignore lint/suspicious/noDocumentCookie: as old pages do
    document.cookie = cookie;
  };
  for (const domain of ['', '; Domain=pages.example.org', '; Domain=example.org', '; Domain=127.0.0.1'])
    for (const name of ['fresnel-session', '__Host-fresnel-session', '__Host-fresnel-page']) set(`${name}=stolen; Path=/; Secure${domain}`);
  set('own=1; Path=/');
  return {
    cookie: document.cookie,
    ours: await said(fetch(`${ours}/api/v1/me`, { credentials: 'include' }).then((answer) => answer.text())),
    posted: await said(fetch(`${ours}/auth/logout`, { method: 'POST', mode: 'no-cors', credentials: 'include' }).then((answer) => answer.type)),
    live: await said(socket(`${ours.replace('https', 'wss')}/api/v1/live`)),
    here: await said(fetch('/api/v1/me').then((answer) => answer.text())),
    own: await said(socket(`wss://${location.host}/socket`)),
    worker: await said(navigator.serviceWorker.register('/worker.js').then(() => 'registered')),
    frame: await said(
      new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.onload = () => {
          let inside = 'closed';
          try {
            inside = frame.contentDocument?.body?.textContent ?? 'closed';
          } catch {
            // of another origin
          }
          done(inside);
        };
        frame.src = ours;
        document.body.append(frame);
      }),
    ),
    opener: String(window.opener),
  };
}

/** Listens on loopback; `heard` has the head of each request. */
export async function startIntruder() {
  const heard = [];
  const server = createServer((request, response) => {
    heard.push({ path: request.url, headers: request.headers });
    const cookies = ['theirs=1; Domain=pages.example.org', 'fresnel-session=stolen; Domain=example.org; Path=/', '__Host-fresnel-page=stolen; Path=/; Secure'];
    if (request.url.startsWith('/worker.js')) return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end('self.onfetch = () => undefined;');
    if (request.url.startsWith('/api/')) return response.writeHead(200, { 'Content-Type': 'text/plain' }).end('the intruder answers');
    response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': cookies, 'Clear-Site-Data': '"*"', 'Service-Worker-Allowed': '/' });
    return response.end(`<!doctype html><title>in the cluster</title><h1>in the cluster</h1><script>window.tried = (${intrude})();</script>`);
  });
  server.on('upgrade', (request, socket) => {
    heard.push({ path: request.url, headers: request.headers });
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.on('error', () => socket.destroy());
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
    socket.write(Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hello')]));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: server.address().port,
    heard,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
