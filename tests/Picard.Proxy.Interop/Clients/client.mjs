// The checks with node:http and an agent that keeps its connections: BASE CHECK.
import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';

const [base, check] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

function send(method, target, pieces = [], headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request(base + target, { agent, method, headers }, (response) => {
      const received = [];
      response.on('data', (piece) => received.push(piece));
      response.on('end', () => resolve({ status: response.statusCode, content: Buffer.concat(received) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

function require(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}

async function get() {
  const { status, content } = await send('GET', '/text');
  require(status === 200 && content.toString() === 'Hello, World!', `${status} ${content}`);
}

async function large(length) {
  const { status, content } = await send('GET', `/large/${length}`);
  require(status === 200 && content.length === length && content.every((octet, i) => octet === i % 251), `${status}, ${content.length} octets`);
}

async function post(headers) {
  const piece = Buffer.from(Uint8Array.from({ length: 50000 }, (_, i) => i % 251));
  const pieces = Array(20).fill(piece);
  const hash = createHash('sha256');
  pieces.forEach((one) => hash.update(one));
  const { status, content } = await send('POST', '/digest', pieces, headers);
  require(status === 200 && content.toString() === `1000000 ${hash.digest('hex')}`, `${status} ${content}`);
}

const repeat = async (count, run) => { for (let i = 0; i < count; i++) await run(); };
const checks = {
  get,
  large: () => large(4 * 1024 * 1024),
  'post with length': () => post({ 'Content-Length': 1000000 }),
  'post in chunks': () => post({}),
  reuse: () => repeat(100, async () => { await get(); await post({}); }),
  concurrent: () => Promise.all(Array.from({ length: 32 }, () => repeat(10, async () => { await get(); await large(5000); }))),
};
await checks[check]();
agent.destroy();
