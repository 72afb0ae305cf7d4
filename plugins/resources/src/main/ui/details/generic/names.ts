/** Words of a field's name: `podCIDRs` → "Pod CIDRs". Names of fields are Kubernetes' own terms and the same in every language. */
export function nameOf(field: string): string {
  if (!/^[a-z][A-Za-z0-9]*$/.test(field)) return field;
  const words = field
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z]{2,})/g, '$1 $2')
    .split(' ')
    .map((word, index) => spelled(word, index === 0));
  return words.join(' ');
}

const SPELLED: Readonly<Record<string, string>> = {
  api: 'API',
  ca: 'CA',
  cidr: 'CIDR',
  cpu: 'CPU',
  csi: 'CSI',
  dns: 'DNS',
  fqdn: 'FQDN',
  fs: 'FS',
  gid: 'GID',
  host: 'Host',
  http: 'HTTP',
  id: 'ID',
  ip: 'IP',
  ips: 'IPs',
  ipc: 'IPC',
  nfs: 'NFS',
  os: 'OS',
  pid: 'PID',
  qos: 'QoS',
  se: 'SE',
  tls: 'TLS',
  ttl: 'TTL',
  uid: 'UID',
  url: 'URL',
  uuid: 'UUID',
  vm: 'VM',
};

function spelled(word: string, first: boolean): string {
  const lower = word.toLowerCase();
  const known = SPELLED[lower];
  if (known !== undefined && lower !== 'host') return known;
  if (/^[A-Z]{2,}s?$/.test(word)) return word;
  return first ? lower.charAt(0).toUpperCase() + lower.slice(1) : lower;
}
