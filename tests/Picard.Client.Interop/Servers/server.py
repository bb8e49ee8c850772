# The targets of the checks, with http.server of Python's standard library.
import hashlib
import http.server
import json
import sys

PERIOD = bytes(i % 251 for i in range(251 * 64))
TEXT = b"Hello, World!"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer(200, TEXT)

    def do_GET(self):
        if self.path == "/text":
            self.answer(200, TEXT)
        elif self.path == "/json":
            self.answer(200, json.dumps({"number": 7, "text": "sept \u2713"}).encode(), "application/json")
        elif self.path == "/empty":
            self.send_response(204)
            self.end_headers()
        elif self.path == "/unmodified":
            self.send_response(304)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(TEXT)))
            self.end_headers()
        elif self.path == "/close":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.send_header("Content-Length", str(len(TEXT)))
            self.end_headers()
            self.wfile.write(TEXT)
        elif self.path == "/drop":
            self.answer(200, TEXT)
            self.close_connection = True
        elif self.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in self.pattern(100000):
                self.chunk(piece)
            self.wfile.write(b"0\r\n\r\n")
        elif self.path.startswith("/large/"):
            length = int(self.path[7:])
            self.send_response(200)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            for piece in self.pattern(length):
                self.wfile.write(piece)
        else:
            self.answer(404, b"")

    def do_POST(self):
        if self.path == "/refuse":
            self.refuse()
        elif self.path == "/digest":
            digest, length = hashlib.sha256(), 0
            for piece in self.content():
                digest.update(piece)
                length += len(piece)
            self.answer(200, f"{length} {digest.hexdigest()}".encode())
        elif self.path == "/echo":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in self.content():
                self.chunk(piece)
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.answer(404, b"")

    def handle_expect_100(self):
        if self.path == "/refuse":
            self.refuse()
            return False
        return super().handle_expect_100()

    def refuse(self):
        self.send_response(413)
        self.send_header("Connection", "close")
        self.send_header("Content-Length", "9")
        self.end_headers()
        self.wfile.write(b"too large")

    def content(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            while True:
                length = int(self.rfile.readline().split(b";")[0], 16)
                if length == 0:
                    break
                yield self.rfile.read(length)
                self.rfile.readline()
            while self.rfile.readline() not in (b"\r\n", b""):
                pass
        else:
            left = int(self.headers.get("Content-Length", "0"))
            while left > 0:
                piece = self.rfile.read(min(left, 65536))
                if not piece:
                    return
                left -= len(piece)
                yield piece

    def pattern(self, length):
        while length > 0:
            piece = PERIOD[:min(length, len(PERIOD))]
            length -= len(piece)
            yield piece

    def chunk(self, piece):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def answer(self, status, content, content_type="text/plain"):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    # The default of 5 drops connections that are made at once.
    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, *_):
        pass


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
