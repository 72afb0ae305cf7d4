import { under } from '../page/base';
import { ProblemError, problemIn } from '../page/problem';
import { LiveClient, PROTOCOL } from './LiveClient';
import { type Socket, StreamSocket } from './StreamSocket';

/** The page's live connection. */
export const live = new LiveClient({
  async ticket() {
    const response = await fetch(under('/api/v1/live/ticket'), { method: 'POST' });
    if (!response.ok) throw new ProblemError(await problemIn(response));
    return ((await response.json()) as { ticket: string }).ticket;
  },
  connect(ticket) {
    const url = new URL(under('/api/v1/live'), window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('ticket', ticket);
    const socket = new WebSocket(url, PROTOCOL);
    socket.binaryType = 'arraybuffer';
    return socket as unknown as Socket; // the client looks at no more of its events than a Socket has
  },
  stream: () => new StreamSocket(under('/api/v1/live/stream')),
  now: Date.now,
  random: Math.random,
});
