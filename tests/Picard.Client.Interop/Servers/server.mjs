// The targets of the checks, with the HTTP server of Node.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const period = Uint8Array.from({ length: 251 * 64 }, (_, i) => i % 251);

async function sendPattern(response, length) {
  for (let at = 0; at < length; at += period.length) {
    if (!response.write(period.subarray(0, Math.min(period.length, length - at)))) {
      await new Promise((resume) => { response.once('drain', resume); response.once('close', resume); });
    }
    if (response.destroyed) return;
  }
  response.end();
}

const text = 'Hello, World!';
const server = createServer(async (request, response) => {
  const path = request.url;
  if (path === '/text') response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': text.length }).end(text);
  else if (path === '/json') response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ number: 7, text: 'sept \u2713' }));
  else if (path === '/empty') response.writeHead(204).end();
  else if (path === '/unmodified') response.writeHead(304, { ETag: '"1"', 'Content-Length': text.length }).end();
  else if (path === '/close') response.writeHead(200, { Connection: 'close', 'Content-Length': text.length }).end(text);
  else if (path === '/drop') response.writeHead(200, { 'Content-Length': text.length }).end(text, () => request.socket.end());
  else if (path === '/chunked') await sendPattern(response.writeHead(200), 100000);
  else if (path.startsWith('/large/')) await sendPattern(response.writeHead(200, { 'Content-Length': path.slice(7) }), Number(path.slice(7)));
  else if (path === '/echo') request.pipe(response.writeHead(200));
  else if (path === '/refuse') response.writeHead(413, { Connection: 'close', 'Content-Length': 9 }).end('too large');
  else if (path === '/digest') {
    const hash = createHash('sha256');
    let length = 0;
    for await (const piece of request) { hash.update(piece); length += piece.length; }
    response.writeHead(200, { 'Content-Type': 'text/plain' }).end(`${length} ${hash.digest('hex')}`);
  } else response.writeHead(404, { 'Content-Length': 0 }).end();
});
server.on('checkContinue', (request, response) => {
  if (request.url !== '/refuse') response.writeContinue();
  server.emit('request', request, response);
});
server.keepAliveTimeout = 60000;
server.listen(Number(process.argv[2]), '127.0.0.1');
